import { createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Connection, MultiaddrConnection, PeerId, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeJoinReply, encodeJoinAsk } from '../../src/network/frame-codec.ts';
import { FrameDecoder, joinFrames } from '../../src/network/framing.ts';
import { Gate, gateLimits } from '../../src/network/gate.ts';
import { HelloProtocol } from '../../src/network/hello.ts';
import type { Host } from '../../src/network/host.ts';
import { decodeInviteReply } from '../../src/network/invite-codec.ts';
import { InviteProtocol } from '../../src/network/invite.ts';
import { JoinAnswering, type JoinAnsweringOptions } from '../../src/network/join-answering.ts';
import { Notices } from '../../src/network/notices.ts';
import { decodeReachAnswer, encodeReachAsk } from '../../src/network/reach-codec.ts';
import { ReachProtocol } from '../../src/network/reach.ts';
import { networkLimits, protocols } from '../../src/network/types.ts';
import { asMemberId } from '../../src/raft/types.ts';
import { startApp, stopAllApps } from './apps.ts';
import { HostilePeer } from './hostile-peer.ts';

/**
 * What strangers may take of the public protocols, counted: each limit is written down here once more, for nobody notices
 * in use that one has become a hundred times larger.
 */

const opened: OpenedStream[] = [];
afterEach(async () => {
  for (const stream of opened.splice(0)) stream.abort();
  await stopAllApps();
});

/** A stream whose other end is the test. */
class OpenedStream extends EventTarget {
  readonly protocol = protocols.join;
  readonly readBufferLength = 0;
  status = 'open';
  readonly #sent = new FrameDecoder(networkLimits.raftFrameBytes);
  readonly frames: Uint8Array[] = [];

  constructor() {
    super();
    opened.push(this);
  }
  get asStream(): Stream {
    return this as unknown as Stream;
  }
  send(data: Uint8Array): boolean {
    this.frames.push(...this.#sent.push(data));
    return true;
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  abort(): void {
    if (this.status === 'aborted') return;
    this.status = 'aborted';
    this.dispatchEvent(new Event('close'));
  }
  says(frame: Uint8Array): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: joinFrames([frame]) }));
  }
}

const notices = new Notices({ onNotice: () => undefined });
const self = asMemberId('12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp');
/** Whoever this is, from wherever; the test counts on that nothing else is asked of a connection. */
const from = (peer: string, host: string): Connection =>
  ({ remotePeer: peer, remoteAddr: multiaddr(`/ip4/${host}/tcp/1`), direction: 'inbound' }) as unknown as Connection;
const never = <T>(): Promise<T> => new Promise(() => undefined);

type Handler = (stream: Stream, connection: Connection) => void;

/** Starts a protocol on a host that hands its handler to the test. */
async function handlerOf(start: (host: Host) => { start(): Promise<void> }): Promise<Handler> {
  const handlers: Handler[] = [];
  const handle = (_protocol: unknown, handler: Handler): Promise<void> => {
    handlers.push(handler);
    return Promise.resolve();
  };
  await start({ self, libp2p: { handle }, addresses: () => [], dialAlone: never } as unknown as Host).start();
  const [handler] = handlers;
  if (handler === undefined) throw new Error('it handles nothing');
  return handler;
}

interface Crowd {
  readonly peer: (n: number) => string;
  readonly host: (n: number) => string;
  /** Whether everyone stays, or goes away before the next one comes. */
  readonly stays: boolean;
}
const onePeer: Crowd = { peer: () => 'mallory', host: () => '10.0.0.1', stays: false };
const oneHost: Crowd = { peer: (n) => `peer${n}`, host: () => '10.0.0.1', stays: false };
const everywhere: Crowd = { peer: (n) => `peer${n}`, host: (n) => `10.0.${n >> 7}.${n & 127}`, stays: false };

/** How many of a crowd get in before the first is turned down; some more than the limit may, for time goes on. */
async function admitted(handler: Handler, crowd: Crowd, isTurnedDown: (stream: OpenedStream) => boolean) {
  for (let n = 0; n < 1_000; n += 1) {
    const stream = new OpenedStream();
    handler(stream.asStream, from(crowd.peer(n), crowd.host(n)));
    await turn();
    if (isTurnedDown(stream)) return n;
    if (!crowd.stays) stream.abort();
    await turn();
  }
  return Infinity;
}
function expectAbout(count: number, limit: number): void {
  expect(count).toBeGreaterThanOrEqual(limit);
  expect(count).toBeLessThan(limit * 1.2 + 2);
}

describe('hello is answered', () => {
  const admittedOf = async (crowd: Crowd): Promise<number> => {
    const handler = await handlerOf((host) => {
      const listener = { onExchanged: () => undefined, onForeign: () => undefined };
      return new HelloProtocol(host, {} as ConstructorParameters<typeof HelloProtocol>[1], notices, listener);
    });
    return await admitted(handler, crowd, ({ status }) => status === 'aborted');
  };

  test.each([
    ['30 times to a peer', onePeer, 30],
    ['300 times to an address', oneHost, 300],
  ])('%s', async (_claim, crowd, limit) => {
    const count = await admittedOf(crowd);
    // Sixty of an address come in anew with each second that this takes.
    expect(count).toBeGreaterThanOrEqual(limit);
    expect(count).toBeLessThan(2 * limit);
  });
});

