import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from '../../src/notes/types.ts';
import { Laptops } from '../member/harness.ts';
import { fill } from '../member/filled-log.ts';
import { median, rounded } from './figures.ts';
import { registerName, registerValue } from './load.ts';
import type { BenchOptions, Report } from './main.ts';
import { pidOf, rssMb } from './usage.ts';

/** What a member's log holds when it starts. */
const histories: Readonly<Record<string, (editor: string) => Generator<Command>>> = {
  log: writesOf(1_000_000),
  notes: notesOf(5_000, 10_000),
};

/** How long a member that is the whole cluster takes from the start of its process until it serves, and its memory then. */
export async function reopen({ rounds }: BenchOptions): Promise<Report> {
  const figures: Record<string, number> = {};
  const laptops = new Laptops();
  try {
    for (const [name, history] of Object.entries(histories)) {
      const member = await laptops.start({ name: 'Ana' });
      await member.call('create', { clusterName: 'Field team' });
      await member.end('SIGTERM');
      await fill(member, history(member.status.self.member));
      const log = join(member.dataDirectory, 'log');
      const filledLog = join(await laptops.folder(), 'log');
      await cp(log, filledLog, { recursive: true });
      const seconds: number[] = [];
      const megabytes: number[] = [];
      for (let round = 0; round < (rounds ?? 3); round += 1) {
        // The round before has taken a snapshot, and cut the log.
        for (const name of ['log', 'snapshots'])
          await rm(join(member.dataDirectory, name), { recursive: true, force: true });
        await cp(filledLog, log, { recursive: true });
        const startedAtMs = performance.now();
        const reopened = await laptops.startIn(member.dataDirectory, member.options);
        await reopened.call('registers.get', { name: registerName(0), linearizable: true, timeoutMs: 60_000 });
        seconds.push((performance.now() - startedAtMs) / 1000);
        megabytes.push(rssMb(pidOf(reopened)));
        console.error(`${name} ${round + 1}: ${seconds.at(-1)?.toFixed(2)} s, ${megabytes.at(-1)?.toFixed(0)} MB`);
        await reopened.end('SIGTERM');
      }
      figures[`reopen.${name}.seconds`] = rounded(median(seconds));
      figures[`reopen.${name}.rssMb`] = rounded(median(megabytes));
    }
  } finally {
    await laptops.close();
  }
  return { figures };
}

/** So many 100-byte writes, to a thousand registers in turn. */
function writesOf(count: number): () => Generator<Command> {
  return function* () {
    for (let write = 0; write < count; write += 1) {
      const slot = write % 1000;
      yield { type: 'set-register', name: registerName(slot), value: registerValue(slot) };
    }
  };
}

/** So many notes of so many characters, each typed in one edit. */
function notesOf(count: number, length: number): (editor: string) => Generator<Command> {
  return function* (editor) {
    const line = 'Check the tents for holes and count the pegs. Then call the others about the boats. ';
    const lines = Array.from({ length: Math.ceil(length / (line.length + 1)) }, () => line);
    for (let number = 0; number < count; number += 1) {
      const note = number.toString(16).padStart(32, '0');
      yield { type: 'create-note', note, title: `Note ${number}` };
      yield { type: 'edit-note', note, base: 0, editor, sequence: 1, changes: [[0, ...lines]] };
    }
  };
}
