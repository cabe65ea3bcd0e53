import type { Cluster } from '../../src/member/cluster.ts';
import { defaultDigestPolicy } from '../../src/member/divergence.ts';
import { MemberRecord } from '../../src/member/member-record.ts';
import { OwnMembership } from '../../src/member/own-membership.ts';
import type { MemberId } from '../../src/raft/types.ts';
import type { DataDirectory } from '../../src/storage/data-directory.ts';
import { FoundTexts } from '../../src/storage/found-texts.ts';
import { randomFrom, SimulatedDisk } from '../storage/simulated-disk.ts';
import type { Room } from './room.ts';

/** Small, so that a short run passes through everything: snapshots, segments, cuts, installs. */
const policy = { everyEntries: 10, everyBytes: 1e9, trailingEntries: 2 };
const logSizes = { segmentBytes: 3_000, spareBytes: 2_048 };
const sectorBytes = 512;

/** A laptop with a disk in memory. All that a member does there is the real thing; only disk and network are not. */
export class SimulatedLaptop {
  readonly name: string;
  readonly id: MemberId;
  readonly disk: SimulatedDisk;
  readonly #room: Room;
  readonly #random: () => number;
  readonly #fail: (error: unknown) => void;
  #membership: OwnMembership | null = null;
  /** Which run of its process this is; null: none. */
  #run: symbol | null = null;

  /** `fail` hears of what no death of the process explains. */
  constructor(name: string, seed: number, room: Room, fail: (error: unknown) => void) {
    this.id = memberNamed(name);
    this.name = name;
    this.#random = randomFrom(seed);
    this.disk = new SimulatedDisk(this.#random, sectorBytes);
    this.#room = room;
    this.#fail = fail;
  }

  /** Whether its process runs: dead ones do until they are buried. */
  get runs(): boolean {
    return this.#run !== null;
  }

  /** Null unless it has started, and lives. */
  get membership(): OwnMembership | null {
    return this.disk.isDead ? null : this.#membership;
  }

  get cluster(): Cluster | null {
    return this.membership?.cluster ?? null;
  }

  /** Starts its member, as `Member.start` does. Never comes to an end if the process dies meanwhile. */
  async start(): Promise<void> {
    const run = Symbol('run');
    this.#run = run;
    const fail = (error: unknown): void => {
      if (this.#run === run && !this.disk.isDead) this.#fail(error);
    };
    const files = this.disk.forThisProcess(() => this.#turn());
    await files.makeDirectory(root);
    await files.syncDirectory('/');
    const directory = dataDirectory(files);
    const record = await MemberRecord.open(directory, this.name);
    // Nothing is awaited between entering the room and having a membership: from then on others ask for it.
    const found = await FoundTexts.open(directory.foundPath, files);
    const cluster = (): Cluster | null => membership.cluster;
    const network = this.#room.enter({
      self: this.id,
      hello: () => {
        const present = cluster();
        const named = present && {
          id: present.id,
          name: present.name,
          memberCount: Math.max(1, present.memberCount()),
        };
        return { appVersion: 'test', name: this.name, cluster: named };
      },
      standing: (peer) => cluster()?.admission.standing(peer) ?? { type: 'stranger' },
      onPeerConnected: (peer) => cluster()?.peerConnected(peer),
      onPeerDisconnected: (peer) => cluster()?.peerDisconnected(peer),
      onFrame: (from, frame) => cluster()?.frame(from, frame),
      onJoinAsked: async (request, clusterId, signal) =>
        (await cluster()?.admission.asked(request, clusterId, signal)) ?? { type: 'unavailable', reason: 'no-cluster' },
      onSnapshot: async (from, offer) =>
        (await cluster()?.receiveSnapshot(from, offer)) ?? { type: 'refused', reason: 'It is in no cluster.' },
      onStanding: (peer, standing) => {
        if (standing.type === 'removed') cluster()?.admission.heardRemoved(peer, standing);
      },
    });
    const membership = new OwnMembership({
      directory,
      record,
      network: () => network,
      snapshots: policy,
      entered: (entered) => {
        entered.halted.listen(fail);
        entered.noticed.listen((notice) => {
          if (notice.type === 'edit-lost') fail(new Error(`an edit was lost: ${JSON.stringify(notice)}`));
        });
      },
      notice: (notice) => fail(new Error(`it takes a crash for damage: ${JSON.stringify(notice)}`)),
      digests: defaultDigestPolicy,
      awayMs: 60_000,
      found,
      reloaded: () => fail(new Error('the notes were found to differ')),
      left: () => undefined,
      changed: () => undefined,
      fail,
    });
    await membership.resume();
    const phase = membership.phase();
    if (phase.type === 'repairing') fail(new Error(`it takes a crash for damage: ${JSON.stringify(phase)}`));
    if (this.#run === run) this.#membership = membership;
  }

  /** Ends its member in order. */
  async stop(): Promise<void> {
    const membership = this.#membership;
    await membership?.stop();
    this.bury();
  }

  /** Some operations take longer than others, so that what goes on at the same time comes in any order. */
  async #turn(): Promise<void> {
    if (this.#random() < 0.5) await new Promise((resolve) => setTimeout(resolve, this.#random() * 4));
  }

  /** The process is gone; nothing of it is heard of any more. */
  bury(): void {
    this.#run = null;
    this.#membership = null;
    this.#room.leave(this.id);
  }
}

/** As long as a PeerId, and in its alphabet. */
export function memberNamed(name: string): MemberId {
  return name.padEnd(52, 'x') as MemberId;
}

const root = '/data';

function dataDirectory(files: DataDirectory['files']): DataDirectory {
  return {
    path: root,
    identityPath: `${root}/identity.key`,
    memberFilePath: `${root}/member.json`,
    logPath: `${root}/log`,
    outboxPath: `${root}/outbox`,
    snapshotsPath: `${root}/snapshots`,
    leftPath: `${root}/left`,
    damagedPath: `${root}/damaged`,
    foundPath: `${root}/found`,
    holder: { pid: 1, host: 'here', startedAtMs: 0 },
    files,
    logSizes,
    release: () => Promise.resolve(),
  };
}
