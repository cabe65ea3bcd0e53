import { describe, expect, it } from 'vitest';
import { asLogIndex, asTerm } from '../../src/raft/types.ts';
import { DiskFullError, NewerFormatError, SnapshotDamagedError } from '../../src/storage/errors.ts';
import { crc32c } from '../../src/storage/crc32c.ts';
import { release } from '../../src/storage/released.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';
import type { LogPosition, SnapshotId, SnapshotStore, StoredSnapshot } from '../../src/storage/types.ts';
import { failure, ProcessDied, randomFrom, SimulatedDisk } from './simulated-disk.ts';

const directory = '/snapshots';
const at = (index: number, term = 1): LogPosition => ({ index: asLogIndex(index), term: asTerm(term) });
const metadata = Buffer.from('what the consensus must know');

/** Text that repeats itself, in pieces of odd sizes. */
function* state(seed: number, bytes: number): Generator<Uint8Array> {
  const random = randomFrom(seed);
  const words = ['note ', 'raft ', 'paper ', '\n', String(seed), ' '];
  for (let left = bytes; left > 0;) {
    const text = Array.from({ length: 200 }, () => words[Math.floor(random() * words.length)]).join('');
    const piece = Buffer.from(text).subarray(0, left);
    left -= piece.length;
    yield piece;
  }
}
const stateBytes = (seed: number, bytes: number): Buffer => Buffer.concat([...state(seed, bytes)]);

async function open(disk: SimulatedDisk): Promise<SnapshotStore> {
  const { store, damaged } = await openSnapshotStore(directory, { files: disk });
  expect(damaged).toEqual([]);
  return store;
}
async function contentOf(store: SnapshotStore, { id }: StoredSnapshot): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of store.read(id)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
/** Sends a snapshot as the network would; `upTo`: and breaks off there. */
async function send(
  from: SnapshotStore,
  to: SnapshotStore,
  id: SnapshotId,
  upTo = Infinity,
): Promise<StoredSnapshot | null> {
  const source = await from.source(id);
  const sink = await to.sink(id);
  try {
    while (sink.offset < Math.min(id.bytes, upTo)) await sink.write(await source.read(sink.offset, 700));
    return sink.offset < id.bytes ? null : await sink.finish();
  } finally {
    await sink.close();
    await source.close();
  }
}

describe('a snapshot that was written', () => {
  it.each([0, 1, 5000, 2_500_000])('of %i bytes is there after a power cut, whole', async (bytes) => {
    const disk = new SimulatedDisk(() => 0, 512);
    const written = await (await open(disk)).write(at(7, 3), metadata, state(1, bytes));
    disk.cutPower();
    const store = await open(disk);
    expect(store.newest).toEqual(written);
    expect(written).toMatchObject({ id: { index: 7, term: 3 }, plainBytes: bytes });
    expect(Buffer.from(store.newest!.metadata).equals(metadata)).toBe(true);
    expect((await contentOf(store, written)).equals(stateBytes(1, bytes))).toBe(true);
  });

  it('takes the place of the second newest, not of the newest', async () => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    for (const index of [10, 20, 30]) await store.write(at(index), metadata, state(index, 100));
    expect(store.all.map(({ id }) => id.index)).toEqual([30, 20]);
    expect(disk.paths()).toEqual(['/snapshots/20-1.snapshot', '/snapshots/30-1.snapshot']);
    expect((await open(disk)).newest?.id.index).toBe(30);
  });

  it('stays as long as it is being sent', async () => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    const first = await store.write(at(1), metadata, state(1, 100));
    const source = await store.source(first.id);
    for (const index of [2, 3]) await store.write(at(index), metadata, state(index, 100));
    expect(disk.paths()).toContain('/snapshots/1-1.snapshot');
    expect(await source.read(0, 1e6)).toHaveLength(first.id.bytes);
    await source.close();
    expect(disk.paths()).not.toContain('/snapshots/1-1.snapshot');
  });

  it('whose state cannot be read leaves nothing behind', async () => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    const broken = (function* (): Generator<Uint8Array> {
      yield Buffer.from('begun');
      throw new Error('no more');
    })();
    await expect(store.write(at(1), metadata, broken)).rejects.toThrow('no more');
    expect(disk.paths()).toEqual([]);
  });

  it('that the disk gives back otherwise is not taken for one', async () => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    await store.write(at(1), metadata, state(1, 3000));
    disk.flipsWrites = true;
    await expect(store.write(at(2), metadata, state(2, 3000))).rejects.toThrow(SnapshotDamagedError);
    expect(store.newest?.id.index).toBe(1);
    expect(disk.paths()).toEqual(['/snapshots/1-1.snapshot']);
  });

  it.each(['ENOSPC', 'EDQUOT'])('on a full disk (%s) is refused, and the older one stays', async (code) => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    await store.write(at(1), metadata, state(1, 100));
    disk.failOn('write', failure(code), 1);
    await expect(store.write(at(2), metadata, state(2, 100))).rejects.toThrow(DiskFullError);
    expect(disk.paths()).toEqual(['/snapshots/1-1.snapshot']);
    await store.write(at(2), metadata, state(2, 100));
    expect(store.newest?.id.index).toBe(2);
  });
});

