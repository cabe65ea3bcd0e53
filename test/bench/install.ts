import type { Command } from '../../src/notes/types.ts';
import { joinAt, Laptops, type MemberProcess } from '../member/harness.ts';
import { seededRandom } from '../seeded-random.ts';
import { fill } from '../member/filled-log.ts';
import { rounded } from './figures.ts';
import { registerName, registerValue } from './load.ts';
import type { BenchOptions, Report } from './main.ts';

const commandsPerSecond = 200;
/** Half of a snapshot is texts, half the edits that made them; of chance letters. Compressed, it has 100 MB. */
const notes = 8_000;
const noteLength = 16_400;
/** For a snapshot of this size, on a machine that is busy. */
const patienceMs = 120_000;

/** How long a new member takes to get a snapshot of a large notebook, and what the others notice of it. */
export async function install({ rounds }: BenchOptions): Promise<Report> {
  const laptops = new Laptops();
  const results: Installation[] = [];
  try {
    const ana = await laptops.start({ name: 'Ana' });
    await ana.call('create', { clusterName: 'Field team' });
    await ana.end('SIGTERM');
    await fill(ana, randomNotes(ana.status.self.member));
    const first = await laptops.startIn(ana.dataDirectory, ana.options);
    await first.until('it has a snapshot', ({ cluster }) => (cluster?.snapshotIndex ?? 0) > notes, patienceMs);
    // Three that vote, so that a leader which is held up too long is replaced.
    for (const name of ['Bo', 'Chen']) await newMember(laptops, first, name);
    for (let round = 0; round < (rounds ?? 3); round += 1) {
      const result = await measured(laptops, first);
      console.error(
        `${round + 1}: ${Object.values(result)
          .map((value) => value.toFixed(1))
          .join(', ')}`,
      );
      results.push(result);
    }
  } finally {
    await laptops.close();
  }
  const worst = (of: (result: Installation) => number): number => Math.max(...results.map(of));
  return {
    figures: {
      'install.mbPerSecond': rounded(Math.min(...results.map(({ mbPerSecond }) => mbPerSecond))),
      'install.slowestHeartbeatMs': rounded(worst(({ slowestMs }) => slowestMs)),
      'install.elections': worst(({ elections }) => elections),
    },
    remarks: [
      'mbPerSecond counts the bytes of the snapshot\u2019s file, from its first byte until its state is in place.',
    ],
  };
}

interface Installation {
  readonly mbPerSecond: number;
  readonly slowestMs: number;
  readonly elections: number;
}

async function measured(laptops: Laptops, leader: MemberProcess): Promise<Installation> {
  const termBefore = leader.status.cluster?.term ?? 0;
  const writing = writeSteadily(leader);
  const { newcomer, bytes, seconds } = await newMember(laptops, leader, 'Dora');
  const slowestMs = await writing.stop();
  const termAfter = leader.status.cluster?.term ?? 0;
  await newcomer.call('leave', {});
  await newcomer.end('SIGTERM');
  return { mbPerSecond: bytes / 1e6 / seconds, slowestMs, elections: termAfter - termBefore };
}

/** Lets a new member in; resolves when it holds all that the others have. */
async function newMember(
  laptops: Laptops,
  approver: MemberProcess,
  name: string,
): Promise<{ newcomer: MemberProcess; bytes: number; seconds: number }> {
  const newcomer = await laptops.start({ name });
  await joinAt(approver, newcomer);
  const coming = await newcomer.until(
    'a snapshot comes',
    ({ cluster }) => (cluster?.snapshotTransfers.length ?? 0) > 0,
    patienceMs,
  );
  const startedAtMs = performance.now();
  const bytes = coming.cluster?.snapshotTransfers[0]?.totalBytes ?? NaN;
  await newcomer.until('it is there', ({ cluster }) => (cluster?.snapshotIndex ?? 0) > notes, patienceMs);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const votes = newcomer.status.self.member;
  await approver.until(
    'it votes',
    ({ cluster }) => cluster?.members.some(({ member, vote }) => member === votes && vote) === true,
    patienceMs,
  );
  return { newcomer, bytes, seconds };
}

/** So many commands a second, whatever became of those before; `stop` gives the longest that one took. */
function writeSteadily(member: MemberProcess): { stop(): Promise<number> } {
  let slowestMs = 0;
  let slot = 0;
  const underWay = new Set<Promise<void>>();
  const write = async (): Promise<void> => {
    const name = registerName(slot++ % 100);
    const sentAtMs = performance.now();
    await member.call('registers.set', { name, value: registerValue(0).toString('base64'), timeoutMs: 60_000 });
    slowestMs = Math.max(slowestMs, performance.now() - sentAtMs);
  };
  const timer = setInterval(() => {
    const one = write().finally(() => underWay.delete(one));
    underWay.add(one);
  }, 1000 / commandsPerSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      return slowestMs;
    },
  };
}

function* randomNotes(editor: string): Generator<Command> {
  const random = seededRandom(1);
  const letters = Array.from({ length: 64 }, (_, n) => String.fromCharCode(48 + n));
  for (let number = 0; number < notes; number += 1) {
    const note = number.toString(16).padStart(32, '0');
    const text = Array.from({ length: noteLength }, () => letters[Math.floor(random() * 64)] ?? '').join('');
    yield { type: 'create-note', note, title: `Note ${number}` };
    yield { type: 'edit-note', note, base: 0, editor, sequence: 1, changes: [[0, text]] };
  }
}
