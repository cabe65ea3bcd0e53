import { expect, it } from 'vitest';
import { defaultSnapshotPolicy, Snapshots } from '../../src/member/snapshots.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import { DiskFullError, SnapshotDamagedError } from '../../src/storage/errors.ts';
import type { SnapshotSink, SnapshotStore } from '../../src/storage/types.ts';

const from = asMemberId('leader');
const offer = { session: 4, index: asLogIndex(9), term: asTerm(2), totalBytes: 10, check: 1 };
const unused = (): never => {
  throw new Error('not used here');
};

/** A member that expects what `offer` announces, and whose disk does what `sink` says. */
function receiver(sink: Partial<SnapshotSink>, failed: (error: unknown) => void): Snapshots {
  const whole: SnapshotSink = { offset: 0, write: unused, finish: unused, close: () => Promise.resolve(), ...sink };
  const store: SnapshotStore = {
    newest: null,
    all: [],
    write: unused,
    read: unused,
    source: unused,
    keepOnly: unused,
    sink: () => Promise.resolve(whole),
  };
  const snapshots = new Snapshots({
    store,
    network: { sendSnapshot: unused },
    raft: unused,
    input: unused,
    capture: () => null,
    policy: defaultSnapshotPolicy,
    failed,
  });
  const configuration = { voters: [from], learners: [], votersOutgoing: [], demoted: [] };
  snapshots.expect({
    type: 'receive-snapshot',
    from,
    term: asTerm(2),
    session: 4,
    snapshot: { index: offer.index, term: offer.term, configuration, configurationIndex: asLogIndex(1), sessions: [] },
  });
  return snapshots;
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
    const reception = await snapshots.receive(from, offer);
    if (reception.type !== 'accepted') throw new Error(reception.reason);
    const { sink } = reception;
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
