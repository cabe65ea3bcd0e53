import { expect, it } from 'vitest';
import { Hasher, hashToHex } from '../../src/notes/hash128.ts';

it('is MurmurHash3_x86_128: the value of another implementation (mmh3 of Python)', () => {
  const hasher = new Hasher();
  for (const word of [1, -2, 3, 4, 5, 6, 7, 2 ** 31 - 1]) hasher.word(word);
  expect(hashToHex(hasher.finish())).toBe('94f050b60e1d475e9b2a60b1c5b97d87');
});
