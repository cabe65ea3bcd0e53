import { fitName } from '../notes/names.ts';
import { recoverFromLostMajority, type Recovery } from '../raft/start.ts';
import type { EntryRun, LogEntry, MemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { recoveryFacts, type Fork, type RecoveryFacts } from '../storage/recovery-facts.ts';
import { openClusterState } from './cluster-state.ts';
import type { MemberRecord } from './member-record.ts';

/** The register that holds the facts. Every member has it, of whatever version. */
export const recoveryRegister = 'raftpad/recovery';

export function encodeFacts(facts: RecoveryFacts): Uint8Array {
  return Buffer.from(JSON.stringify(facts));
}

/** null: there are none, or they cannot be read. */
export function decodeFacts(bytes: Uint8Array | null): RecoveryFacts | null {
  if (bytes === null) return null;
  try {
    return recoveryFacts.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
}

export interface RecoveryPlan {
  readonly self: MemberId;
  readonly ownName: string;
  readonly nowMs: number;
  /** The other members. */
  readonly others: readonly MemberId[];
  /** Those of the epoch before, if that began with a recovery too. */
  readonly before: RecoveryFacts | null;
}

const mostFormer = 64;
const mostForks = 8;
const mostTerms = 100;

/**
 * Lets the member whose data this is go on alone, as `recoverFromLostMajority` says. It must be stopped. What changes the
 * epoch is one write to the log: a crash before it leaves the old epoch, and one after it the new one. The facts stand in
 * `member.json` before that, until they are in the register; facts of another epoch than the log's are of no recovery.
 */
export async function recoverOnDisk(
  directory: DataDirectory,
  record: Pick<MemberRecord, 'save'>,
  plan: RecoveryPlan,
  random: () => number,
): Promise<void> {
  const { store, log, state, outbox } = await openClusterState(directory);
  try {
    const recovery = recoverFromLostMajority(plan.self, { ...log, snapshot: state.snapshot }, random);
    const { hardState, resetTo, entry } = recovery;
    await record.save({ recovery: factsOf(plan, recovery, log) });
    await store.write({ resetTo, truncateFrom: null, entries: [entry], hardState, mustSync: true });
  } finally {
    await outbox.close();
    await store.close();
  }
}

function factsOf(
  { self, ownName, nowMs, others, before }: RecoveryPlan,
  { hardState, entry }: Recovery,
  log: {
    readonly hardState: { readonly epoch: number; readonly commitIndex: number };
    readonly entries: EntryRun;
  },
): RecoveryFacts {
  const left: Fork = {
    from: log.hardState.epoch,
    committed: log.hardState.commitIndex,
    terms: termsOf(log.entries),
    last: entry.index - 1,
  };
  const former = new Set<string>([...others, ...(before?.former ?? [])]);
  former.delete(self);
  return {
    epoch: hardState.epoch,
    by: self,
    byName: fitName(ownName, self.slice(0, 8)),
    atMs: nowMs,
    former: [...former].slice(0, mostFormer),
    forks: [left, ...(before?.forks ?? [])].slice(0, mostForks),
  };
}

function termsOf(entries: EntryRun): [term: number, from: number][] {
  const terms: [number, number][] = [];
  for (const { term, index: from } of entries) if (terms.at(-1)?.[0] !== term) terms.push([term, from]);
  return terms.slice(-mostTerms);
}

/** What is known of the log of a laptop of another epoch. */
export interface OtherLog {
  readonly epoch: number;
  readonly committed: number;
  readonly entries: readonly LogEntry[];
  /** Of the recovery that its epoch began with, if it did. */
  readonly facts: RecoveryFacts | null;
}

/**
 * Up to which entry a log of another epoch is known to be the same as the one that `facts` are of; 0: not at all. Of one
 * epoch, what both knew to be committed is the same, and so is all up to an entry of which both have the term (§5.3).
 * Terms of different epochs say nothing about each other.
 */
export function commonWith({ forks }: RecoveryFacts, other: OtherLog): number {
  const direct = forks.find(({ from }) => from === other.epoch);
  if (direct !== undefined) {
    const agreed = Math.min(other.committed, direct.committed);
    return Math.max(agreed, lastOfSameTerm(direct, other.entries));
  }
  // Two recoveries apart from each other: both go on from what was committed in an epoch that both came from.
  for (const fork of forks) {
    const theirs = other.facts?.forks.find(({ from }) => from === fork.from);
    if (theirs !== undefined) return Math.min(theirs.committed, fork.committed);
  }
  return 0;
}

function lastOfSameTerm({ terms, last }: Fork, entries: readonly LogEntry[]): number {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined || entry.index > last) continue;
    let term: number | null = null;
    for (const [each, from] of terms) if (from <= entry.index) term = each;
    if (term === entry.term) return entry.index;
  }
  return 0;
}
