import { asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { CommandEntry, HardState, LogEntry } from '../../src/raft/types.ts';
import type { LogContents, LogWrite } from '../../src/storage/types.ts';

/** Entries as plain objects: commands that were read back are views of their segment. */
export function plain(entries: Iterable<LogEntry>): LogEntry[] {
  return [...entries].map((entry) => {
    if (entry.kind !== 'command') return entry;
    const { kind, index, term, member, sequence, payload } = entry;
    return { kind, index, term, member, sequence, payload: new Uint8Array(payload) };
  });
}

interface PlainEntries {
  readonly entries: readonly LogEntry[];
}

/** What a log holds, as plain objects. */
export function plainContents({ base, hardState: state, entries }: LogContents): LogContents & PlainEntries {
  return { base, hardState: state, entries: plain(entries) };
}

export const noWrite: LogWrite = { resetTo: null, truncateFrom: null, entries: [], hardState: null, mustSync: true };

export function command(index: number, term: number, payload: string): CommandEntry {
  return {
    kind: 'command',
    index: asLogIndex(index),
    term: asTerm(term),
    member: asMemberId('A'),
    sequence: asSequence(index),
    payload: new Uint8Array(Buffer.from(payload)),
  };
}

export function hardState(term: number, votedFor: string | null = null, commitIndex = 0): HardState {
  return {
    epoch: 0,
    term: asTerm(term),
    votedFor: votedFor === null ? null : asMemberId(votedFor),
    commitIndex: asLogIndex(commitIndex),
  };
}

export function append(...entries: LogEntry[]): LogWrite {
  return { ...noWrite, entries };
}

export function truncateThenAppend(from: number, ...entries: LogEntry[]): LogWrite {
  return { ...noWrite, truncateFrom: asLogIndex(from), entries };
}

export function vote(term: number, votedFor: string | null): LogWrite {
  return { ...noWrite, hardState: hardState(term, votedFor) };
}

/** Forgets the whole log, which goes on behind (index, term). */
export function reset(index: number, term: number, ...entries: LogEntry[]): LogWrite {
  return { ...noWrite, resetTo: { index: asLogIndex(index), term: asTerm(term) }, entries };
}

/** What a log holds after these writes; deliberately simpler than the store. */
export function afterWrites(start: LogContents, writes: readonly LogWrite[]): LogContents {
  let { base, hardState: state, entries } = start;
  for (const write of writes) {
    if (write.resetTo !== null) [base, entries] = [write.resetTo, []];
    const { truncateFrom } = write;
    if (truncateFrom !== null) entries = [...entries].filter(({ index }) => index < truncateFrom);
    entries = [...entries, ...write.entries];
    state = write.hardState ?? state;
  }
  return { base, hardState: state, entries };
}

export const emptyLog: LogContents = {
  base: { index: asLogIndex(0), term: asTerm(0) },
  hardState: hardState(0),
  entries: [],
};
