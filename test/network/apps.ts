/** Apps on loopback without mDNS, for tests: what each was told is recorded and can be awaited. */
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys';
import { createNetwork } from '../../src/network/network.ts';
import type {
  HelloInfo,
  InviteKeeper,
  JoinAnswer,
  NearbyPeer,
  Network,
  NetworkEvents,
  PeerFrame,
  SignedAdmission,
  Standing,
} from '../../src/network/types.ts';
import type { MemberId } from '../../src/raft/types.ts';
import { asEventId, asLogIndex, asTerm } from '../../src/raft/types.ts';

export interface App {
  readonly network: Network;
  readonly self: MemberId;
  info: HelloInfo;
  readonly standings: Map<MemberId, Standing>;
  /** Answers join requests; undecided for ever by default. */
  onJoin: NetworkEvents['onJoinAsked'];
  /** Answers offers of snapshots; refuses by default. */
  onSnapshot: NetworkEvents['onSnapshot'];
  readonly connected: MemberId[];
  readonly disconnected: MemberId[];
  readonly frames: { readonly from: MemberId; readonly frame: PeerFrame }[];
  readonly notices: Parameters<NetworkEvents['onNotice']>[0][];
  /** What it says of how it was let in, and what others said. */
  ownAdmissions: readonly SignedAdmission[];
  readonly admissions: { readonly peer: MemberId; readonly admissions: readonly SignedAdmission[] }[];
  readonly told: { readonly peer: MemberId; readonly standing: Standing }[];
  nearby: readonly NearbyPeer[];
  /** Resolves once `condition` holds; checked at every event. */
  until(condition: () => boolean, what: string): Promise<void>;
}

export interface AppOptions {
  readonly name?: string;
  readonly mdns?: boolean;
  readonly listen?: string | null;
  readonly privateKey?: Uint8Array;
  readonly invites?: InviteKeeper;
}

/** Only for what hangs: a slow machine may take its time. */
const patienceMs = 45_000;

const running = new Set<App>();

export async function startApp(options: AppOptions = {}): Promise<App> {
  const waiting = new Set<() => void>();
  const changed = (): void => waiting.forEach((check) => check());
  const record = <T>(list: T[], item: T): void => {
    list.push(item);
    changed();
  };
  const app: Omit<App, 'network' | 'self'> = {
    info: { appVersion: '1.0.0', name: options.name ?? 'laptop', cluster: null },
    standings: new Map(),
    onJoin: () => new Promise<JoinAnswer>(() => undefined),
    onSnapshot: () => Promise.resolve({ type: 'refused', reason: 'none is expected' }),
    connected: [],
    disconnected: [],
    frames: [],
    notices: [],
    ownAdmissions: [],
    admissions: [],
    told: [],
    nearby: [],
    until: (condition, what) =>
      new Promise((resolve, reject) => {
        const settle = (settled: () => void): void => {
          clearTimeout(timer);
          waiting.delete(check);
          settled();
        };
        const timer = setTimeout(() => settle(() => reject(new Error(`never happened: ${what}`))), patienceMs);
        const check = (): void => {
          if (condition()) settle(resolve);
        };
        waiting.add(check);
        check();
      }),
  };
  const network = await createNetwork({
    privateKey: options.privateKey ?? (await newKey()),
    listen: options.listen === undefined ? '127.0.0.1:0' : options.listen,
    mdns: options.mdns ?? false,
    hello: () => app.info,
    admissions: () => app.ownAdmissions,
    standing: (peer) => app.standings.get(peer) ?? { type: 'stranger' },
    ...(options.invites === undefined ? {} : { invites: options.invites }),
    events: {
      onNearby(peers) {
        app.nearby = peers;
        changed();
      },
      onPeerConnected: (peer) => record(app.connected, peer),
      onPeerDisconnected: (peer) => record(app.disconnected, peer),
      onFrame: (from, frame) => record(app.frames, { from, frame }),
      onJoinAsked: (...request) => app.onJoin(...request),
      onSnapshot: (...offer) => app.onSnapshot(...offer),
      onStanding: (peer, standing) => record(app.told, { peer, standing }),
      onAdmissions: (peer, admissions) => record(app.admissions, { peer, admissions }),
      onAddresses: changed,
      onNotice: (notice) => record(app.notices, notice),
    },
  });
  const started: App = Object.assign(app, { network, self: network.self });
  running.add(started);
  return started;
}

/** Two apps, the one with the smaller PeerId first. */
export async function startPair(): Promise<readonly [App, App]> {
  const [a, b] = await Promise.all([startApp({ name: 'a' }), startApp({ name: 'b' })]);
  return a.self < b.self ? [a, b] : [b, a];
}

/** Makes `apps` members of one cluster; each knows the addresses of those that `knows` allows. */
export function makeMembers(apps: readonly App[], knows: (app: App, other: App) => boolean = () => true): void {
  for (const app of apps) {
    for (const other of apps) app.standings.set(other.self, { type: 'member' });
    app.network.setMembers(
      new Map(apps.map((other) => [other.self, knows(app, other) ? other.network.addresses() : []])),
    );
  }
}

export async function untilConnected(apps: readonly App[]): Promise<void> {
  for (const app of apps) {
    for (const other of apps) {
      if (app !== other) await app.until(() => app.network.isConnected(other.self), 'the raft stream opened');
    }
  }
}

export async function stopApp(app: App): Promise<void> {
  running.delete(app);
  await app.network.stop();
}
export async function stopAllApps(): Promise<void> {
  await Promise.all([...running].map(stopApp));
}

export async function newKey(): Promise<Uint8Array> {
  return privateKeyToProtobuf(await generateKeyPair('Ed25519'));
}

export function someFrame(round: number, payloadBytes = 0): PeerFrame {
  const term = asTerm(1);
  const zero = asLogIndex(0);
  const header = { epoch: 0, event: asEventId(1) };
  if (payloadBytes === 0)
    return { type: 'raft', message: { type: 'append-accepted', ...header, term, matchIndex: zero, round } };
  const commands = [{ sequence: round as never, payload: new Uint8Array(payloadBytes).fill(round) }];
  return { type: 'raft', message: { type: 'propose', ...header, term, commands } };
}
