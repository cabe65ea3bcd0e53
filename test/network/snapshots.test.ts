/** Snapshots between members: what arrives, what is told when it does not, and what it does to everybody else. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { SnapshotBrokenOffError, SnapshotRefusedError, UnreachableError } from '../../src/network/errors.ts';
import { networkLimits } from '../../src/network/types.ts';
import type {
  SnapshotOffer,
  SnapshotProgress,
  SnapshotReception,
  SnapshotSink,
  SnapshotSource,
} from '../../src/network/types.ts';
import type { MemberId } from '../../src/raft/types.ts';
import { asLogIndex, asTerm } from '../../src/raft/types.ts';
import type { App } from './apps.ts';
import { makeMembers, someFrame, startApp, startPair, stopAllApps, stopApp, untilConnected } from './apps.ts';

afterEach(stopAllApps);

const never = new AbortController().signal;
const megabytes = (count: number): Buffer => randomBytes(count * 1024 * 1024);

function offerOf(data: Uint8Array, session = 1): SnapshotOffer {
  return { session, index: asLogIndex(7), term: asTerm(3), totalBytes: data.byteLength, check: 123 };
}

/** Remembers from where it was read. */
function sourceOf(data: Uint8Array): SnapshotSource & { readonly offsets: number[] } {
  const offsets: number[] = [];
  return {
    offsets,
    read(offset, maxBytes) {
      offsets.push(offset);
      return Promise.resolve(data.subarray(offset, offset + maxBytes));
    },
  };
}

/** Keeps what is written, and everything that happens, in memory. */
class MemorySink implements SnapshotSink {
  readonly startOffset: number;
  readonly written: Uint8Array[] = [];
  readonly log: string[] = [];
  readonly ended: Promise<void>;
  writtenBytes = 0;
  /** Called before each write. */
  beforeWrite: () => Promise<void> = () => Promise.resolve();
  onFinish: () => Promise<void> = () => Promise.resolve();
  #end = (): void => undefined;
  #busy = false;

