/** `npm run torture [-- --minutes N --seed S --kind K]`: five laptops, and people who come and go, for so long. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../build/build.ts';
import { runScript } from '../../build/project.ts';
import { runWithOwnNetworks } from './own-networks.ts';
import { LanRoom } from './room.ts';
import { roundKinds, torture } from './torture.ts';

const names = ['Ana', 'Bo', 'Chen', 'Dora', 'Eva'];
const roundMs = 40_000;
const mostPauseMs = 3_000;
/** While laptops close and open in order. */
const mostOrderlyPauseMs = 2_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    kind: { type: 'string' },
    inside: { type: 'boolean' },
  },
});
const minutes = Number(values.minutes ?? '30');
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const kinds = roundKinds.filter((kind) => values.kind === undefined || kind === values.kind);
if (!(minutes > 0) || !Number.isSafeInteger(seed) || kinds.length === 0)
  throw new Error(`Usage: npm run torture -- [--minutes N] [--seed S] [--kind '${roundKinds.join("' | '")}']`);

if (values.inside === true) await inside();
else await runScript(outside);

async function outside(): Promise<number> {
  await buildIfNeeded(['member']);
  const args = ['--minutes', String(minutes), '--seed', String(seed)];
  if (values.kind !== undefined) args.push('--kind', values.kind);
  console.log(`again: npm run torture -- ${args.join(' ')}`);
  return await runWithOwnNetworks([process.execPath, fileURLToPath(import.meta.url), '--inside', ...args]);
}

async function inside(): Promise<void> {
  const room = await LanRoom.open();
  try {
    const seats = await room.clusterWith({ awaySeconds: 3, digestCommands: 300 }, ...names);
    const options = { seed, totalMs: minutes * 60_000, roundMs, kinds };
    const figures = await torture(room, seats, options, (what) => console.log(what));
    console.log(JSON.stringify(figures, null, 2));
    const { longest, longestPauseMs } = figures;
    const isTooLong = longest !== null && longest.durationMs >= mostPauseMs;
    if (isTooLong || longestPauseMs['one by one'] >= mostOrderlyPauseMs) {
      console.error('A majority was connected, and nothing was acknowledged for too long.');
      process.exitCode = 1;
    }
  } finally {
    await room.close();
  }
}
