/** The claims that need processes of their own; run by processes.test.ts inside one network namespace. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./app-process.ts', import.meta.url));

assert.deepEqual(Object.keys(networkInterfaces()), ['lo'], 'this must run in a network namespace of its own');

interface Event {
  readonly event: string;
  readonly [field: string]: unknown;
}
class AppProcess {
  readonly child: ChildProcess;
  readonly events: Event[] = [];
  readonly exited: Promise<number | null>;
  #check = (): void => undefined;

  constructor(name: string, listen: string, mdns: boolean) {
    this.child = spawn(process.execPath, [program, name, listen, mdns ? 'mdns' : ''], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    assert(this.child.stdout);
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.events.push(JSON.parse(line) as Event);
      this.#check();
    });
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
  }

  tell(command: object): void {
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  until(condition: (event: Event) => boolean, what: string): Promise<Event> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never happened: ${what}`)), 20_000);
      this.#check = () => {
        const found = this.events.find(condition);
        if (!found) return;
        clearTimeout(timer);
        resolve(found);
      };
      this.#check();
    });
  }

  started(): Promise<{ readonly self: string; readonly addresses: string[] }> {
    return this.until(({ event }) => event === 'started', 'the start') as never;
  }
}

async function startTwo(mdns: boolean): Promise<readonly [AppProcess, AppProcess]> {
  const listen = mdns ? '' : '127.0.0.1:0';
  const apps = [new AppProcess('left', listen, mdns), new AppProcess('right', listen, mdns)] as const;
  await Promise.all(apps.map((app) => app.started()));
  return apps;
}
async function connect(a: AppProcess, b: AppProcess): Promise<void> {
  const [infoOfA, infoOfB] = [await a.started(), await b.started()];
  const members = { [infoOfA.self]: infoOfA.addresses, [infoOfB.self]: infoOfB.addresses };
  for (const app of [a, b]) app.tell({ do: 'members', members });
  for (const app of [a, b]) await app.until(({ event }) => event === 'connected', 'the raft stream opened');
}

const claims: Record<string, () => Promise<void>> = {
  async discovery() {
    const [a, b] = await startTwo(true);
    const sees = (name: string) => (event: Event) =>
      event.event === 'nearby' && (event['names'] as string[]).includes(name);
    await Promise.all([a.until(sees('right'), 'left sees right'), b.until(sees('left'), 'right sees left')]);
    await connect(a, b);
    const stoppedAtMs = performance.now();
    for (const app of [a, b]) app.tell({ do: 'stop' });
    assert.deepEqual(await Promise.all([a.exited, b.exited]), [0, 0]);
    assert(performance.now() - stoppedAtMs < 5_000, 'stopping took too long');
  },

  async kill() {
    const [a, b] = await startTwo(false);
    await connect(a, b);
    const killedAtMs = performance.now();
    b.child.kill('SIGKILL');
    await a.until(({ event }) => event === 'disconnected', 'left misses right');
    const missedAfterMs = performance.now() - killedAtMs;
    assert(missedAfterMs < 250, `missed only after ${missedAfterMs} ms`);
    a.tell({ do: 'stop' });
    assert.equal(await a.exited, 0);
  },

  async silence() {
    const [a, b] = await startTwo(false);
    await connect(a, b);
    b.child.kill('SIGSTOP');
    await a.until(({ event }) => event === 'disconnected', 'left gives right up');
    a.events.length = 0;
    b.child.kill('SIGCONT');
    await a.until(({ event }) => event === 'connected', 'they are connected again');
    for (const app of [a, b]) app.tell({ do: 'stop' });
    assert.deepEqual(await Promise.all([a.exited, b.exited]), [0, 0]);
  },

  async measure() {
    const [a, b] = await startTwo(false);
    await connect(a, b);
    const { self: to } = await b.started();
    a.tell({ do: 'round-trips', to, count: 200 });
    await a.until(({ event }) => event === 'round-trips', 'warm-up');
    a.events.length = 0;
    a.tell({ do: 'round-trips', to, count: 5_000 });
    const trips = (await a.until(({ event }) => event === 'round-trips', 'round trips'))['microseconds'] as number[];
    const at = (share: number) => Math.round(trips[Math.floor(trips.length * share)] ?? NaN);
    console.log(`round trip µs: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}`);
    let expected = 5_200;
    for (const [count, bytes] of [
      [100_000, 100],
      [2_000, 256 * 1024],
    ] as const) {
      expected += count;
      const startedAtMs = performance.now();
      a.tell({ do: 'flood', to, count, bytes });
      for (let received = 0; received < expected;) {
        b.events.length = 0;
        b.tell({ do: 'received' });
        received = (await b.until(({ event }) => event === 'received', 'count'))['received'] as number;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const seconds = (performance.now() - startedAtMs) / 1000;
      const megabytes = (count * bytes) / 1e6;
      console.log(
        `${count} × ${bytes} B: ${Math.round(count / seconds)} frames/s, ${Math.round(megabytes / seconds)} MB/s`,
      );
    }
    for (const app of [a, b]) app.tell({ do: 'stop' });
    await Promise.all([a.exited, b.exited]);
  },
};

const claim = claims[process.argv[2] ?? ''];
assert(claim, `no such claim: ${process.argv[2]}`);
await claim();