  constructor(startOffset = 0) {
    this.startOffset = startOffset;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }
  async write(bytes: Uint8Array): Promise<void> {
    expect(this.#busy).toBe(false);
    this.#busy = true;
    try {
      await this.beforeWrite();
      this.written.push(bytes);
      this.writtenBytes += bytes.byteLength;
    } finally {
      this.#busy = false;
    }
  }
  async finish(): Promise<void> {
    this.log.push('finish');
    this.#end();
    await this.onFinish();
  }
  abort(reason: string): Promise<void> {
    expect(this.#busy).toBe(false);
    this.log.push(`abort: ${reason}`);
    this.#end();
    return Promise.resolve();
  }
  content(): Buffer {
    return Buffer.concat(this.written);
  }
}
const accept = (sink: SnapshotSink): SnapshotReception => ({ type: 'accepted', sink });

async function connectedPair(): Promise<readonly [App, App]> {
  const pair = await startPair();
  makeMembers(pair);
  await untilConnected(pair);
  return pair;
}

function send(
  from: App,
  to: MemberId,
  data: Uint8Array,
  {
    source = sourceOf(data),
    signal = never,
    onProgress = () => undefined,
  }: {
    readonly source?: SnapshotSource;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: SnapshotProgress) => void;
  } = {},
): Promise<void> {
  return from.network.sendSnapshot(to, offerOf(data), source, { signal, onProgress });
}

describe.each([
  { direction: 'from the smaller PeerId to the larger', turned: false },
  { direction: 'from the larger PeerId to the smaller', turned: true },
])('$direction', ({ turned }) => {
  test('a snapshot arrives byte for byte, and both sides see how far it is', async () => {
    const pair = await connectedPair();
    const [from, to] = turned ? [pair[1], pair[0]] : pair;
    const data = megabytes(5);
    const sink = new MemorySink();
    let offered: unknown = null;
    to.onSnapshot = (peer, offer) => {
      offered = { peer, offer };
      return Promise.resolve(accept(sink));
    };
    const progress: SnapshotProgress[] = [];
    await send(from, to.self, data, { onProgress: (step) => progress.push(step) });
    expect(offered).toEqual({ peer: from.self, offer: offerOf(data) });
    expect(sink.content().equals(data)).toBe(true);
    expect(sink.log).toEqual(['finish']);
    expect(progress[0]).toEqual({ writtenBytes: 0, totalBytes: data.byteLength });
    expect(progress.at(-1)).toEqual({ writtenBytes: data.byteLength, totalBytes: data.byteLength });
    const steps = progress.map(({ writtenBytes }) => writtenBytes);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

test('the raft stream is not touched by a snapshot, neither while it travels nor when its connection closes', async () => {
  const [a, b] = await connectedPair();
  const sink = new MemorySink();
  sink.beforeWrite = () => {
    a.network.send(b.self, someFrame(1));
    return Promise.resolve();
  };
  b.onSnapshot = () => Promise.resolve(accept(sink));
  await send(a, b.self, megabytes(3));
  a.network.send(b.self, someFrame(2));
  await b.until(() => b.frames.length === sink.written.length + 1, 'all frames arrive');
  for (const app of [a, b]) {
    expect(app.connected).toHaveLength(1);
    expect(app.disconnected).toEqual([]);
    expect(app.notices).toEqual([]);
    expect(app.nearby).toHaveLength(1);
  }
});

test('it is acknowledged only once it is written: a slow disk holds the sender back', async () => {
  const [a, b] = await connectedPair();
  const sink = new MemorySink();
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  sink.beforeWrite = () => gate;
  b.onSnapshot = () => Promise.resolve(accept(sink));
  const data = megabytes(8);
  const source = sourceOf(data);
  const progress: number[] = [];
  const sending = send(a, b.self, data, { source, onProgress: ({ writtenBytes }) => progress.push(writtenBytes) });
  // Some frames each way: whatever the sender was going to send has been sent.
  for (let round = 0; round < 20; round += 1) await roundTrip(a, b);
  expect(progress).toEqual([0]);
  expect(Math.max(...source.offsets)).toBeLessThanOrEqual(networkLimits.snapshotWindowBytes);
  go();
  await sending;
  expect(sink.content().equals(data)).toBe(true);
});

test('broken in the middle, it goes on behind what was acknowledged', async () => {
  const [a, b] = await connectedPair();
  const data = megabytes(6);
  const first = new MemorySink();
  const breaking = new AbortController();
  first.beforeWrite = () => {
    // The process of the sender dies, as seen from the receiver.
    if (first.writtenBytes > 2_000_000) breaking.abort();
    return Promise.resolve();
  };
  b.onSnapshot = () => Promise.resolve(accept(first));
  let acknowledged = 0;
  const onProgress = ({ writtenBytes }: SnapshotProgress): void => void (acknowledged = writtenBytes);
  await expect(send(a, b.self, data, { signal: breaking.signal, onProgress })).rejects.toThrow(SnapshotBrokenOffError);
  await first.ended;
  expect(first.log).toEqual([expect.stringContaining('abort')]);
  expect(first.writtenBytes).toBeGreaterThanOrEqual(acknowledged);
  expect(first.writtenBytes).toBeGreaterThan(1_000_000);

  const second = new MemorySink(first.writtenBytes);
  b.onSnapshot = () => Promise.resolve(accept(second));
  const source = sourceOf(data);
  await send(a, b.self, data, { source });
  expect(source.offsets[0]).toBe(first.writtenBytes);
  expect(Buffer.concat([first.content(), second.content()]).equals(data)).toBe(true);
});

test('a receiver that has all of it already is sent nothing', async () => {
  const [a, b] = await connectedPair();
  const data = megabytes(1);
  const sink = new MemorySink(data.byteLength);
  b.onSnapshot = () => Promise.resolve(accept(sink));
  const source = sourceOf(data);
  await send(a, b.self, data, { source });
  expect(source.offsets).toEqual([]);
  expect(sink.log).toEqual(['finish']);
});

test('a receiver that goes away is an error at once, and its sink is aborted', async () => {
  const [a, b] = await connectedPair();
  const sink = new MemorySink();
  sink.beforeWrite = async () => {
    if (sink.writtenBytes > 500_000) await stopApp(b);
  };
  b.onSnapshot = () => Promise.resolve(accept(sink));
  await expect(send(a, b.self, megabytes(4))).rejects.toThrow(SnapshotBrokenOffError);
  await sink.ended;
  expect(sink.log).toEqual(['abort: We stopped.']);
});

test('the reason of a refusal is told to the sender', async () => {
  const [a, b] = await connectedPair();
  b.onSnapshot = () => Promise.resolve({ type: 'refused', reason: 'no snapshot of this attempt is expected' });
  await expect(send(a, b.self, megabytes(1))).rejects.toThrow(
    new SnapshotRefusedError('no snapshot of this attempt is expected'),
  );
});

test('a sink that fails, for its disk is full, is aborted, and the sender is told why', async () => {
  const [a, b] = await connectedPair();
  const sink = new MemorySink();
  sink.beforeWrite = () =>
    sink.writtenBytes > 1_000_000 ? Promise.reject(new Error('The disk is full.')) : Promise.resolve();
  b.onSnapshot = () => Promise.resolve(accept(sink));
  await expect(send(a, b.self, megabytes(4))).rejects.toThrow(new SnapshotRefusedError('The disk is full.'));
  expect(sink.log).toEqual(['abort: The disk is full.']);
});

test('a snapshot that turns out damaged when it is verified is not taken for arrived', async () => {
  const [a, b] = await connectedPair();
  const sink = new MemorySink();
  sink.onFinish = () => Promise.reject(new Error('The check does not fit.'));
  b.onSnapshot = () => Promise.resolve(accept(sink));
  await expect(send(a, b.self, megabytes(1))).rejects.toThrow(new SnapshotRefusedError('The check does not fit.'));
  expect(sink.log).toEqual(['finish']);
});

test('a source that fails, or gives nothing, ends the transfer with that error', async () => {
  const [a, b] = await connectedPair();
  const sinks: MemorySink[] = [];
  b.onSnapshot = () => {
    const sink = new MemorySink();
    sinks.push(sink);
    return Promise.resolve(accept(sink));
  };
  const fails = { offsets: [], read: () => Promise.reject(new Error('a bad sector')) };
  await expect(send(a, b.self, megabytes(1), { source: fails })).rejects.toThrow(new Error('a bad sector'));
  const empty = { offsets: [], read: () => Promise.resolve(new Uint8Array(0)) };
  await expect(send(a, b.self, megabytes(1), { source: empty })).rejects.toThrow('gave 0 bytes');
  for (const sink of sinks) await sink.ended;
  expect(sinks.map(({ log }) => log)).toEqual([[expect.stringContaining('abort')], [expect.stringContaining('abort')]]);
});

test('a newer attempt replaces the one under way, and starts only when that one has let go of its sink', async () => {
  const [a, b] = await connectedPair();
  const data = megabytes(4);
  const log: string[] = [];
  const first = new MemorySink();
  first.abort = async (reason) => {
    log.push(`abort: ${reason}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    log.push('aborted');
  };
  const second = new MemorySink();
  b.onSnapshot = (_from, { session }) => {
    log.push(`offer ${session}`);
    return Promise.resolve(accept(session === 1 ? first : second));
  };
  const options = { signal: never, onProgress: () => undefined };
  const replaced = new Promise<unknown>((resolve) => {
    first.beforeWrite = () => {
      first.beforeWrite = () => Promise.resolve();
      a.network.sendSnapshot(b.self, offerOf(data, 2), sourceOf(data), options).then(resolve, resolve);
      return Promise.resolve();
    };
  });
  await expect(send(a, b.self, data)).rejects.toThrow(new SnapshotBrokenOffError('A newer attempt replaced it.'));
  expect(await replaced).toBeUndefined();
  expect(log).toEqual(['offer 1', expect.stringContaining('abort: '), 'aborted', 'offer 2']);
  expect(second.content().equals(data)).toBe(true);
});

test('two members are sent to at the same time', async () => {
  const apps = [await startApp(), await startApp(), await startApp()] as const;
  makeMembers(apps);
  await untilConnected(apps);
  const [from, ...others] = apps;
  const data = megabytes(4);
  const transfers = others.map(async (to) => {
    const sink = new MemorySink();
    to.onSnapshot = () => Promise.resolve(accept(sink));
    await send(from, to.self, data);
    expect(sink.content().equals(data)).toBe(true);
  });
  await Promise.all(transfers);
});

test('both of two members may send to each other at the same time', async () => {
  const [a, b] = await connectedPair();
  const data = [megabytes(2), megabytes(2)] as const;
  const sinks = [new MemorySink(), new MemorySink()] as const;
  a.onSnapshot = () => Promise.resolve(accept(sinks[0]));
  b.onSnapshot = () => Promise.resolve(accept(sinks[1]));
  await Promise.all([send(b, a.self, data[0]), send(a, b.self, data[1])]);
  for (const [at, sink] of sinks.entries()) expect(sink.content().equals(data[at]!)).toBe(true);
});

test('someone who is not a member cannot send one, and is sent none', async () => {
  const [a, b] = await startPair();
  a.standings.set(b.self, { type: 'member' });
  await a.network.hello(b.network.addresses()[0]!, never);
  b.onSnapshot = () => Promise.reject(new Error('must not be asked'));
  await expect(send(a, b.self, megabytes(1))).rejects.toThrow(SnapshotBrokenOffError);
  expect(b.notices[0]).toMatchObject({ type: 'stranger-refused', peer: a.self });
  await expect(send(b, a.self, megabytes(1))).rejects.toThrow(UnreachableError);
});

test('a transfer ends when its sender, or its receiver, is removed', async () => {
  const [a, b] = await connectedPair();
  const sink = new MemorySink();
  sink.beforeWrite = () => {
    if (sink.writtenBytes > 0) {
      b.standings.delete(a.self);
      b.network.setMembers(new Map());
    }
    return Promise.resolve();
  };
  b.onSnapshot = () => Promise.resolve(accept(sink));
  await expect(send(a, b.self, megabytes(4))).rejects.toThrow(SnapshotBrokenOffError);
  await sink.ended;
  expect(sink.log).toEqual(['abort: It is no longer a member.']);
});

test('nobody there is an error', async () => {
  const a = await startApp();
  const b = await startApp();
  a.standings.set(b.self, { type: 'member' });
  await stopApp(b);
  await expect(send(a, b.self, megabytes(1))).rejects.toThrow(UnreachableError);
});

async function roundTrip(a: App, b: App): Promise<void> {
  const [atA, atB] = [a.frames.length, b.frames.length];
  a.network.send(b.self, someFrame(1));
  await b.until(() => b.frames.length > atB, 'there');
  b.network.send(a.self, someFrame(1));
  await a.until(() => a.frames.length > atA, 'and back');
}
