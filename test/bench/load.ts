import { quantile } from './figures.ts';

/** A closed loop: so many commands under way at all times, each of them timed. */
export interface Load {
  readonly inFlight: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** `send` starts one command in the given slot, of `inFlight` many, and calls `done` once it is answered. */
export type Send = (slot: number, done: () => void) => void;

/** Resolves when the time is over and no command is under way any more. Only what was answered in time counts. */
export function applyLoad({ inFlight, seconds }: Load, send: Send): Promise<LoadResult> {
  return new Promise((resolve) => {
    const latenciesMs: number[] = [];
    const startedAtMs = performance.now();
    const endsAtMs = startedAtMs + seconds * 1000;
    let underWay = 0;
    const next = (slot: number): void => {
      const sentAtMs = performance.now();
      underWay += 1;
      send(slot, () => {
        underWay -= 1;
        const nowMs = performance.now();
        // The first one counts however late it is: a time that is too short for any has no result.
        if (nowMs < endsAtMs || latenciesMs.length === 0) latenciesMs.push(nowMs - sentAtMs);
        if (nowMs < endsAtMs) next(slot);
        else if (underWay === 0) resolve(resultOf(latenciesMs, seconds));
      });
    };
    for (let slot = 0; slot < inFlight; slot += 1) next(slot);
  });
}

function resultOf(latenciesMs: readonly number[], seconds: number): LoadResult {
  return {
    perSecond: latenciesMs.length / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
  };
}

/** What every client writes: 100 bytes into a register of the slot's own. */
export const registerName = (slot: number): string => `register-${slot}`;
export function registerValue(slot: number): Buffer {
  return Buffer.alloc(100, `value of ${registerName(slot)}, `);
}

/** Serves the process that measures: each message is a load, each answer its result. */
export function serveLoads(prepare: () => Promise<Send>): void {
  const send = prepare();
  process.on('message', (load: Load) => void send.then(async (ready) => process.send?.(await applyLoad(load, ready))));
}
