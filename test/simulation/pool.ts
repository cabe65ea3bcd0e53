import { Worker } from 'node:worker_threads';
import { Coverage } from './coverage.ts';
import type { Failure, SimulationOptions } from './simulation.ts';
import type { SeedBegun, SeedRange, SeedRangeResult, WorkerTask } from './worker.ts';

export interface SeedsRequest {
  readonly from: number;
  readonly count: number;
  readonly options: SimulationOptions;
  readonly workers: number;
  /** Of another core than the real one. */
  readonly coreUrl?: string;
  readonly stopAtFailure?: boolean;
  /** One seed takes less than a second; when it has taken so long, in milliseconds, the run ends. Default 120 s. */
  readonly seedLimitMs?: number;
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

/** A worker came to grief: the fault is in the simulator or in the machine, not a broken promise of the core. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
}

/**
 * Runs many seeds on several cores. Which worker runs which seed changes nothing.
 *
 * @throws WorkerFailed if a worker throws, ends or hangs; it names the seed. All workers have ended by then.
 */
export async function runSeeds(request: SeedsRequest): Promise<SeedsResult> {
  const { from, count, options, onProgress } = request;
  const stopAtFailure = request.stopAtFailure ?? false;
  const coverage = new Coverage();
  const failures: Failure[] = [];
  let next = from;
  let seeds = 0;
  let events = 0;
  let tookMs = 0;

  const workers: Worker[] = [];

  const take = (): SeedRange | null => {
    if (next >= from + count || (stopAtFailure && failures.length > 0)) return null;
    const range = { from: next, count: Math.min(batch, from + count - next), stopAtFailure };
    next += range.count;
    return range;
  };
  const work = async (): Promise<void> => {
    const task: WorkerTask = { coreUrl: request.coreUrl ?? null, options };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task });
    workers.push(worker);
    for (let range = take(); range !== null; range = take()) {
      const result = await answer(worker, range, request.seedLimitMs ?? 120_000);
      seeds += result.seeds;
      events += result.events;
      tookMs += result.tookMs;
      coverage.add(result.coverage);
      failures.push(...result.failures);
      onProgress?.(seeds, failures.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: request.workers }, work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  failures.sort((a, b) => a.seed - b.seed);
  return { seeds, events, eventsPerSecond: tookMs === 0 ? 0 : (events / tookMs) * 1000, coverage, failures };
}

function answer(worker: Worker, range: SeedRange, seedLimitMs: number): Promise<SeedRangeResult> {
  return new Promise((resolve, reject) => {
    let where = `before seed ${range.from}`;
    const fail = (what: string): void => {
      stopListening();
      reject(new WorkerFailed(`A worker ${what} ${where}.`));
    };
    const heard = (message: SeedBegun | SeedRangeResult): void => {
      timer.refresh();
      if (message.type === 'begun') {
        where = `in seed ${message.seed} (--replay ${message.seed})`;
      } else {
        stopListening();
        resolve(message);
      }
    };
    const failed = (error: unknown): void =>
      fail(`failed (${error instanceof Error ? (error.stack ?? error.message) : String(error)})`);
    const ended = (status: number): void => fail(`ended with status ${status}`);
    const timer = setTimeout(() => fail(`did nothing for ${seedLimitMs / 1000} s`), seedLimitMs);
    const stopListening = (): void => {
      clearTimeout(timer);
      worker.off('message', heard).off('error', failed).off('exit', ended);
    };
    worker.on('message', heard).on('error', failed).on('exit', ended);
    worker.postMessage(range);
  });
}