describe('a snapshot that is damaged at rest', () => {
  it('any flipped bit, and any truncation, is noticed; the older one is there, and nothing is changed', async () => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    await store.write(at(1), metadata, state(1, 100));
    await store.write(at(2), metadata, state(2, 1500));
    const path = '/snapshots/2-1.snapshot';
    const sound = disk.contentOf(path);
    for (let byte = 0; byte < sound.length; byte += 1) {
      const flipped = new Uint8Array(sound);
      flipped[byte]! ^= 1 << (byte % 8);
      const zeroed = new Uint8Array(sound).fill(0, byte, byte + 40);
      for (const bytes of [flipped, sound.subarray(0, byte), zeroed]) {
        if (Buffer.from(bytes).equals(sound)) continue;
        disk.setContent(path, bytes);
        const opened = await openSnapshotStore(directory, { files: disk });
        expect(opened.damaged.map(({ file }) => file)).toEqual([path]);
        expect(opened.store.newest?.id.index).toBe(1);
        expect(disk.contentOf(path)).toBe(bytes);
      }
    }
  });

  it('while it is read is noticed before its end', async () => {
    const disk = new SimulatedDisk();
    const store = await open(disk);
    const written = await store.write(at(2), metadata, state(2, 1500));
    const bytes = new Uint8Array(disk.contentOf('/snapshots/2-1.snapshot'));
    bytes[bytes.length - 60]! ^= 1;
    disk.setContent('/snapshots/2-1.snapshot', bytes);
    await expect(contentOf(store, written)).rejects.toThrow(SnapshotDamagedError);
  });

  it('a newer format is told apart', async () => {
    const disk = new SimulatedDisk();
    await (await open(disk)).write(at(2), metadata, state(2, 100));
    const bytes = Buffer.from(disk.contentOf('/snapshots/2-1.snapshot'));
    bytes.writeUInt32LE(2, 8);
    bytes.writeUInt32LE(crc32c(bytes.subarray(0, 32)), 32);
    disk.setContent('/snapshots/2-1.snapshot', bytes);
    await expect(openSnapshotStore(directory, { files: disk })).rejects.toThrow(NewerFormatError);
  });
});

