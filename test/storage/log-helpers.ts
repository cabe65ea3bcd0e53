import { asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { HardState, LogEntry, Restored } from '../../src/raft/types.ts';
import type { LogCodec } from '../../src/storage/log-store.ts';
import type { LogWrite } from '../../src/storage/types.ts';

/** JSON, with payloads as base64; throws on anything else. */
export const jsonCodec: LogCodec = {
  encode: (write) =>
    Buffer.from(
      JSON.stringify(write, (_key, value: unknown) =>
        value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
      ),
    ),
  decode: (bytes) =>
    JSON.parse(Buffer.from(bytes).toString('utf8'), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'base64' in value
        ? new Uint8Array(Buffer.from(String(value.base64), 'base64'))
        : value,
    ) as LogWrite,
};

export function command(index: number, term: number, payload: string): LogEntry {
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
  return { truncateFrom: null, entries, hardState: null, mustSync: true };
}

export function truncateThenAppend(from: number, ...entries: LogEntry[]): LogWrite {
  return { truncateFrom: asLogIndex(from), entries, hardState: null, mustSync: true };
}

export function vote(term: number, votedFor: string | null): LogWrite {
  return { truncateFrom: null, entries: [], hardState: hardState(term, votedFor), mustSync: true };
}

/** What a log holds after these writes; deliberately simpler than the store. */
export function afterWrites(start: Restored, writes: readonly LogWrite[]): Restored {
  let { hardState: state, entries } = start;
  for (const write of writes) {
    if (write.truncateFrom !== null) entries = entries.slice(0, write.truncateFrom - 1);
    entries = [...entries, ...write.entries];
    state = write.hardState ?? state;
  }
  return { hardState: state, snapshot: null, entries };
}

export const emptyLog: Restored = { hardState: hardState(0), snapshot: null, entries: [] };
