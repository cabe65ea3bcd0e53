/**
 * `npm run bench -- NAME [--json] [--against etcd] [--rounds N] [--seconds S]`: measures real member processes, with
 * real syncs and noise, in a network namespace of their own. docs/bench.md says what each figure means.
 */
import assert from 'node:assert/strict';
import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inOwnNetwork } from '../namespace.ts';
import { commit } from './commit.ts';
import { failover } from './failover.ts';
import { table, type Figures } from './figures.ts';
import { idle } from './idle.ts';
import { install } from './install.ts';
import { keystroke } from './keystroke.ts';
import { onDisplay } from './on-display.ts';
import { reopen } from './reopen.ts';

export interface BenchOptions {
  /** What to measure beside Raftpad in the same run. */
  readonly against: string | null;
  /** How often each measurement is repeated; null: as often as the benchmark finds right. */
  readonly rounds: number | null;
  /** How long one measurement of a rate lasts; null: as long as the benchmark finds right. */
  readonly seconds: number | null;
}

export interface Report {
  readonly figures: Figures;
  /** What the figures do not say, a line each. */
  readonly remarks?: readonly string[];
}

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<Report>>> = {
  commit,
  failover,
  reopen,
  install,
  keystroke,
  idle,
};

const usage = `Usage: npm run bench -- NAME [--json] [--against etcd] [--rounds N] [--seconds S]

NAME is one of: ${Object.keys(benches).join(', ')}.`;

/** Set for the process that runs inside the namespace. */
const insideKey = 'RAFTPAD_BENCH_INSIDE';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    against: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const [name = ''] = positionals;
const bench = benches[name];
if (bench === undefined || (values.against !== undefined && values.against !== 'etcd')) {
  console.error(usage);
  process.exit(64);
}

if (process.env[insideKey] === undefined) {
  const build = [process.execPath, join(import.meta.dirname, '../../build/build.ts'), '--if-needed'];
  const itself = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  // What is printed to stdout is the result and nothing else.
  const built = await runToEnd(build, ['ignore', 2, 2]);
  if (built === 0) {
    const { command, environment } =
      name === 'keystroke' ? await onDisplay(itself) : { command: itself, environment: {} };
    process.exitCode = await runToEnd(inOwnNetwork(command), 'inherit', environment);
  } else process.exitCode = built;
} else {
  assert.deepEqual(Object.keys(networkInterfaces()), ['lo'], 'this must run in a network namespace of its own');
  const { figures, remarks = [] } = await bench({
    against: values.against ?? null,
    rounds: values.rounds === undefined ? null : Number(values.rounds),
    seconds: values.seconds === undefined ? null : Number(values.seconds),
  });
  const text = [table(figures), ...remarks].join('\n');
  if (values.json) {
    console.error(text);
    console.log(JSON.stringify({ bench: name, figures }));
  } else console.log(text);
}

async function runToEnd(
  [file = '', ...args]: readonly string[],
  stdio: StdioOptions,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const child = spawn(file, args, { stdio, env: { ...process.env, ...environment, [insideKey]: '1' } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [status] = (await once(child, 'exit')) as [number | null];
  return status ?? 1;
}
