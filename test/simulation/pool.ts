import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Coverage } from './coverage.ts';
import type { Failure, SimulationOptions } from './simulation.ts';
import type { SeedRange, SeedRangeResult, WorkerTask } from './worker.ts';

export interface SeedsRequest {
  readonly from: number;
  readonly count: number;
  readonly options: SimulationOptions;
  readonly workers: number;
  /** Of another core than the real one. */
  readonly coreUrl?: string;
  readonly stopAtFailure?: boolean;
  readonly onProgress?: (seedsDone: number, failures: number) => void;
}

export interface SeedsResult {
  readonly seeds: number;
  readonly events: number;
  /** Of one worker, on average. */
  readonly eventsPerSecond: number;
  readonly coverage: Coverage;
  /** By seed. */
  readonly failures: readonly Failure[];
}

/** So many seeds are handed to a worker at a time. */
const batch = 20;

/** Runs many seeds on several cores. Which worker runs which seed changes nothing. */
export async function runSeeds(request: SeedsRequest): Promise<SeedsResult> {
  const { from, count, options, onProgress } = request;
  const stopAtFailure = request.stopAtFailure ?? false;
  const coverage = new Coverage();
  const failures: Failure[] = [];
  let next = from;
  let seeds = 0;
  let events = 0;
  let tookMs = 0;

  const take = (): SeedRange | null => {
    if (next >= from + count || (stopAtFailure && failures.length > 0)) return null;
    const range = { from: next, count: Math.min(batch, from + count - next), stopAtFailure };
    next += range.count;
    return range;
  };
  const work = async (): Promise<void> => {
    const task: WorkerTask = { coreUrl: request.coreUrl ?? null, options };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
    try {
      for (let range = take(); range !== null; range = take()) {
        const result = await answer(worker, range);
        seeds += result.seeds;
        events += result.events;
        tookMs += result.tookMs;
        coverage.add(result.coverage);
        failures.push(...result.failures);
        onProgress?.(seeds, failures.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: request.workers }, work));
  failures.sort((a, b) => a.seed - b.seed);
  return { seeds, events, eventsPerSecond: tookMs === 0 ? 0 : (events / tookMs) * 1000, coverage, failures };
}

async function answer(worker: Worker, range: SeedRange): Promise<SeedRangeResult> {
  worker.postMessage(range);
  const [result] = (await once(worker, 'message')) as [SeedRangeResult]; // rejects if the worker fails
  return result;
}
