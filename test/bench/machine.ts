/** What the machine itself takes for the two things no commit can do without. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { quantile } from './figures.ts';

/** What one 100-byte command takes in the log, about. */
const recordBytes = 256;

/** The median time in milliseconds to append a record to a file in `folder` and sync it, with nothing around it. */
export function measureSync(folder: string, appends: number): number {
  const path = join(folder, 'sync-probe');
  const descriptor = fs.openSync(path, 'w');
  const bytes = Buffer.alloc(recordBytes, 7);
  const tookMs: number[] = [];
  for (let append = 0; append < appends; append += 1) {
    const startedAtMs = performance.now();
    fs.writeSync(descriptor, bytes, 0, recordBytes, append * recordBytes);
    fs.fdatasyncSync(descriptor);
    tookMs.push(performance.now() - startedAtMs);
  }
  fs.closeSync(descriptor);
  fs.rmSync(path);
  return quantile(tookMs, 0.5);
}

interface AppEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Two processes with nothing but the raft stream of src/network between them (test/network/app-process.ts). */
export class RoundTripProbe {
  readonly #apps: readonly ChildProcess[];
  readonly #events: readonly AsyncIterator<string>[];
  #to = '';

  private constructor() {
    const program = join(import.meta.dirname, '../network/app-process.ts');
    this.#apps = ['left', 'right'].map((name) =>
      spawn(process.execPath, [program, name, '127.0.0.1:0'], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    this.#events = this.#apps.map(({ stdout }) => {
      if (stdout === null) throw new Error('it is piped');
      return createInterface({ input: stdout })[Symbol.asyncIterator]();
    });
  }

  static async start(): Promise<RoundTripProbe> {
    const probe = new RoundTripProbe();
    const started = await Promise.all([0, 1].map((app) => probe.#next(app, 'started')));
    const members = Object.fromEntries(started.map(({ self, addresses }) => [self, addresses]));
    for (const app of [0, 1]) probe.#tell(app, { do: 'members', members });
    await Promise.all([0, 1].map((app) => probe.#next(app, 'connected')));
    probe.#to = String(started[1]?.['self']);
    return probe;
  }

  /** The median time in milliseconds from a frame to its answer. */
  async measure(trips: number): Promise<number> {
    this.#tell(0, { do: 'round-trips', to: this.#to, count: trips });
    const { microseconds } = await this.#next(0, 'round-trips');
    return quantile(microseconds as number[], 0.5) / 1000;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#apps.map(async (app, index) => {
        const exited = once(app, 'exit');
        this.#tell(index, { do: 'stop' });
        await exited;
      }),
    );
  }

  #tell(app: number, command: object): void {
    this.#apps[app]?.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  async #next(app: number, wanted: string): Promise<AppEvent> {
    for (;;) {
      const line = await this.#events[app]?.next();
      if (line === undefined || line.done === true) throw new Error(`a probe ended before it said ${wanted}`);
      const event = JSON.parse(line.value) as AppEvent;
      if (event.event === wanted) return event;
    }
  }
}
