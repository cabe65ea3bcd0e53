import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import { Clock } from './clock.ts';
import type { HardState, LogEntry, MemberId } from '../../src/raft/types.ts';
import type { Disk } from './disk.ts';
import type { Member } from './member.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What there is before anything happens. */

export function memberName(number: number): MemberId {
  return asMemberId(String.fromCharCode('A'.charCodeAt(0) + number));
}

/** A laptop that is switched off. */
export function laptop(number: number, disk: Disk, random: Random, { drift }: Pick<World, 'drift'>): Member {
  const rate = drift === 0 ? 1 : random.between(1 / (1 + drift), 1 + drift);
  return {
    id: memberName(number),
    number,
    admission: null,
    clock: new Clock(random.between(0, 1e6), rate),
    disk,
    run: null,
    session: 0,
    outbox: [],
    edits: 0,
    isPaused: false,
    deferred: [],
    diskStalledUntilMs: 0,
    crashAt: null,
    isGone: false,
  };
}

/** The hard state of a disk on which nothing was ever written. */
export const nothing: HardState = { epoch: 0, term: asTerm(0), votedFor: null, commitIndex: asLogIndex(0) };

/** What all founders start from: a committed configuration of them all. */
export function founded(voters: readonly MemberId[]): {
  readonly hardState: HardState;
  readonly entries: readonly LogEntry[];
} {
  const [founder = memberName(0)] = voters;
  const index = asLogIndex(1);
  const term = asTerm(1);
  return {
    hardState: { epoch: 0, term, votedFor: founder, commitIndex: index },
    entries: [
      {
        kind: 'configuration',
        index,
        term,
        configuration: { voters, learners: [], votersOutgoing: [], demoted: [] },
        changes: [{ type: 'create', member: founder }],
        requestedBy: founder,
      },
    ],
  };
}
