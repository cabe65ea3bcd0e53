import type { MemberId } from '../../src/raft/types.ts';
import type { Disk } from './disk.ts';
import type { Ledger } from './ledger.ts';
import type { ShadowLog } from './shadow-log.ts';

/** What is remembered of one member between two of its steps. */
export interface Watched {
  readonly id: MemberId;
  readonly disk: Disk;
  /** Of the epoch that it is in. */
  ledger: Ledger;
  log: ShadowLog;
  isUp: boolean;
  term: number;
  role: string;
  commitIndex: number;
  appliedIndex: number;
  durableIndex: number;
  lastAppliedHere: number;
  /** The last command that was applied here, by proposer. */
  sessions: Map<MemberId, number>;
  readonly votes: Map<number, MemberId>;
  /** On a leader: what it believes that others hold. */
  matches: Map<MemberId, number>;
}

/** Whether a restart of this member would find the entry that it holds at this place. */
export function isDurable({ log, disk }: Watched, index: number): boolean {
  const term = log.termAt(index);
  return index === 0 || term === undefined ? index <= disk.lastIndex : disk.holds(index, term);
}