describe('a snapshot that is received', () => {
  it('is the same to the byte, and goes on where it broke off', async () => {
    const [leader, follower] = [await open(new SimulatedDisk()), await open(new SimulatedDisk())];
    const written = await leader.write(at(9), metadata, state(3, 50_000));
    expect(await send(leader, follower, written.id, 1500)).toBeNull();
    expect(await send(leader, follower, written.id)).toEqual(written);
    expect(follower.newest).toEqual(written);
    expect((await contentOf(follower, written)).equals(stateBytes(3, 50_000))).toBe(true);
  });

  it('that is another replaces what there is of the one before', async () => {
    const disk = new SimulatedDisk();
    const [leader, follower] = [await open(new SimulatedDisk()), await open(disk)];
    const first = await leader.write(at(9), metadata, state(3, 50_000));
    const second = await leader.write(at(10), metadata, state(4, 50_000));
    await send(leader, follower, first.id, 1500);
    await send(leader, follower, second.id);
    expect(disk.paths()).toEqual(['/snapshots/10-1.snapshot']);
  });

  it('with a wrong byte is refused and removed; a second attempt starts over', async () => {
    const disk = new SimulatedDisk();
    const [leader, follower] = [await open(new SimulatedDisk()), await open(disk)];
    const { id } = await leader.write(at(9), metadata, state(3, 5000));
    const source = await leader.source(id);
    const bytes = await source.read(0, id.bytes);
    bytes[200]! ^= 1;
    const sink = await follower.sink(id);
    await sink.write(bytes);
    await expect(sink.write(Uint8Array.of(1))).rejects.toThrow(RangeError);
    await expect(sink.finish()).rejects.toThrow(SnapshotDamagedError);
    expect(disk.paths()).toEqual([]);
    expect((await send(leader, follower, id))?.id).toEqual(id);
  });

  it('is read while it comes, checked and from its beginning, also when it was resumed', async () => {
    const disk = new SimulatedDisk();
    const [leader, follower] = [await open(new SimulatedDisk()), await open(disk)];
    const plain = stateBytes(3, 3_000_000);
    const written = await leader.write(at(9), metadata, [plain]);
    await send(leader, follower, written.id, written.id.bytes / 2);
    const source = await leader.source(written.id);
    const sink = await follower.sink(written.id);
    const data = sink.data()[Symbol.asyncIterator]();
    const writeUpTo = async (bytes: number): Promise<void> => {
      while (sink.offset < bytes) await sink.write(await source.read(sink.offset, 1000));
    };
    await writeUpTo(written.id.bytes * 0.8);
    const pieces = [Buffer.from((await data.next()).value as Uint8Array)];
    await writeUpTo(written.id.bytes);
    for (let next = await data.next(); next.done !== true; next = await data.next())
      pieces.push(Buffer.from(next.value));
    expect(Buffer.concat(pieces).equals(plain)).toBe(true);
    expect(follower.newest, 'nothing counts before the end').toBeNull();
    expect(await sink.finish()).toEqual(written);
    expect(follower.newest).toEqual(written);
  });

  it('ends for its reader when the transfer breaks off, and is resumed', async () => {
    const [leader, follower] = [await open(new SimulatedDisk()), await open(new SimulatedDisk())];
    const { id } = await leader.write(at(9), metadata, state(3, 3_000_000));
    const source = await leader.source(id);
    const sink = await follower.sink(id);
    const bytes = await source.read(0, Math.floor(id.bytes * 0.7));
    await sink.write(bytes);
    const data = sink.data()[Symbol.asyncIterator]();
    await data.next();
    const waiting = data.next();
    await sink.close();
    await expect(waiting).rejects.toThrow('did not come to its end');
    expect(follower.newest).toBeNull();
    const again = await follower.sink(id);
    expect(again.offset).toBeGreaterThan(0);
    await again.close();
    expect((await send(leader, follower, id))?.id).toEqual(id);
  });

  it('with any wrong bit is damaged for its reader too, gets no place, and is removed', async () => {
    const disk = new SimulatedDisk();
    const [leader, follower] = [await open(new SimulatedDisk()), await open(disk)];
    const { id } = await leader.write(at(9), metadata, state(3, 900));
    const sound = await (await leader.source(id)).read(0, id.bytes);
    for (let byte = 0; byte < sound.length; byte += 1) {
      const bytes = new Uint8Array(sound);
      bytes[byte]! ^= 1 << (byte % 8);
      const sink = await follower.sink(id);
      await sink.write(bytes);
      const reading = (async () => {
        for await (const piece of sink.data()) expect(piece.length).toBeGreaterThan(0);
      })();
      await expect(reading).rejects.toThrow(SnapshotDamagedError);
      await expect(sink.finish()).rejects.toThrow(SnapshotDamagedError);
      expect(disk.paths()).toEqual([]);
      expect(follower.newest).toBeNull();
    }
  });

  it('that is sound but another one than was announced is damaged for its reader', async () => {
    const [leader, follower] = [await open(new SimulatedDisk()), await open(new SimulatedDisk())];
    const { id } = await leader.write(at(9), metadata, state(3, 900));
    const bytes = await (await leader.source(id)).read(0, id.bytes);
    for (const announced of [{ index: 8 }, { term: 2 }, { check: id.check ^ 1 }]) {
      const sink = await follower.sink({ ...id, ...announced });
      await sink.write(bytes);
      await expect(
        sink
          .data()
          [Symbol.asyncIterator]()
          .next()
          .then(() => sink.finish()),
      ).rejects.toThrow('not the snapshot');
    }
  });

  it('larger than any is refused before it takes room', async () => {
    const store = await open(new SimulatedDisk());
    await expect(store.sink({ index: 1, term: 1, bytes: 2 ** 40, check: 1 })).rejects.toThrow(RangeError);
  });
});