describe('a request to join is taken', () => {
  const admittedOf = async (crowd: Crowd, standing: 'stranger' | 'member', asks: boolean): Promise<number> => {
    const options = {
      hello: () => ({ name: 'Ana' }),
      standing: () => ({ type: standing }),
      events: { onJoinAsked: never },
    } as unknown as JoinAnsweringOptions;
    const answering = new JoinAnswering(self, options, notices);
    const request = { clusterId: 'c', name: 'n', addresses: [], isRepair: false, commitment: new Uint8Array(32) };
    const handler: Handler = (stream, connection) => {
      void answering.serve(stream, connection);
      if (asks) (stream as unknown as OpenedStream).says(encodeJoinAsk(request));
    };
    return await admitted(handler, crowd, ({ frames: [frame] }) => {
      const reply = frame === undefined ? null : decodeJoinReply(frame);
      return reply?.type === 'answer' && reply.answer.type === 'unavailable' && reply.answer.reason === 'busy';
    });
  };

  test.each([
    ['from 8 strangers at a time', { ...everywhere, stays: true }, 'stranger', false, 8],
    ['from 6 of one address at a time', { ...oneHost, stays: true }, 'stranger', false, 6],
    ['from 64 members at a time', { ...everywhere, stays: true }, 'member', false, 64],
    ['10 times from a peer', onePeer, 'stranger', false, 10],
    ['60 times from an address', oneHost, 'stranger', false, 60],
    ['120 times from all', everywhere, 'stranger', false, 120],
    ['with new digits 30 times from an address', oneHost, 'stranger', true, 30],
    ['with new digits 40 times from all', everywhere, 'stranger', true, 40],
  ] as const)('%s', async (_claim, crowd, standing, asks, limit) => {
    const count = await admittedOf(crowd, standing, asks);
    if (crowd.stays) expect(count).toBe(limit);
    else expectAbout(count, limit);
  });
});

describe('an invite is looked at', () => {
  const admittedOf = async (crowd: Crowd): Promise<number> => {
    const options = {} as ConstructorParameters<typeof InviteProtocol>[1];
    const handler = await handlerOf((host) => new InviteProtocol(host, options, notices));
    return await admitted(
      handler,
      crowd,
      ({ frames: [frame] }) => frame !== undefined && decodeInviteReply(frame).type === 'refused',
    );
  };

  test('for 8 newcomers at a time, and 3 of one address', async () => {
    expect(await admittedOf({ ...everywhere, stays: true })).toBe(8);
    expect(await admittedOf({ ...oneHost, stays: true })).toBe(3);
  });

  test.each([
    ['10 times for a peer', onePeer, 10],
    ['40 times for an address', oneHost, 40],
  ])('%s', async (_claim, crowd, limit) => expectAbout(await admittedOf(crowd), limit));
});

