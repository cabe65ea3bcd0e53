/**
 * One app in a process of its own, for tests and measurements: takes a JSON command a line, prints a JSON event a line.
 * With the argument `exit-when-stopped` it must end by itself once stopped: a leaked handle would keep it alive.
 */
import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys';
import { createNetwork } from '../../src/network/network.ts';
import type { PeerFrame, SnapshotSink } from '../../src/network/types.ts';
import { asEventId, asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';

const [name = 'laptop', listen = '', mdns = ''] = process.argv.slice(2);
const print = (event: object): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
let received = 0;
let onEcho = (): void => undefined;

const network = await createNetwork({
  privateKey: privateKeyToProtobuf(await generateKeyPair('Ed25519')),
  listen: listen === '' ? null : listen,
  mdns: mdns === 'mdns',
  hello: () => ({ appVersion: '1.0.0', name, cluster: null }),
  standing: () => ({ type: 'member' }),
  admissions: () => [],
  events: {
    onNearby: (peers) => print({ event: 'nearby', names: peers.map((peer) => peer.name) }),
    onPeerConnected: (peer) => print({ event: 'connected', peer }),
    onPeerDisconnected: (peer) => print({ event: 'disconnected', peer }),
    onFrame(from, frame) {
      received += 1;
      if (frame.type === 'raft' && frame.message.type === 'read-request') network.send(from, answer);
      else onEcho();
    },
    onJoinAsked: () => new Promise(() => undefined),
    onSnapshot: () => Promise.resolve({ type: 'accepted', sink: nowhere() }),
    onStanding: () => undefined,
    onAdmissions: () => undefined,
    onAddresses: () => undefined,
    onNotice: (notice) => print({ event: 'notice', ...notice }),
  },
});
print({ event: 'started', self: network.self, addresses: network.addresses() });

type Command =
  | { readonly do: 'members'; readonly members: Record<string, string[]> }
  | { readonly do: 'round-trips'; readonly to: string; readonly count: number }
  | { readonly do: 'flood'; readonly to: string; readonly count: number; readonly bytes: number }
  | { readonly do: 'received' }
  | { readonly do: 'snapshot'; readonly to: string; readonly bytes: number }
  | { readonly do: 'stop' };

const input = createInterface({ input: process.stdin });
input.on('line', (line) => void obey(JSON.parse(line) as Command));

async function obey(command: Command): Promise<void> {
  switch (command.do) {
    case 'members':
      network.setMembers(new Map(Object.entries(command.members).map(([id, at]) => [asMemberId(id), at])));
      break;
    case 'round-trips':
      print({ event: 'round-trips', microseconds: await measureRoundTrips(command.to, command.count) });
      break;
    case 'flood':
      await flood(command.to, command.count, command.bytes);
      break;
    case 'snapshot':
      await sendSnapshot(command.to, command.bytes);
      break;
    case 'received':
      print({ event: 'received', received });
      break;
    case 'stop':
      await network.stop();
      input.close();
      process.stdin.destroy();
      print({ event: 'stopped' });
      break;
  }
}

const term = asTerm(1);
const header = { epoch: 0, event: asEventId(1) };
const question: PeerFrame = { type: 'raft', message: { type: 'read-request', ...header, term, request: 1 as never } };
const answer: PeerFrame = {
  type: 'raft',
  message: { type: 'append-accepted', ...header, term, matchIndex: asLogIndex(1), round: 1 },
};

async function measureRoundTrips(to: string, count: number): Promise<readonly number[]> {
  const microseconds: number[] = [];
  for (let trip = 0; trip < count; trip += 1) {
    const startedAtMs = performance.now();
    const echoed = new Promise<void>((resolve) => (onEcho = resolve));
    network.send(asMemberId(to), question);
    await echoed;
    microseconds.push((performance.now() - startedAtMs) * 1000);
  }
  return microseconds.sort((a, b) => a - b);
}

async function flood(to: string, count: number, bytes: number): Promise<void> {
  const commands = [{ sequence: 1 as never, payload: new Uint8Array(bytes) }];
  const frame: PeerFrame = { type: 'raft', message: { type: 'propose', ...header, term, commands } };
  for (let sent = 0; sent < count;) {
    if (network.send(asMemberId(to), frame)) sent += 1;
    else await new Promise((resolve) => setImmediate(resolve));
    if (sent % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Takes a snapshot and forgets it; says what that cost. */
function nowhere(): SnapshotSink {
  const cost = startMeasuring();
  return {
    startOffset: 0,
    write: () => Promise.resolve(),
    finish() {
      print({ event: 'snapshot-received', ...cost() });
      return Promise.resolve();
    },
    abort: () => Promise.resolve(),
  };
}

async function sendSnapshot(to: string, totalBytes: number): Promise<void> {
  const cost = startMeasuring();
  const startedAtMs = performance.now();
  const offer = { session: 1, index: asLogIndex(1), term, totalBytes, check: 0 };
  const data = randomBytes(1024 * 1024);
  const source = { read: (_offset: number, maxBytes: number) => Promise.resolve(data.subarray(0, maxBytes)) };
  const options = { signal: new AbortController().signal, onProgress: () => undefined };
  await network.sendSnapshot(asMemberId(to), offer, source, options);
  const seconds = (performance.now() - startedAtMs) / 1000;
  print({ event: 'snapshot-sent', megabytesPerSecond: Math.round(totalBytes / 1e6 / seconds), ...cost() });
}

/** How long the event loop was held up and how much processor time was used until the result is called. */
function startMeasuring(): () => { readonly loopDelayP99Ms: number; readonly cpuMs: number } {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const startedAt = process.cpuUsage();
  delay.enable();
  return () => {
    delay.disable();
    const { user, system } = process.cpuUsage(startedAt);
    return { loopDelayP99Ms: Math.round(delay.percentile(99) / 1e4) / 100, cpuMs: Math.round((user + system) / 1000) };
  };
}
