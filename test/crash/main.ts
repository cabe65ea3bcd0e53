/**
 * `npm run crash -- [--kills N] [--seed S]`: kills real members with SIGKILL at random points and looks for everything
 * that was acknowledged, in a network namespace of their own. Ends with status 1, and the seed, if something is wrong.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../build/build.ts';
import { inOwnNetwork } from '../namespace.ts';
import { killAtRandom } from './kills.ts';

/** So many kills that each kind of moment must have been hit. */
const manyKills = 300;
/** Set for the process that runs inside the namespace. */
const insideKey = 'RAFTPAD_CRASH_INSIDE';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, seed: { type: 'string', default: String(Date.now() % 1e6) } },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run crash -- [--kills N] [--seed S]');
  process.exit(64);
}

if (process.env[insideKey] === undefined) {
  await buildIfNeeded(['member']);
  const itself = [process.execPath, fileURLToPath(import.meta.url), '--kills', values.kills, '--seed', values.seed];
  process.exitCode = await runToEnd(inOwnNetwork(itself));
} else {
  assert.deepEqual(Object.keys(networkInterfaces()), ['lo'], 'this must run in a network namespace of its own');
  console.log(`seed ${seed}, ${kills} kills`);
  const startedAtMs = performance.now();
  try {
    const tally = await killAtRandom({ kills, seed, say: console.log });
    for (const line of tally.lines()) console.log(line);
    console.log(`${((performance.now() - startedAtMs) / 1000).toFixed(0)} s`);
    const missing = tally.missing();
    if (kills >= manyKills && missing.length > 0) throw new Error(`seed ${seed} never hit: ${missing.join('; ')}`);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

async function runToEnd([file = '', ...args]: readonly string[]): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, [insideKey]: '1' } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}
