import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IdentityDamagedError, NewerFormatError } from '../../src/storage/errors.ts';
import { loadIdentity } from '../../src/storage/identity.ts';

let root: string;
let path: string;
const key = Uint8Array.from({ length: 68 }, (_, i) => i * 3);
const generate = async (): Promise<Uint8Array> => key;
const mustNotGenerate = (): Promise<Uint8Array> => Promise.reject(new Error('A new identity was made'));
const anyKey = (): void => undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'raftpad-identity-'));
  path = join(root, 'identity.key');
});
afterEach(() => rmSync(root, { recursive: true }));

async function expectRefused(message: RegExp): Promise<void> {
  const before = readFileSync(path);
  const error: unknown = await loadIdentity(path, mustNotGenerate, anyKey).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(IdentityDamagedError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).toMatch(/Nothing was changed\. Put the file back/);
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(root)).toContain('identity.key');
}

describe('the identity of a laptop', () => {
  it('is made once, readable by its owner alone, and is the same ever after', async () => {
    expect(await loadIdentity(path, generate, anyKey)).toEqual(key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(root)).toEqual(['identity.key']);
    expect(await loadIdentity(path, mustNotGenerate, anyKey)).toEqual(key);
  });

  it('is not kept if the new key fails its check', async () => {
    const refuse = (): void => {
      throw new Error('no key');
    };
    await expect(loadIdentity(path, generate, refuse)).rejects.toThrow('no key');
    expect(readdirSync(root)).toEqual([]);
  });

  it('that lost its start to a crash is made anew, without leaving the first try behind', async () => {
    writeFileSync(`${path}.0123456789ab.tmp`, 'half a key');
    await loadIdentity(path, generate, anyKey);
    expect(readdirSync(root)).toEqual(['identity.key']);
  });

  it('with any single bit flipped is refused, never taken for another identity, never replaced', async () => {
    await loadIdentity(path, generate, anyKey);
    const sound = readFileSync(path);
    for (let bit = 0; bit < sound.length * 8; bit += 1) {
      const flipped = Buffer.from(sound);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const error: unknown = await loadIdentity(path, mustNotGenerate, anyKey).catch((reason: unknown) => reason);
      // A flip in the version number reads as a newer format; that is refused just the same.
      expect(error instanceof IdentityDamagedError || error instanceof NewerFormatError).toBe(true);
      expect(readFileSync(path)).toEqual(flipped);
    }
  });

  it.each(['', 'garbage', 'raftpad identity 1\n', `raftpad identity 1\n\n${'0'.repeat(64)}\n`])(
    '%j is refused',
    async (content) => {
      writeFileSync(path, content, { mode: 0o600 });
      await expectRefused(content === '' ? /it is empty/ : /checksum/);
    },
  );

  it('cut short is refused', async () => {
    await loadIdentity(path, generate, anyKey);
    writeFileSync(path, readFileSync(path).subarray(0, 60));
    await expectRefused(/checksum/);
  });

  it('that is no key for the network is refused with the reason', async () => {
    await loadIdentity(path, generate, anyKey);
    const check = (): Promise<void> => Promise.reject(new Error('unknown key type'));
    await expect(loadIdentity(path, mustNotGenerate, check)).rejects.toThrow(/not valid \(unknown key type\)/);
  });

  it('of a newer Raftpad is told apart from damage', async () => {
    writeFileSync(path, 'raftpad identity 2\nwhatever\n', { mode: 0o600 });
    await expect(loadIdentity(path, mustNotGenerate, anyKey)).rejects.toThrow(NewerFormatError);
  });

  it('of ours that others could read is closed to them', async () => {
    await loadIdentity(path, generate, anyKey);
    chmodSync(path, 0o644);
    expect(await loadIdentity(path, mustNotGenerate, anyKey)).toEqual(key);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.runIf(process.getuid?.() === 0)('of another account that others could read is refused', async () => {
    await loadIdentity(path, generate, anyKey);
    chmodSync(path, 0o644);
    chownSync(path, 12345, 12345);
    await expectRefused(/another account/);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it('that is a link to nowhere is not taken for a missing one', async () => {
    symlinkSync(join(root, 'elsewhere'), path);
    await expect(loadIdentity(path, mustNotGenerate, anyKey)).rejects.toThrow(IdentityDamagedError);
  });
});
