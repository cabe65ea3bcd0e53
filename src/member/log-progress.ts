import type { PeerFrame } from '../network/types.ts';
import type { RaftStatus } from '../raft/types.ts';
import { Throttle } from './emitter.ts';

type ProgressFrame = Extract<PeerFrame, { type: 'progress' }>;

const intervalMs = 200;

/** How far everyone's log is: a leader knows and tells it, the others know it from there. For show only. */
export class LogProgress {
  readonly #raft: () => RaftStatus;
  readonly #throttle: Throttle;
  #matches: ReadonlyMap<string, number> = new Map();

  constructor(raft: () => RaftStatus, tell: (frame: ProgressFrame) => void) {
    this.#raft = raft;
    this.#throttle = new Throttle(intervalMs, () => this.#tell(tell));
  }

  /** What the leader said last. */
  get matches(): ReadonlyMap<string, number> {
    return this.#matches;
  }

  /** Something moved, or someone came who has not heard yet. */
  changed(): void {
    this.#throttle.ask();
  }

  heard({ matches }: ProgressFrame): void {
    this.#matches = new Map(matches.map(({ member, matchIndex }) => [member, matchIndex]));
  }

  stop(): void {
    this.#throttle.stop();
  }

  #tell(tell: (frame: ProgressFrame) => void): void {
    const { role, self, lastIndex, peers } = this.#raft();
    if (role !== 'leader') return;
    const matches = peers.map(({ member, matchIndex }) => ({ member, matchIndex }));
    tell({ type: 'progress', matches: [...matches, { member: self, matchIndex: lastIndex }] });
  }
}
