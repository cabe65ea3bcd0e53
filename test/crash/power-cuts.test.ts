import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { randomFrom } from '../storage/simulated-disk.ts';
import { Camp } from './camp.ts';
import { SimulatedLaptop } from './in-process.ts';
import { Room } from './room.ts';
import { Scene, type End } from './scene.ts';

// The files that one worker runs share their modules. What was loaded before this one has what is replaced here, and goes on
// to have it; what is loaded here would be left to those that come after.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

// On threads it would take real time, of which made-up time knows nothing: on a busy machine a minute of that went by.
vi.mock('node:zlib', async (original) => {
  const zlib = await original<typeof import('node:zlib')>();
  type Done = (error: Error | null, result?: Buffer) => void;
  const atOnce =
    <Options>(work: (data: Uint8Array, options?: Options) => Buffer) =>
    (data: Uint8Array, options: Options | Done, done = options as Done): void => {
      const given = typeof options === 'function' ? undefined : options;
      queueMicrotask(() => {
        let result: Buffer;
        try {
          result = work(data, given);
        } catch (error) {
          return done(error as Error);
        }
        done(null, result);
      });
    };
  return {
    ...zlib,
    brotliCompress: atOnce(zlib.brotliCompressSync),
    brotliDecompress: atOnce(zlib.brotliDecompressSync),
  };
});

// Made-up timers do not reach these: a wait of a second would be one of real time, for which a busy machine has minutes.
vi.mock('node:timers/promises', () => ({
  setTimeout: <Value>(ms: number, value: Value) =>
    new Promise<Value>((resolve) => void setTimeout(() => resolve(value), ms)),
}));

// Its one queue would wait for ever for a timer of a run that is over.
vi.mock('../../src/network/end-of-turn.ts', () => ({
  atEndOfTurn: (task: () => void) => void setImmediate(task),
}));

/** What a run came to, before the power failed everywhere at its end. */
interface Played {
  readonly deaths: number;
  /** Of the victim. */
  readonly operations: number;
  readonly snapshotsTaken: number;
  readonly firstSegment: number;
  readonly snapshotsReceived: number;
}

/** Plays a script in which `victim` dies at operation `at` on its disk, and must have everything in the end. */
async function dieAt(at: number, end: End, names: readonly string[], victim: string, seed: number): Promise<Played> {
  const random = randomFrom(seed);
  const room = new Room();
  const scene = new Scene(
    (fail) => names.map((name, number) => new SimulatedLaptop(name, seed + number, room, fail)),
    end,
    random,
  );
  const { disk } = scene.laptops.find(({ name }) => name === victim) as SimulatedLaptop;
  disk.dieAfter(at);
  const camp = await (names.length === 1 ? alone(scene) : together(scene));
  await camp.expectAll();
  const paths = disk.paths();
  const played = {
    deaths: scene.deaths,
    operations: disk.operations.length,
    snapshotsTaken: paths.filter((path) => path.endsWith('.snapshot')).length,
    firstSegment: Math.min(...paths.flatMap(segmentAt)),
    snapshotsReceived: room.snapshotsReceived,
  };
  // What was found is durable, and they can go on from it.
  for (const laptop of scene.laptops) await camp.word(laptop, true);
  scene.die();
  await camp.expectAll();
  vi.clearAllTimers();
  return played;
}

function segmentAt(path: string): number[] {
  const number = /^\/data\/log\/(\d+)\.log$/.exec(path)?.[1];
  return number === undefined ? [] : [Number(number)];
}

async function alone(scene: Scene): Promise<Camp> {
  const [ana] = scene.laptops as [SimulatedLaptop];
  const first = new Camp(scene);
  await first.create(ana);
  await fill(first, ana);
  await scene.start(ana);
  await first.letInGhost(ana);
  await fill(first, ana);
  await first.expectAll();
  await first.leave(ana);
  const second = new Camp(scene);
  await second.create(ana);
  await fill(second, ana);
  await fill(second, ana);
  return second;
}

async function together(scene: Scene): Promise<Camp> {
  const [ana, bo, chen] = scene.laptops as [SimulatedLaptop, SimulatedLaptop, SimulatedLaptop];
  const camp = new Camp(scene);
  await camp.create(ana);
  await camp.word(ana, true);
  await camp.join(ana, [bo, chen]);
  await fill(camp, bo);
  // Chen is away for longer than the logs of the others reach back.
  if (chen.membership !== null) await scene.run(chen, 'stopping', () => chen.stop());
  await fill(camp, ana);
  await scene.start(chen);
  await camp.word(chen, false);
  await camp.word(chen, true);
  await camp.leave(bo);
  await fill(camp, ana);
  await camp.join(ana, [bo]);
  await fill(camp, bo);
  return camp;
}

/** So much that snapshots are taken, segments begun and dropped. */
async function fill(camp: Camp, laptop: SimulatedLaptop): Promise<void> {
  for (const bytes of [300, 900, 20, 700, 1_500, 400, 900, 800, 30, 600]) {
    await camp.register(laptop, bytes);
    await camp.word(laptop, bytes % 4 === 0);
  }
}

beforeEach(() => void vi.useFakeTimers({ toNotFake: ['nextTick', 'queueMicrotask'] }));
afterEach(() => void vi.useRealTimers());

const three = ['Ana', 'Bo', 'Chen'];
/** So many operations of each run, chosen by the seed; with DEATHS=all every single one. */
const deaths = process.env['DEATHS'] ?? '5';
const seed = Number(process.env['SEED'] ?? Date.now() % 1e6);

describe.each(['power-cut', 'killed'] as const)('a %s at an operation on the disk', (end) => {
  it.each([
    ['a member that is alone', ['Ana'], 'Ana'],
    ['the first of three', three, 'Ana'],
    ['one of three that leaves and comes back', three, 'Bo'],
    ['one of three that is away for long', three, 'Chen'],
  ] as const)(
    'costs %s nothing that was acknowledged, and it goes on',
    async (_who, names, victim) => {
      const ats = await operationsToDieAt(end, names, victim);
      for (const at of ats) {
        try {
          await dieAt(at, end, names, victim, seed + at);
        } catch (error) {
          throw new Error(`dying at operation ${at} with SEED=${seed}`, { cause: error });
        }
      }
    },
    3_600_000,
  );
});

/** Where a run in which nobody dies is to be cut short; the run itself must reach all that it is for. */
async function operationsToDieAt(end: End, names: readonly string[], victim: string): Promise<readonly number[]> {
  const whole = await dieAt(Infinity, end, names, victim, seed);
  expect(whole.deaths).toBe(0);
  expect(whole.snapshotsTaken).toBeGreaterThan(1);
  expect(whole.firstSegment).toBeGreaterThan(1);
  if (names.length > 1) expect(whole.snapshotsReceived).toBeGreaterThan(0);
  const all = Array.from({ length: whole.operations }, (_, at) => at);
  const random = randomFrom(seed);
  return deaths === 'all' ? all : Array.from({ length: Number(deaths) }, () => Math.floor(random() * all.length));
}
