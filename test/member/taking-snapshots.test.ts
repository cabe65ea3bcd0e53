import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Snapshots } from '../../src/member/snapshots.ts';
import { StateCapture } from '../../src/notes/state-capture.ts';
import { asLogIndex, asTerm, type LogIndex } from '../../src/raft/types.ts';
import type { SnapshotStore } from '../../src/storage/types.ts';

const unused = (): never => {
  throw new Error('not used here');
};
const configuration = { voters: [], learners: [], votersOutgoing: [], demoted: [] };

/** A member whose writes of snapshots end when the test says so. */
class Taker {
  appliedIndex = 0;
  snapshotIndex = 0;
  /** Of the snapshots whose writing began, in order. */
  readonly begun: LogIndex[] = [];
  #end: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null;
  readonly #snapshots: Snapshots;

  constructor(options: { readonly coreTakesInput?: boolean } = {}) {
    const store: SnapshotStore = {
      newest: null,
      all: [],
      write: ({ index }) => {
        this.begun.push(index);
        return new Promise((resolve, reject) => (this.#end = { resolve: resolve as () => void, reject }));
      },
      read: unused,
      source: unused,
      keepOnly: unused,
      sink: unused,
    };
    this.#snapshots = new Snapshots({
      store,
      network: { sendSnapshot: unused },
      raft: () => ({
        appliedIndex: asLogIndex(this.appliedIndex),
        snapshotIndex: asLogIndex(this.snapshotIndex),
        bytesSinceSnapshot: 0,
      }),
      input: (input) => {
        if (input.type !== 'snapshot-taken') throw new Error(`not expected: ${input.type}`);
        if (options.coreTakesInput !== false) this.snapshotIndex = input.snapshot.index;
      },
      capture: () => {
        const index = asLogIndex(this.appliedIndex);
        const metadata = { index, term: asTerm(1), configuration, configurationIndex: asLogIndex(1), sessions: [] };
        const state = new StateCapture({ notes: [], deleted: [], registers: [], clusterName: '', roster: [] });
        return { metadata, state };
      },
      policy: { everyEntries: 10, everyBytes: 1_000, trailingEntries: 0 },
      failed: () => undefined,
    });
  }

  async apply(through: number): Promise<void> {
    this.appliedIndex = through;
    this.#snapshots.takeIfDue();
    await settled();
  }

  async written(failure?: Error): Promise<void> {
    if (failure === undefined) this.#end?.resolve();
    else this.#end?.reject(failure);
    await settled();
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
};

it('a snapshot that became due while another was written is taken right after it, without a new entry', async () => {
  const taker = new Taker();
  await taker.apply(10);
  await taker.apply(100);
  expect(taker.begun).toEqual([10]);
  await taker.written();
  expect(taker.begun).toEqual([10, 100]);
  await taker.written();
  expect(taker.begun).toEqual([10, 100]);
});

it('none is taken after another for what is not due yet', async () => {
  const taker = new Taker();
  await taker.apply(10);
  await taker.apply(15);
  await taker.written();
  expect(taker.begun).toEqual([10]);
});

it('a core that does not count a snapshot has no second one written of the same entries', async () => {
  const taker = new Taker({ coreTakesInput: false });
  await taker.apply(10);
  await taker.written();
  expect(taker.begun).toEqual([10]);
});

it('a write that failed is not tried again at once', async () => {
  const taker = new Taker();
  await taker.apply(10);
  await taker.apply(100);
  await taker.written(new Error('no space left'));
  await taker.apply(110);
  expect(taker.begun).toEqual([10]);
});
