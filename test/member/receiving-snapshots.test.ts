import { expect, it } from 'vitest';
import { encodeSnapshotMetadata } from '../../src/member/snapshot-metadata.ts';
import { defaultSnapshotPolicy, Snapshots } from '../../src/member/snapshots.ts';
import type { SnapshotOffer, SnapshotReception } from '../../src/network/types.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import { asLogIndex, asMemberId, asTerm, type Input, type SnapshotMetadata } from '../../src/raft/types.ts';
import { DiskFullError, SnapshotDamagedError } from '../../src/storage/errors.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';
import type { SnapshotId, SnapshotSink, SnapshotStore } from '../../src/storage/types.ts';
import { SimulatedDisk } from '../storage/simulated-disk.ts';

const from = asMemberId('12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp');
const offer = { session: 4, index: asLogIndex(9), term: asTerm(2), totalBytes: 10, check: 1 };
const unused = (): never => {
  throw new Error('not used here');
};

/** A member that expects what `offer` announces, and whose disk does what `sink` says. */
function receiver(sink: Partial<SnapshotSink>, failed: (error: unknown) => void): Snapshots {
  const whole: SnapshotSink = {
    offset: 0,
    write: unused,
    data: () => new NotesState().capture().chunks() as unknown as AsyncIterable<Uint8Array>,
    finish: unused,
    close: () => Promise.resolve(),
    ...sink,
  };
  const store: SnapshotStore = {
    newest: null,
    all: [],
    write: unused,
    read: unused,
    source: unused,
    keepOnly: unused,
    sink: () => Promise.resolve(whole),
  };
  return expecting(store, offer, unused, failed);
}

function expecting(
  store: SnapshotStore,
  { index, term, session }: Pick<SnapshotOffer, 'index' | 'term' | 'session'>,
  input: (input: Input) => void,
  failed: (error: unknown) => void,
): Snapshots {
  const snapshots = new Snapshots({
    store,
    network: { sendSnapshot: unused },
    raft: unused,
    input,
    capture: () => null,
    policy: defaultSnapshotPolicy,
    failed,
  });
  snapshots.expect({ type: 'receive-snapshot', from, term: asTerm(2), session, snapshot: metadataOf(index, term) });
  return snapshots;
}

function metadataOf(index: number, term: number): SnapshotMetadata {
  const configuration = { voters: [from], learners: [], votersOutgoing: [], demoted: [] };
  return {
    index: asLogIndex(index),
    term: asTerm(term),
    configuration,
    configurationIndex: asLogIndex(1),
    sessions: [],
  };
}

function sinkOf(reception: SnapshotReception): Extract<SnapshotReception, { type: 'accepted' }>['sink'] {
  if (reception.type !== 'accepted') throw new Error(reception.reason);
  return reception.sink;
}

const path = '/home/ana/.config/Raftpad/member/snapshots/9-2';

it.each([
  [new DiskFullError(path, new Error('ENOSPC')), 'The disk there is full.'],
  [new SnapshotDamagedError(path, 7, 'a checksum is wrong'), 'What came is damaged: a checksum is wrong.'],
  [new Error(`EIO: ${path}`), 'It could not be kept there.'],
])('a sender is told why its snapshot was not kept, and not where', async (error, told) => {
  const failures: unknown[] = [];
  for (const step of ['write', 'finish'] as const) {
    const snapshots = receiver({ [step]: () => Promise.reject(error) }, (failure) => failures.push(failure));
    const sink = sinkOf(await snapshots.receive(from, offer));
    const done = step === 'write' ? sink.write(Uint8Array.of(1)) : sink.finish();
    await expect(done).rejects.toThrow(new Error(told));
  }
  expect(failures).toEqual([error, error]);
});

it('a snapshot that was not announced by the core is refused', async () => {
  const snapshots = receiver({}, unused);
  for (const other of [{ session: 5 }, { index: asLogIndex(8) }, { term: asTerm(1) }]) {
    expect(await snapshots.receive(from, { ...offer, ...other })).toMatchObject({ type: 'refused' });
  }
  expect(await snapshots.receive(asMemberId('another'), offer)).toMatchObject({ type: 'refused' });
});

