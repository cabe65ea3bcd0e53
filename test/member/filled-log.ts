import { join } from 'node:path';
import { encodeCommand } from '../../src/member/command-codec.ts';
import type { Command } from '../../src/notes/types.ts';
import { asLogIndex, asSequence, type LogEntry } from '../../src/raft/types.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import type { MemberProcess } from './harness.ts';

/** Appends the commands to the log of a member that is not running, committed, as if it had proposed them itself. */
export async function fill(member: MemberProcess, commands: Iterable<Command | Uint8Array>): Promise<void> {
  const { store, restored } = await openLogStore(join(member.dataDirectory, 'log'));
  try {
    const { entries: found, hardState } = restored;
    const own = [...found].reverse().find(({ kind }) => kind === 'command');
    if (own?.kind !== 'command') throw new Error('a new cluster has been named by a command');
    let { index, sequence } = { index: found.length, sequence: Number(own.sequence) };
    let batch: LogEntry[] = [];
    const flush = (): Promise<void> => {
      const entries = batch;
      batch = [];
      const committed = { ...hardState, commitIndex: asLogIndex(index) };
      return store.write({ resetTo: null, truncateFrom: null, entries, hardState: committed, mustSync: true });
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
