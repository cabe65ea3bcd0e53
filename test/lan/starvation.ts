/** How long processes had to wait for a processor: what tells a pause of ours from one of this machine. */
import { readFileSync } from 'node:fs';
import type { Seat } from './room.ts';

const sampleMs = 250;
const keptMs = 30_000;

interface Sample {
  readonly atMs: number;
  /** In milliseconds since its start, by name. */
  readonly waitedMs: ReadonlyMap<string, number>;
  readonly busyTicks: number;
  readonly allTicks: number;
}

export interface Starvation {
  /** The share of the processors that was in use, by anyone. */
  readonly busy: number;
  /** By name: how long the member was ready to run, and did not. */
  readonly waitedMs: Readonly<Record<string, number>>;
}

/** Samples all the time, until `stop`. */
export class StarvationMeter {
  readonly #seats: readonly Seat[];
  readonly #timer: NodeJS.Timeout;
  readonly #samples: Sample[] = [];

  constructor(seats: readonly Seat[]) {
    this.#seats = seats;
    this.#timer = setInterval(() => this.#sample(), sampleMs);
    this.#sample();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** From `fromMs` on, by `performance.now()`, to now. */
  since(fromMs: number): Starvation {
    this.#sample();
    const before = this.#samples.filter(({ atMs }) => atMs <= fromMs).at(-1) ?? this.#samples[0];
    const last = this.#samples.at(-1);
    if (before === undefined || last === undefined) return { busy: 0, waitedMs: {} };
    const waitedMs = [...last.waitedMs].map(([name, ms]) => {
      const earlier = before.waitedMs.get(name) ?? 0;
      // A member that was started in between counts from zero.
      return [name, Math.round(ms < earlier ? ms : ms - earlier)] as const;
    });
    const ticks = Math.max(1, last.allTicks - before.allTicks);
    const busy = Math.round((100 * (last.busyTicks - before.busyTicks)) / ticks) / 100;
    return { busy, waitedMs: Object.fromEntries(waitedMs) };
  }

  #sample(): void {
    const [, user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] =
      numbers('/proc/stat');
    const busyTicks = user + nice + system + irq + softIrq + steal;
    const waitedMs = new Map<string, number>();
    for (const { name, member } of this.#seats) {
      const [, waitedNs = 0] = numbers(`/proc/${member.child.pid ?? 0}/schedstat`);
      waitedMs.set(name, waitedNs / 1e6);
    }
    const nowMs = performance.now();
    this.#samples.push({ atMs: nowMs, waitedMs, busyTicks, allTicks: busyTicks + idle + ioWait });
    while ((this.#samples[0]?.atMs ?? nowMs) < nowMs - keptMs) this.#samples.shift();
  }
}

/** Those of the first line; none if the file is gone, as that of a process that ended. */
function numbers(file: string): number[] {
  try {
    const [line = ''] = readFileSync(file, 'utf8').split('\n');
    return line.trim().split(/\s+/).map(Number);
  } catch {
    return [];
  }
}
