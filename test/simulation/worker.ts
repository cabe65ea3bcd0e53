import { parentPort, workerData } from 'node:worker_threads';
import { Coverage } from './coverage.ts';
import { loadCore } from './core-module.ts';
import { simulate } from './simulation.ts';
import type { CoverageName } from './coverage.ts';
import type { Failure, SimulationOptions } from './simulation.ts';

/** What a worker is started with. */
export interface WorkerTask {
  readonly coreUrl: string | null;
  readonly options: SimulationOptions;
}
/** Asks a worker for these seeds: from `from` on, `count` of them. It stops at a failure if it is told to. */
export interface SeedRange {
  readonly from: number;
  readonly count: number;
  readonly stopAtFailure: boolean;
}
/** Sent before each seed, so that whoever waits knows where a worker is. */
export interface SeedBegun {
  readonly type: 'begun';
  readonly seed: number;
}
export interface SeedRangeResult {
  readonly type: 'done';
  readonly seeds: number;
  readonly events: number;
  /** Time that this worker took, in milliseconds. */
  readonly tookMs: number;
  readonly coverage: Readonly<Record<CoverageName, number>>;
  readonly failures: readonly Failure[];
}

if (parentPort !== null) {
  const port = parentPort;
  const { coreUrl, options } = workerData as WorkerTask;
  const core = await loadCore(coreUrl ?? undefined);
  port.on('message', ({ from, count, stopAtFailure }: SeedRange) => {
    const coverage = new Coverage();
    const failures: Failure[] = [];
    const startedMs = performance.now();
    let events = 0;
    let seeds = 0;
    for (let seed = from; seed < from + count; seed += 1) {
      const begun: SeedBegun = { type: 'begun', seed };
      port.postMessage(begun);
      const result = simulate(core, seed, options);
      seeds += 1;
      events += result.events;
      coverage.add(result.coverage);
      if (result.failure === null) continue;
      failures.push(result.failure);
      if (stopAtFailure) break;
    }
    const answer: SeedRangeResult = {
      type: 'done',
      seeds,
      events,
      tookMs: performance.now() - startedMs,
      coverage: coverage.counts,
      failures,
    };
    port.postMessage(answer);
  });
}
