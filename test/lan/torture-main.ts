/** `npm run torture [-- --minutes N --seed S]`: five laptops, and people who come and go, for so long. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../build/build.ts';
import { runScript } from '../../build/project.ts';
import { runWithOwnNetworks } from './own-networks.ts';
import { LanRoom } from './room.ts';
import { torture } from './torture.ts';

const names = ['Ana', 'Bo', 'Chen', 'Dora', 'Eva'];
const roundMs = 40_000;
const mostPauseMs = 3_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, inside: { type: 'boolean' } },
});
const minutes = Number(values.minutes ?? '30');
const seed = Number(values.seed ?? Date.now() % 1_000_000);
if (!(minutes > 0) || !Number.isSafeInteger(seed))
  throw new Error('Usage: npm run torture -- [--minutes N] [--seed S]');

if (values.inside === true) await inside();
else await runScript(outside);

async function outside(): Promise<number> {
  await buildIfNeeded(['member']);
  console.log(`again: npm run torture -- --minutes ${minutes} --seed ${seed}`);
  const own = fileURLToPath(import.meta.url);
  return await runWithOwnNetworks([
    process.execPath,
    own,
    ...['--inside', '--minutes', String(minutes), '--seed', String(seed)],
  ]);
}

async function inside(): Promise<void> {
  const room = await LanRoom.open();
  try {
    const seats = await room.clusterWith({ awaySeconds: 3, digestCommands: 300 }, ...names);
    const options = { seed, totalMs: minutes * 60_000, roundMs };
    const figures = await torture(room, seats, options, (what) => console.log(what));
    console.log(JSON.stringify(figures, null, 2));
    if (figures.longestPauseMs >= mostPauseMs) {
      console.error(`A majority was connected, and nothing was acknowledged for ${figures.longestPauseMs} ms.`);
      process.exitCode = 1;
    }
  } finally {
    await room.close();
  }
}
