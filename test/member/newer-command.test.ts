import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { encodeCommand } from '../../src/member/command-codec.ts';
import { readNotes } from '../../src/member/readable-notes.ts';
import type { Command } from '../../src/notes/types.ts';
import { salvageLog } from '../../src/storage/log-salvage.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';
import { fill } from './filled-log.ts';
import { Laptops, type MemberProcess } from './harness.ts';
import { writeNote } from './notes.ts';

const laptops = new Laptops();
afterEach(() => laptops.close());

const newer = raftpad.CommandEnvelope.encode({ version: 1_000, body: Uint8Array.of(1) });
const behind: Command = { type: 'create-note', note: 'f'.repeat(32), title: 'Behind it' };

it('A command of a newer version ends a member that does not know it, and nothing behind it is applied', async () => {
  const [ana, bo] = (await laptops.cluster('Ana', 'Bo')) as [MemberProcess, MemberProcess];
  await writeNote(ana, 'Camp', 'tents');
  await ana.end('SIGKILL');
  await bo.end('SIGKILL');
  // On its way in the log of Ana, who leads with the longer log once the other one is back.
  await fill(ana, [newer, behind], { committed: false });
  const running = await laptops.restart(ana);
  const ended = once(running.child, 'close');
  await laptops.restart(bo);
  expect((await ended)[0]).toBe(65);
  expect(running.output).toMatch(
    /^raftpad: A newer Raftpad on this laptop wrote a command of version 1000 .*Update Raftpad/m,
  );

  // It is so at the next start, and what was there before is all there.
  await fill(ana, []);
  await expect(running.start()).rejects.toThrow(/\(65\)[^]*Update Raftpad/);
  const log = await salvageLog(join(ana.dataDirectory, 'log'));
  expect(log.problems).toEqual([]);
  const payloads = [...log.entries].flatMap((entry) => (entry.kind === 'command' ? [entry.payload] : []));
  for (const kept of [newer, encodeCommand(behind)])
    expect(payloads.some((each) => Buffer.from(each).equals(kept))).toBe(true);
  const { notes } = await readNotes(join(ana.dataDirectory, 'snapshots'), log);
  expect(notes.notes().map(({ title }) => title)).toContain('Camp');
}, 60_000);