/** The bytes of a snapshot file as a leader has it, with large notes: letters that hardly get smaller. */
async function leadersFile(): Promise<{
  readonly id: SnapshotId;
  readonly bytes: Uint8Array;
  readonly digest: string;
}> {
  const state = new NotesState();
  let seed = 1;
  const letter = (): string => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCharCode(48 + (seed % 64));
  };
  for (let number = 1; number <= 40; number += 1) {
    const note = String(number).padStart(32, '0');
    const text = Array.from({ length: 50_000 }, letter).join('');
    const context = { index: asLogIndex(number), member: from };
    state.apply({ type: 'create-note', note, title: 'Large' }, context);
    state.apply({ type: 'edit-note', note, base: 0, editor: 'e', sequence: 1, changes: [[0, text]] }, context);
  }
  const { store } = await openSnapshotStore('/snapshots', { files: new SimulatedDisk() });
  const metadata = metadataOf(offer.index, offer.term);
  const { id } = await store.write(offer, encodeSnapshotMetadata(metadata), state.capture().chunks());
  const bytes = await (await store.source(id)).read(0, id.bytes);
  return { id, bytes, digest: state.digest() };
}

it('a snapshot that breaks off while it is being restored has no effect, is resumed, and then is in its place', async () => {
  const { id, bytes, digest } = await leadersFile();
  const disk = new SimulatedDisk();
  const { store } = await openSnapshotStore('/snapshots', { files: disk });
  const inputs: string[] = [];
  let installed: NotesState | null = null;
  const snapshots = expecting(
    store,
    offer,
    (input) => {
      inputs.push(input.type);
      if (input.type === 'snapshot-received') installed = snapshots.takeReceived(input.snapshot);
    },
    (error) => {
      throw error;
    },
  );
  const offered = { ...offer, totalBytes: id.bytes, check: id.check };

  const broken = sinkOf(await snapshots.receive(from, offered));
  await broken.write(bytes.subarray(0, Math.floor(bytes.length * 0.6)));
  expect(snapshots.transfers()).toMatchObject([{ direction: 'receiving', totalBytes: id.bytes }]);
  await broken.abort('The cable was pulled.');
  expect([inputs, store.newest, snapshots.transfers()]).toEqual([[], null, []]);

  const resumed = sinkOf(await snapshots.receive(from, offered));
  expect(resumed.startOffset).toBeGreaterThan(bytes.length / 4);
  await resumed.write(bytes.subarray(resumed.startOffset));
  expect([inputs, store.newest], 'it is not finished').toEqual([[], null]);
  await resumed.finish();
  expect(inputs).toEqual(['snapshot-received']);
  expect(store.newest?.id).toEqual(id);
  expect((installed as NotesState | null)?.digest()).toBe(digest);
});

it('damage in a snapshot is told before its end, and what there was goes on to count', async () => {
  const { id, bytes } = await leadersFile();
  const disk = new SimulatedDisk();
  const { store } = await openSnapshotStore('/snapshots', { files: disk });
  const earlier = await store.write(
    { index: asLogIndex(3), term: asTerm(1) },
    new Uint8Array(),
    new NotesState().capture().chunks(),
  );
  const failures: unknown[] = [];
  const snapshots = expecting(store, offer, unused, (failure) => failures.push(failure));
  const sink = sinkOf(await snapshots.receive(from, { ...offer, totalBytes: id.bytes, check: id.check }));
  const damaged = bytes.slice();
  damaged[300]! ^= 1;
  const sending = async (): Promise<void> => {
    for (let at = 0; at < bytes.length - 100; at += 1000) await sink.write(damaged.subarray(at, at + 1000));
  };
  await expect(sending()).rejects.toThrow("What came is damaged: a chunk's checksum is wrong.");
  await sink.abort('refused');
  expect(failures).toHaveLength(1);
  expect(store.newest).toEqual(earlier);
  expect(disk.paths()).toEqual(['/snapshots/3-1.snapshot']);
});

it('a snapshot whose checks are right, but not its notes, gets no place', async () => {
  const { store: leader } = await openSnapshotStore('/snapshots', { files: new SimulatedDisk() });
  const metadata = encodeSnapshotMetadata(metadataOf(offer.index, offer.term));
  const { id } = await leader.write(offer, metadata, [new TextEncoder().encode('RPNOTES\u0001 and nonsense')]);
  const bytes = await (await leader.source(id)).read(0, id.bytes);
  const { store } = await openSnapshotStore('/snapshots', { files: new SimulatedDisk() });
  const snapshots = expecting(store, offer, unused, () => undefined);
  const sink = sinkOf(await snapshots.receive(from, { ...offer, totalBytes: id.bytes, check: id.check }));
  await sink.write(bytes).catch(() => undefined);
  await expect(sink.finish()).rejects.toThrow('damaged');
  expect(store.newest).toBeNull();
});
