import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewerFormatError } from '../../src/storage/errors.ts';
import { findPlace, settlePlace } from '../../src/storage/place.ts';

const thisMachine = (): Promise<string> => Promise.resolve('4f1c');
let parent: string;
let original: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'raftpad-place-'));
  original = await mkdtemp(join(parent, 'original-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe('The place of a data directory', () => {
  it('is no question for one that was never used', async () => {
    expect(await findPlace(original, thisMachine)).toEqual({ type: 'same' });
  });

  it('is the same at the next start, and after the directory was renamed', async () => {
    await settlePlace(original, thisMachine);
    expect(await findPlace(original, thisMachine)).toEqual({ type: 'same' });
    const moved = join(parent, 'moved');
    await rename(original, moved);
    expect(await findPlace(moved, thisMachine)).toEqual({ type: 'same' });
  });

  it('is another one for a copy on the same machine, and the original is not disturbed by it', async () => {
    await settlePlace(original, thisMachine);
    const copy = join(parent, 'copy');
    await cp(original, copy, { recursive: true, preserveTimestamps: true });
    expect(await findPlace(copy, thisMachine)).toEqual({ type: 'copied', from: 'another-directory' });
    expect(await findPlace(original, thisMachine)).toEqual({ type: 'same' });
  });

  it('is another one for a directory that was put back from a backup under its old name', async () => {
    await settlePlace(original, thisMachine);
    const backup = join(parent, 'backup');
    await cp(original, backup, { recursive: true, preserveTimestamps: true });
    await rm(original, { recursive: true });
    await cp(backup, original, { recursive: true, preserveTimestamps: true });
    expect(await findPlace(original, thisMachine)).toEqual({ type: 'copied', from: 'another-directory' });
  });

  it('is another one on another machine, whatever the directory', async () => {
    await settlePlace(original, thisMachine);
    const other = (): Promise<string> => Promise.resolve('9a20');
    expect(await findPlace(original, other)).toEqual({ type: 'copied', from: 'another-machine' });
  });

  it('is judged by the directory alone where the machine does not tell its id, which stays known', async () => {
    await settlePlace(original, thisMachine);
    const silent = (): Promise<null> => Promise.resolve(null);
    expect(await findPlace(original, silent)).toEqual({ type: 'same' });
    await settlePlace(original, silent);
    expect(await findPlace(original, () => Promise.resolve('9a20'))).toEqual({
      type: 'copied',
      from: 'another-machine',
    });
  });

  it('holds once a copy has been settled as a place of its own', async () => {
    await settlePlace(original, thisMachine);
    const copy = join(parent, 'copy');
    await cp(original, copy, { recursive: true });
    await settlePlace(copy, thisMachine);
    expect(await findPlace(copy, thisMachine)).toEqual({ type: 'same' });
  });

  it('does not write down the id of the machine itself', async () => {
    await settlePlace(original, () => Promise.resolve('the-machine-id'));
    expect(await readFile(join(original, 'place.json'), 'utf8')).not.toContain('the-machine-id');
  });

  it('refuses a newer format, and takes a file that cannot be read for none', async () => {
    await writeFile(join(original, 'place.json'), '{"formatVersion": 2}');
    await expect(findPlace(original, thisMachine)).rejects.toBeInstanceOf(NewerFormatError);
    await writeFile(join(original, 'place.json'), '{"formatVer');
    expect(await findPlace(original, thisMachine)).toEqual({ type: 'same' });
  });
});
