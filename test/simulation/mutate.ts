/** `npm run mutate`: puts deliberate bugs into the core, one at a time, and shows how soon the simulator sees each. */
import { parseArgs } from 'node:util';
import { allMutations } from './mutations/all.ts';
import { mutatedCore } from './mutations/mutated-core.ts';
import { runSeeds } from './pool.ts';
import { defaultOptions } from './simulation.ts';
import type { Mutation } from './mutations/mutation.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', multiple: true },
  },
});
const from = Number(values.from);
const count = Number(values.seeds);
const waiting = allMutations.filter(({ name }) => values.only?.some((part) => name.includes(part)) ?? true);
const total = waiting.length;
let caughtCount = 0;
process.stdout.write(`  seeds       time  caught by                    bug\n`);
await Promise.all(Array.from({ length: Number(values.workers) }, work));
process.stdout.write(`\n${caughtCount} of ${total} bugs caught within ${count} seeds each.\n`);
process.exitCode = caughtCount === total ? 0 : 1;

async function work(): Promise<void> {
  for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) await show(mutation);
}

async function show(mutation: Mutation): Promise<void> {
  await using core = await mutatedCore(mutation);
  const startedMs = performance.now();
  const { failures } = await runSeeds({
    from,
    count,
    options: defaultOptions,
    workers: 1,
    coreUrl: core.url,
    stopAtFailure: true,
  });
  const seconds = `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
  const [failure] = failures;
  if (failure !== undefined) caughtCount += 1;
  const seeds = failure === undefined ? `> ${count}` : String(failure.seed - from + 1);
  const caughtBy = failure?.invariant ?? 'NOT CAUGHT';
  process.stdout.write(`${seeds.padStart(7)} ${seconds.padStart(10)}  ${caughtBy.padEnd(27)}  ${mutation.name}\n`);
}
