import { describe, expect, it } from 'vitest';
import { asLogIndex, asTerm } from '../../src/raft/types.ts';
import { BackupError, readBackup, writeBackup } from '../../src/storage/backup-file.ts';
import { crc32c } from '../../src/storage/crc32c.ts';
import { DiskFullError } from '../../src/storage/errors.ts';
import { encodeSnapshotHeader } from '../../src/storage/snapshot-format.ts';
import { failure, ProcessDied, randomFrom, SimulatedDisk } from './simulated-disk.ts';

const path = '/home/camp.raftpad';
const metadata = Buffer.from('what it is');
const data = (fill: string, bytes: number): Uint8Array[] => [Buffer.alloc(bytes, fill), Buffer.from(' and an end')];

async function disk(random?: () => number): Promise<SimulatedDisk> {
  const made = new SimulatedDisk(random, 512);
  await made.makeDirectory('/home');
  await made.syncDirectory('/');
  return made;
}
async function contentOf(files: SimulatedDisk): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await readBackup(path, files)).data()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
async function problemOf(files: SimulatedDisk): Promise<string> {
  try {
    await contentOf(files);
    return 'none';
  } catch (error) {
    if (error instanceof BackupError) return error.problem;
    throw error;
  }
}

describe('a backup that was written', () => {
  it.each([0, 5_000, 2_500_000])('with %i bytes is there after a power cut, whole', async (bytes) => {
    const files = await disk(() => 0);
    const written = await writeBackup(path, asLogIndex(7), metadata, data('x', bytes), files);
    files.cutPower();
    const found = await readBackup(path, files);
    expect(found).toMatchObject({ index: 7, bytes: written.bytes, plainBytes: bytes + 11 });
    expect(Buffer.from(found.metadata).equals(metadata)).toBe(true);
    expect((await contentOf(files)).equals(Buffer.concat(data('x', bytes)))).toBe(true);
    expect(files.paths()).toEqual([path]);
  });

  it('takes the place of an older one at once: a power cut at any operation leaves one of the two, whole', async () => {
    for (let count = 0; ; count += 1) {
      const files = await disk(randomFrom(count));
      await writeBackup(path, asLogIndex(1), metadata, data('a', 3_000), files);
      files.dieAfter(count);
      const isDone = await writeBackup(path, asLogIndex(2), metadata, data('b', 3_000), files).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ProcessDied) return false;
          throw error;
        },
      );
      files.cutPower();
      const { index } = await readBackup(path, files);
      expect([...(isDone ? [] : [1]), 2]).toContain(index);
      expect((await contentOf(files)).equals(Buffer.concat(data(index === 1 ? 'a' : 'b', 3_000)))).toBe(true);
      if (isDone) return;
    }
  });

  it.each(['ENOSPC', 'EIO'])('but not for want of %s leaves what was there, and nothing beside it', async (code) => {
    const files = await disk();
    await writeBackup(path, asLogIndex(1), metadata, data('a', 3_000), files);
    files.failOn('write', failure(code), 1);
    const writing = writeBackup(path, asLogIndex(2), metadata, data('b', 3_000), files);
    await expect(writing).rejects.toThrow(code === 'ENOSPC' ? DiskFullError : /EIO/);
    expect((await readBackup(path, files)).index).toBe(1);
    expect(files.paths()).toEqual([path]);
  });

  it('on a disk that does not keep what it is given is not called one', async () => {
    const files = await disk();
    await writeBackup(path, asLogIndex(1), metadata, data('a', 3_000), files);
    files.flipsWrites = true;
    await expect(writeBackup(path, asLogIndex(2), metadata, data('b', 3_000), files)).rejects.toThrow(BackupError);
    expect((await readBackup(path, files)).index).toBe(1);
  });
});

describe('a file that is no sound backup', () => {
  it('is refused, whichever of its bits is another, and wherever it ends', async () => {
    const files = await disk();
    await writeBackup(path, asLogIndex(7), metadata, data('notes ', 600), files);
    const sound = Buffer.from(files.contentOf(path));
    for (let at = 0; at < sound.length; at += 1) {
      const flipped = Buffer.from(sound);
      flipped[at]! ^= 1 << (at % 8);
      files.setContent(path, flipped);
      expect(await problemOf(files), `byte ${at}`).toBe(at < 8 ? 'not-a-backup' : 'damaged');
      files.setContent(path, sound.subarray(0, at));
      expect(await problemOf(files), `${at} bytes`).toBe(at === 0 ? 'not-a-backup' : 'damaged');
    }
    files.setContent(path, Buffer.concat([sound, Buffer.of(0)]));
    expect(await problemOf(files)).toBe('damaged');
  });

  it.each(['', 'RAFTSNAP and more of it', 'a letter to a friend'])('as %j is told so', async (text) => {
    const files = await disk();
    await writeBackup(path, asLogIndex(7), metadata, data('x', 10), files);
    files.setContent(path, Buffer.from(text));
    expect(await problemOf(files)).toBe('not-a-backup');
  });

  it('but one of a newer Raftpad is told so', async () => {
    const files = await disk();
    await writeBackup(path, asLogIndex(7), metadata, data('x', 10), files);
    const content = Buffer.from(files.contentOf(path));
    const header = Buffer.from(content.subarray(0, 12));
    header.writeUInt32LE(2, 8);
    const check = Buffer.alloc(4);
    check.writeUInt32LE(crc32c(header));
    files.setContent(path, Buffer.concat([header, check, content.subarray(16)]));
    expect(await problemOf(files)).toBe('newer');

    const inner = encodeSnapshotHeader({ index: asLogIndex(7), term: asTerm(0), metadataBytes: metadata.length });
    inner.writeUInt32LE(2, 8);
    inner.writeUInt32LE(crc32c(inner.subarray(0, 32)), 32);
    files.setContent(path, Buffer.concat([content.subarray(0, 16), inner, content.subarray(16 + inner.length)]));
    expect(await problemOf(files)).toBe('newer');
  });
});