describe('a member that dies at every operation', () => {
  it.each(['power-cut', 'killed'] as const)(
    'by a %s: has its newest snapshot or the one it wrote, never less',
    async (end) => {
      const leader = await open(new SimulatedDisk());
      const third = await leader.write(at(30), metadata, state(30, 4000));
      let operations = 0;
      for (let dieAfter = 0; ; dieAfter += 1) {
        let lived = false;
        for (let seed = 0; seed < 3; seed += 1) {
          const disk = new SimulatedDisk(randomFrom(dieAfter * 10 + seed), 512);
          let acknowledged = 0;
          disk.dieAfter(dieAfter);
          try {
            const { store } = await openSnapshotStore(directory, { files: disk });
            await store.write(at(10), metadata, state(10, 4000));
            acknowledged = 10;
            await store.write(at(20), metadata, state(20, 4000));
            acknowledged = 20;
            await send(leader, store, third.id);
            acknowledged = 30;
            lived = true;
          } catch (error) {
            expect(error).toBeInstanceOf(ProcessDied);
          }
          if (end === 'power-cut') disk.cutPower();
          else disk.restartProcess();
          const store = await open(disk);
          expect(store.newest?.id.index ?? 0).toBeGreaterThanOrEqual(acknowledged);
          for (const snapshot of store.all) {
            const { index } = snapshot.id;
            expect((await contentOf(store, snapshot)).equals(stateBytes(index, 4000))).toBe(true);
          }
          await send(leader, store, third.id);
          expect(store.newest?.id).toEqual(third.id);
        }
        if (lived) break;
        operations += 1;
      }
      expect(operations).toBeGreaterThan(40);
    },
  );
});

describe('memory that is given back', () => {
  it('is never that of others: a part of a larger buffer is left as it is', () => {
    const whole = Buffer.from('a pool that others have parts of');
    const part = new Uint8Array(whole.buffer, whole.byteOffset, 6);
    release(part);
    expect(Buffer.from(part).toString()).toBe('a pool');
    expect(whole.toString()).toContain('others');
  });

  it('is that of a piece once the next is asked for', async () => {
    const store = await open(new SimulatedDisk());
    const written = await store.write(at(7), metadata, state(1, 2_500_000));
    const data = store.read(written.id)[Symbol.asyncIterator]();
    const first = (await data.next()).value as Uint8Array;
    expect(first.length).toBeGreaterThan(1_000_000);
    await data.next();
    expect(first.length).toBe('transfer' in ArrayBuffer.prototype ? 0 : first.byteLength);
  });
});
