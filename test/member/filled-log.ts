import { join } from 'node:path';
import { encodeCommand } from '../../src/member/command-codec.ts';
import type { Command } from '../../src/notes/types.ts';
import { asLogIndex, asSequence, type LogEntry } from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { MemberProcess } from './harness.ts';

/**
 * Appends the commands to the log of a member that is not running, as if it had proposed them itself, committed or not: then
 * they are on their way when it starts.
 */
export async function fill(
  { dataDirectory }: Pick<MemberProcess, 'dataDirectory'>,
  commands: Iterable<Command | Uint8Array>,
  { committed = true } = {},
): Promise<void> {
  const { store, restored } = await openLogStore(join(dataDirectory, 'log'));
  try {
    const { entries: found, hardState } = restored;
    const own = [...found].reverse().find(({ kind }) => kind === 'command');
    if (own?.kind !== 'command') throw new Error('a new cluster has been named by a command');
    let { index, sequence } = { index: found.length, sequence: Number(own.sequence) };
    let batch: LogEntry[] = [];
    const flush = (): Promise<void> => {
      const entries = batch;
      batch = [];
      const commitIndex = committed ? asLogIndex(index) : hardState.commitIndex;
      const now = { ...hardState, commitIndex };
      return store.write({ resetTo: null, truncateFrom: null, entries, hardState: now, mustSync: true });
    };
    for (const command of commands) {
      index += 1;
      sequence += 1;
      batch.push({
        kind: 'command',
        index: asLogIndex(index),
        term: hardState.term,
        member: own.member,
        sequence: asSequence(sequence),
        payload: command instanceof Uint8Array ? command : encodeCommand(command),
      });
      if (batch.length === 256) await flush();
    }
    await flush();
  } finally {
    await store.close();
  }
}
