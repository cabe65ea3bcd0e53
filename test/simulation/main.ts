/** `npm run simulate`: whole clusters on virtual time, attacked from many seeds. */
import { parseArgs } from 'node:util';
import { loadCore } from './core-module.ts';
import { runSeeds, WorkerFailed } from './pool.ts';
import { replayed } from './replay.ts';
import { shrink } from './shrink.ts';
import { defaultOptions, simulate } from './simulation.ts';
import { Trace } from './trace.ts';
import type { CoreModule } from './core-module.ts';
import type { SimulationOptions } from './simulation.ts';

const usage = `npm run simulate -- [--seeds 1000] [--from N] [--members 3..7] [--steps N] [--workers 2] [--json]
npm run simulate -- --replay SEED [--shrink]    prints the whole trace of one seed
Exit status: 0 no promise was broken, 1 one was, 2 the run came to no result.
`;
/** Lines of the trace that are shown for a failure. */
const shownLines = 40;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    members: { type: 'string' },
    steps: { type: 'string' },
    workers: { type: 'string', default: '2' },
    core: { type: 'string' },
    replay: { type: 'string' },
    shrink: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const options = readOptions(values.members, values.steps);
if (values.help) process.stdout.write(usage);
else if (values.replay !== undefined) process.exitCode = await replay(count('replay', values.replay), values.shrink);
else process.exitCode = await run().catch(giveUp);

async function run(): Promise<number> {
  const seeds = count('seeds', values.seeds);
  const from = count('from', values.from);
  const startedMs = performance.now();
  const result = await runSeeds({
    from,
    count: seeds,
    options,
    workers: Math.max(1, count('workers', values.workers)),
    ...(values.core === undefined ? {} : { coreUrl: values.core }),
    onProgress: showProgress(seeds),
  });
  const { failures, coverage } = result;
  const eventsPerSecond = Math.round(result.eventsPerSecond);
  if (values.json) {
    const listed = failures.map(({ seed, invariant }) => ({ seed, invariant }));
    print(JSON.stringify({ seeds: result.seeds, failures: listed, eventsPerSecond, coverage: coverage.counts }));
    return failures.length === 0 ? 0 : 1;
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  print(`${result.seeds} seeds (${from} to ${from + seeds - 1}), ${result.events} events in ${seconds} s`);
  print(`${eventsPerSecond} events a second on one core`);
  print('\nReached:');
  for (const [name, times] of Object.entries(coverage.counts)) print(`  ${String(times).padStart(10)}  ${name}`);
  const missing = coverage.missing();
  if (missing.length > 0) print(`\nNOT reached by these seeds: ${missing.join(', ')}`);
  if (failures.length === 0) {
    print('\nNo promise was broken.');
    return 0;
  }
  print(`\n${failures.length} seeds broke a promise:`);
  for (const failure of failures.slice(0, 20)) print(`  seed ${failure.seed}: ${failure.invariant}: ${failure.what}`);
  const [first] = failures;
  if (first !== undefined) explain(await core(), first.seed);
  return 1;
}

async function replay(seed: number, isShrunk: boolean): Promise<number> {
  const loaded = await core();
  if (isShrunk) return explain(loaded, seed);
  const { text, failure } = replayed(loaded, seed, options);
  process.stdout.write(text);
  return failure === null ? 0 : 1;
}

/** Makes the failure of a seed small, and shows how it comes about. */
function explain(loaded: CoreModule, seed: number): number {
  const failed = simulate(loaded, seed, options);
  if (failed.failure === null) {
    print(`seed ${seed} breaks no promise`);
    return 0;
  }
  const shrunk = shrink(loaded, failed, options);
  const trace = new Trace();
  simulate(loaded, seed, options, { storm: shrunk.storm, trace });
  print(
    `\nSeed ${seed}, made smaller: ${failed.storm.actions.length} → ${shrunk.storm.actions.length} actions, ` +
      `${failed.events} → ${shrunk.events} events. What was done:`,
  );
  for (const { atMs, action } of shrunk.storm.actions)
    print(`${atMs.toFixed(3).padStart(11)}  ${JSON.stringify(action)}`);
  print(`\nThe last ${shownLines} lines of its trace (all of it: --replay ${seed}):`);
  print(trace.lines.slice(-shownLines).join('\n'));
  return 1;
}

function core(): Promise<CoreModule> {
  return loadCore(values.core);
}

/** On stderr, so that what goes to stdout stays as it is. A line now and then where there is no terminal. */
function showProgress(seeds: number): (done: number, failures: number) => void {
  const { isTTY } = process.stderr;
  let shownAtMs = performance.now();
  return (done, failures) => {
    const now = performance.now();
    if (done < seeds && now - shownAtMs < (isTTY ? 200 : 10_000)) return;
    shownAtMs = now;
    const text = `${done} of ${seeds} seeds, ${failures} failures`;
    process.stderr.write(isTTY ? `\r${text} ${done < seeds ? '' : '\n'}` : `${text}\n`);
  };
}

/** The run came to no result: that is neither a pass nor a failure of the core. */
function giveUp(error: unknown): number {
  if (!(error instanceof WorkerFailed)) throw error;
  process.stderr.write(`\n${error.message}\nThe run ended without a result.\n`);
  return 2;
}

function readOptions(members: string | undefined, steps: string | undefined): SimulationOptions {
  const [fewest, most] = (members ?? `${defaultOptions.fewestMembers}..${defaultOptions.mostMembers}`)
    .split('..')
    .map((part) => count('members', part));
  if (fewest === undefined || fewest < 1 || (most ?? fewest) > 9 || (most ?? fewest) < fewest)
    throw new Error('--members takes a number from 1 to 9, or two of them as 3..7');
  return {
    fewestMembers: fewest,
    mostMembers: most ?? fewest,
    steps: steps === undefined ? defaultOptions.steps : count('steps', steps),
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isSafeInteger(value) || value < 0)
    throw new Error(`--${name} takes a whole number, not ${text}`);
  return value;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