describe('whoever asks is dialed back', () => {
  /** The outcome of one request, or null: it is under way. */
  const ask = (handler: Handler, peer: string, host: string, port: number) => {
    const stream = new OpenedStream();
    handler(stream.asStream, from(peer, host));
    stream.says(encodeReachAsk({ port }));
    return () => (stream.frames[0] === undefined ? null : decodeReachAnswer(stream.frames[0]).outcome);
  };
  const reachHandler = (): Promise<Handler> => handlerOf((host) => new ReachProtocol(host, notices));
  /** Nobody listens there. */
  const closedPort = 1_025;
  const loopback = (n: number): string => `127.0.0.${n + 1}`;

  test.each([
    ['4 times', { ...onePeer, host: () => loopback(0) }, 4],
    ['12 times if others of its address do', { ...oneHost, host: () => loopback(0) }, 12],
    ['30 times if everybody does', { ...everywhere, host: loopback }, 30],
  ])('%s', async (_claim, { peer, host }, limit) => {
    const handler = await reachHandler();
    for (let n = 0; ; n += 1) {
      const outcome = ask(handler, peer(n), host(n), closedPort);
      await expect.poll(outcome, { interval: 1 }).not.toBeNull();
      if (outcome() === 'busy') return expectAbout(n, limit);
      if (n > 1.2 * limit + 2) throw new Error(`dialed ${n} times`);
    }
  });

  test('4 of them at a time, each once', async () => {
    // It accepts, and never says who it is.
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const handler = await reachHandler();
    const first = ask(handler, 'peer0', '127.0.0.1', address.port);
    const again = ask(handler, 'peer0', '127.0.0.1', address.port);
    await expect.poll(again).toBe('busy');
    const others = [1, 2, 3].map((n) => ask(handler, `peer${n}`, '127.0.0.1', address.port));
    const fifth = ask(handler, 'peer4', '127.0.0.1', address.port);
    await expect.poll(fifth).toBe('busy');
    expect([first, ...others].map((outcome) => outcome())).toEqual([null, null, null, null]);
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

describe('the gate', () => {
  const open: Connection[] = [];
  const gateFor = (standing: 'stranger' | 'removed'): Gate => {
    open.length = 0;
    return new Gate({
      standing: () => ({ type: standing }) as ReturnType<ConstructorParameters<typeof Gate>[0]['standing']>,
      connections: () => open,
      clock: () => 0,
    });
  };
  const incoming = (host: string): MultiaddrConnection =>
    Object.assign(new EventTarget(), {
      remoteAddr: multiaddr(`/ip4/${host}/tcp/1`),
    }) as unknown as MultiaddrConnection;
  const proves = (gate: Gate, peer: string, host: string): boolean =>
    !gate.denyInboundEncryptedConnection(peer as unknown as PeerId, incoming(host));
  const keep = (gate: Gate, crowd: Crowd): number => {
    let n = 0;
    for (; n < 1_000 && proves(gate, crowd.peer(n), crowd.host(n)); n += 1) {
      open.push(from(crowd.peer(n), crowd.host(n)));
    }
    return n;
  };

  test('keeps so many connections of strangers, of one address, and of one peer', () => {
    expect(gateLimits).toEqual({ strangers: 150, perAddress: 32, perStranger: 4, perRemoved: 1, handshakes: 16 });
    expect(keep(gateFor('stranger'), everywhere)).toBe(150);
    expect(keep(gateFor('stranger'), oneHost)).toBe(32);
    expect(keep(gateFor('stranger'), onePeer)).toBe(4);
    expect(keep(gateFor('removed'), onePeer)).toBe(1);
  });

  test('lets one that was removed prove who it is four times at once', () => {
    const gate = gateFor('removed');
    for (let n = 0; n < 4; n += 1) expect(proves(gate, 'bo', '10.0.0.1')).toBe(true);
    expect(proves(gate, 'bo', '10.0.0.1')).toBe(false);
  });

  test('has 16 handshakes under way with an address, and lets it connect 100 times at once', () => {
    const gate = gateFor('stranger');
    const underWay = Array.from({ length: 17 }, () => incoming('10.0.0.1'));
    expect(underWay.map((connection) => gate.denyInboundConnection(connection)).indexOf(true)).toBe(16);
    for (const connection of underWay) connection.dispatchEvent(new Event('close'));
    let more = 0;
    for (; more < 1_000; more += 1) {
      const connection = incoming('10.0.0.1');
      if (gate.denyInboundConnection(connection)) break;
      connection.dispatchEvent(new Event('close'));
    }
    expect(16 + more).toBe(100);
  });

  test('lets a peer open 150 streams at once and an address 300; beyond, it is shut out and its address pays', () => {
    const gate = gateFor('stranger');
    let closed = 0;
    const opens = (peer: string): ((stream: unknown) => void) => {
      const muxer: { onRemoteStream: (stream: unknown) => void } = { onRemoteStream: () => undefined };
      const abort = (): void => void (closed += 1);
      gate.watch({ ...from(peer, '10.0.0.1'), muxer, abort } as unknown as Connection);
      return (stream) => muxer.onRemoteStream(stream);
    };
    const [mallory, bo, chen] = [opens('mallory'), opens('bo'), opens('chen')];
    for (let n = 0; n < 150; n += 1) mallory({});
    expect(closed).toBe(0);
    mallory({});
    expect(closed).toBe(1);
    expect(proves(gate, 'mallory', '10.0.0.2')).toBe(false);
    // Its address may connect less often.
    let connects = 0;
    for (; connects < 1_000; connects += 1) {
      const connection = incoming('10.0.0.1');
      if (gate.denyInboundConnection(connection)) break;
      connection.dispatchEvent(new Event('close'));
    }
    expect(connects).toBe(50);
    for (let n = 0; n < 149; n += 1) bo({});
    expect(closed).toBe(1);
    chen({});
    chen({});
    expect(closed).toBe(2);
  });
});

test.each([
  ['hello', protocols.hello, 4],
  ['join', protocols.join, 2],
  ['invite', protocols.invite, 2],
  ['reach', protocols.reach, 2],
])('%s has few streams on one connection', async (_name, protocol, limit) => {
  const app = await startApp();
  const mallory = await HostilePeer.start();
  try {
    const connection = await mallory.connect(app.network.addresses()[0]!);
    const streams: Stream[] = [];
    for (let n = 0; n <= limit; n += 1) {
      streams.push(await connection.newStream(protocol, { signal: AbortSignal.timeout(20_000) }));
    }
    // What nobody answers is closed after five seconds: the one too many is closed at once, and the others are not yet.
    const last = streams.at(-1)!;
    if (last.status === 'open') await new Promise((resolve) => last.addEventListener('close', resolve, { once: true }));
    expect(streams.map(({ status }) => status).filter((status) => status === 'open')).toHaveLength(limit);
  } finally {
    await mallory.stop();
  }
});
