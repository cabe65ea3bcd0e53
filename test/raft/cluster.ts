import { Raft, createCluster, emptyRestored } from '../../src/raft/raft.ts';
import { asMemberId, asRequestId, asSequence } from '../../src/raft/types.ts';
import type {
  ChangeOutcome,
  ConfigurationChange,
  Effect,
  HardState,
  Input,
  LogEntry,
  MemberId,
  Message,
  ProposedCommand,
  Restored,
  Sequence,
  SnapshotMetadata,
  Timing,
  TransferOutcome,
} from '../../src/raft/types.ts';
import { timing } from './member.ts';
import { SafetyChecker } from './safety-checker.ts';
import { EventQueue } from '../event-queue.ts';
import { seededRandom } from '../seeded-random.ts';

/** How the simulated world behaves. Times in milliseconds, both bounds included; `loss` is a probability. */
export interface World {
  readonly seed: number;
  readonly timing: Timing;
  readonly networkDelayMs: readonly [number, number];
  readonly loss: number;
  readonly diskDelayMs: readonly [number, number];
  /** A member takes a snapshot each time it has applied so many entries since the last; null: never. */
  readonly snapshotEvery: number | null;
  readonly trailingEntries: number;
}

const calmWorld: Omit<World, 'seed'> = {
  timing,
  networkDelayMs: [1, 3],
  loss: 0,
  diskDelayMs: [1, 4],
  snapshotEvery: null,
  trailingEntries: 4,
};

/** The state machine at one moment, as it is sent and kept. */
interface Snapshot {
  readonly metadata: SnapshotMetadata;
  readonly applied: readonly string[];
}

/** What a disk keeps over a crash, and what it was told but has not synced yet. */
interface Disk {
  hardState: HardState;
  /** The newest alone: an older one is of no use. */
  snapshot: Snapshot | null;
  /** Consecutive; from 1 unless the log was cut. */
  entries: LogEntry[];
  /** A commit hint that a crash may take away. */
  unsyncedHardState: HardState | null;
}

type PersistEffect = Extract<Effect, { type: 'persist' }>;
type SendEffect = Extract<Effect, { type: 'send' }>;

interface Running {
  readonly raft: Raft;
  /** Tells events of an earlier run of this member from those of this one. */
  readonly run: number;
  readonly writes: PersistEffect[];
  durablePersistId: number;
  readonly held: SendEffect[];
  wakeAtMs: number | null;
  nextNumber: number;
  readonly session: number;
  /** When the next snapshot is due. */
  snapshotDueAt: number;
  /** For each read under way: what was committed anywhere when it was asked. */
  readonly reads: Map<number, number>;
}

/** One member with its disk and its driver, which keeps its unapplied commands over a crash as the outbox does. */
export interface SimulatedMember {
  readonly id: MemberId;
  readonly disk: Disk;
  running: Running | null;
  runs: number;
  outbox: ProposedCommand[];
  /** Text of all commands applied in this run. */
  applied: string[];
  readsDone: number;
  readonly outcomes: ChangeOutcome[];
  readonly transfers: TransferOutcome[];
}

/**
 * A cluster in virtual time: real cores, simulated clocks, disks and network. The same seed gives the same run. Every
 * step is checked against the promises of Raft (figure 3); a broken one throws.
 */
export class SimulatedCluster {
  nowMs = 0;
  readonly members = new Map<MemberId, SimulatedMember>();
  readonly random: () => number;
  readonly checker = new SafetyChecker();
  messagesSent = 0;
  /** How often something rare happened, so that a run that never got there is seen. */
  readonly seen = { snapshotsInstalled: 0, jointConfigurations: 0, transfers: 0, stalledDisks: 0, proposalsHeld: 0 };

  private world: World;
  private readonly events = new EventQueue();
  private readonly blocked = new Set<string>();
  private nextRequest = 1;

  constructor(world: Partial<World> & { readonly seed: number }) {
    this.world = { ...calmWorld, ...world };
    this.random = seededRandom(world.seed);
  }

  /** A cluster of `size` voters that are all up and connected. */
  static of(size: number, world: Partial<World> & { readonly seed: number }): SimulatedCluster {
    const cluster = new SimulatedCluster(world);
    const ids = Array.from({ length: size }, (_, position) => memberName(position));
    const [founder = memberName(0)] = ids;
    const { hardState, entries } = createCluster(founder);
    const [first] = entries;
    if (first?.kind !== 'configuration') throw new Error('a cluster starts with a configuration');
    const founding = { ...first, configuration: { ...first.configuration, voters: ids } };
    for (const id of ids) {
      cluster.addMember(id, { hardState: { ...hardState, votedFor: founder }, snapshot: null, entries: [founding] });
    }
    return cluster;
  }

  /** Starts a member with this on its disk (default: a newcomer with an empty one). */
  addMember(id: MemberId, restored: Restored = emptyRestored): SimulatedMember {
    const member: SimulatedMember = {
      id,
      disk: { hardState: restored.hardState, snapshot: null, entries: [...restored.entries], unsyncedHardState: null },
      running: null,
      runs: 0,
      outbox: [],
      applied: [],
      readsDone: 0,
      outcomes: [],
      transfers: [],
    };
    this.members.set(id, member);
    this.restart(id);
    return member;
  }

  member(id: MemberId): SimulatedMember {
    const member = this.members.get(id);
    if (member === undefined) throw new Error(`no member ${id}`);
    return member;
  }

  raft(id: MemberId): Raft {
    const { running } = this.member(id);
    if (running === null) throw new Error(`${id} is down`);
    return running.raft;
  }

  get ids(): MemberId[] {
    return [...this.members.keys()];
  }

  get upIds(): MemberId[] {
    return this.ids.filter((id) => this.member(id).running !== null);
  }

  /** The leader of the highest term among the running members. */
  leader(): MemberId | null {
    const leaders = this.upIds.filter((id) => this.raft(id).status().role === 'leader');
    leaders.sort((a, b) => this.raft(b).status().term - this.raft(a).status().term);
    return leaders[0] ?? null;
  }

  changeWorld(world: Partial<World>): void {
    this.world = { ...this.world, ...world };
  }

  run(durationMs: number): void {
    this.runUntil(() => false, durationMs);
  }

  /** Runs until the condition holds, at most `withinMs`; returns whether it came to hold. */
  runUntil(condition: () => boolean, withinMs: number): boolean {
    const endMs = this.nowMs + withinMs;
    if (condition()) return true;
    for (let event = this.events.takeUpTo(endMs); event !== null; event = this.events.takeUpTo(endMs)) {
      this.nowMs = event.atMs;
      event.run();
      if (condition()) return true;
    }
    this.nowMs = endMs;
    return false;
  }

  /** Proposes one command at a member; its text says whose it is. */
  propose(id: MemberId, size = 8): Sequence | null {
    const member = this.member(id);
    const { running } = member;
    if (running === null || running.raft.admission(size) !== 'ok') return null;
    const sequence = asSequence(running.session * 2 ** 32 + running.nextNumber);
    running.nextNumber += 1;
    const command = { sequence, payload: new TextEncoder().encode(`${id}/${sequence}`.padEnd(size, '.')) };
    member.outbox.push(command);
    this.step(member, { type: 'propose', commands: [command] });
    return sequence;
  }

  read(id: MemberId): void {
    const member = this.member(id);
    if (member.running === null) return;
    const request = this.nextRequest++;
    member.running.reads.set(request, this.checker.committedCount);
    this.step(member, { type: 'read', request: asRequestId(request) });
  }

  change(id: MemberId, ...changes: ConfigurationChange[]): void {
    const member = this.member(id);
    if (member.running === null) return;
    this.step(member, { type: 'change', request: asRequestId(this.nextRequest++), changes });
  }

  transfer(id: MemberId, to: MemberId | null): void {
    const member = this.member(id);
    if (member.running === null) return;
    this.step(member, { type: 'transfer', request: asRequestId(this.nextRequest++), to });
  }

  crash(id: MemberId): void {
    const member = this.member(id);
    const { running, disk } = member;
    if (running === null) return;
    // Some of what was not synced may have reached the platter all the same, in order.
    const survivors = Math.floor(this.random() * (running.writes.length + 1));
    for (const write of running.writes.slice(0, survivors)) writeToDisk(disk, write);
    if (disk.unsyncedHardState !== null && this.random() < 0.5) disk.hardState = disk.unsyncedHardState;
    disk.unsyncedHardState = null;
    member.running = null;
    for (const other of this.upIds) this.connectionEvent(other, id, 'peer-disconnected');
  }

  restart(id: MemberId): void {
    const member = this.member(id);
    if (member.running !== null) return;
    member.runs += 1;
    const { snapshot, hardState, entries } = member.disk;
    member.applied = [...(snapshot?.applied ?? [])];
    const restored = { hardState, snapshot: snapshot?.metadata ?? null, entries: [...entries] };
    member.running = {
      raft: new Raft({
        self: id,
        random: this.random,
        timing: this.world.timing,
        restored,
        now: this.nowMs,
        trailingEntries: this.world.trailingEntries,
      }),
      run: member.runs,
      writes: [],
      durablePersistId: 0,
      held: [],
      wakeAtMs: null,
      nextNumber: 1,
      session: member.runs,
      snapshotDueAt: (snapshot?.metadata.index ?? 0) + (this.world.snapshotEvery ?? Infinity),
      reads: new Map(),
    };
    this.checker.restarted(id, restored);
    this.step(member, { type: 'tick' });
    const kept = [...member.outbox];
    if (kept.length > 0) this.step(member, { type: 'propose', commands: kept });
    for (const other of this.upIds) {
      if (other !== id && this.isConnected(id, other)) this.connect(id, other);
    }
  }

  /** Cuts every connection between members of different groups; those not named are on their own. */
  partition(...groups: readonly (readonly MemberId[])[]): void {
    const groupOf = (id: MemberId): number | string => {
      const position = groups.findIndex((group) => group.includes(id));
      return position === -1 ? id : position;
    };
    for (const a of this.ids) {
      for (const b of this.ids) {
        if (a < b && groupOf(a) !== groupOf(b)) this.cut(a, b);
      }
    }
  }

  /** Cuts the connection between two members, and both notice. */
  cut(a: MemberId, b: MemberId): void {
    const wasConnected = this.isConnected(a, b);
    this.blocked.add(link(a, b)).add(link(b, a));
    if (!wasConnected) return;
    this.connectionEvent(a, b, 'peer-disconnected');
    this.connectionEvent(b, a, 'peer-disconnected');
  }

  /** Drops everything from one member to another, and nobody notices. */
  silence(from: MemberId, to: MemberId): void {
    this.blocked.add(link(from, to));
  }

  heal(): void {
    for (const a of this.ids) {
      for (const b of this.ids) {
        if (a >= b || this.isConnected(a, b)) continue;
        this.blocked.delete(link(a, b));
        this.blocked.delete(link(b, a));
        if (this.member(a).running !== null && this.member(b).running !== null) this.connect(a, b);
      }
    }
  }

  /** Hands a member an input now, as its driver would. */
  input(id: MemberId, input: Input): void {
    this.step(this.member(id), input);
  }

  private step(member: SimulatedMember, input: Input): void {
    const { running } = member;
    if (running === null) return;
    const { effects, wakeAt } = running.raft.step(input, this.nowMs);
    for (const effect of effects) this.perform(member, running, effect);
    this.checker.stepped(running.raft, this.nowMs, (id) => this.members.get(id)?.disk ?? null);
    this.takeSnapshotIfDue(member, running);
    if (wakeAt !== null && wakeAt <= this.nowMs) throw new Error(`${member.id} asks to be woken in the past`);
    if (wakeAt === running.wakeAtMs) return;
    running.wakeAtMs = wakeAt;
    if (wakeAt === null) return;
    this.later(member, wakeAt, () => {
      if (running.wakeAtMs !== wakeAt) return;
      running.wakeAtMs = null;
      this.step(member, { type: 'tick' });
    });
  }

  private perform(member: SimulatedMember, running: Running, effect: Effect): void {
    switch (effect.type) {
      case 'persist':
        this.checker.persists(member.id, effect, running.raft);
        running.writes.push(effect);
        if (running.writes.length === 1) this.writeNext(member, running);
        return;
      case 'send':
        if (effect.after !== null && effect.after > running.durablePersistId) running.held.push(effect);
        else this.transmit(member, effect);
        return;
      case 'apply':
        for (const committed of effect.entries) {
          this.checker.applied(member.id, committed);
          const { entry, disposition } = committed;
          if (entry.kind !== 'command') continue;
          if (disposition === 'apply') member.applied.push(new TextDecoder().decode(entry.payload));
          if (entry.member === member.id && disposition !== 'out-of-order') {
            member.outbox = member.outbox.filter((command) => command.sequence > entry.sequence);
          }
        }
        return;
      case 'read-ready': {
        const committedWhenAsked = running.reads.get(effect.request);
        running.reads.delete(effect.request);
        member.readsDone += 1;
        if (committedWhenAsked === undefined || running.raft.status().appliedIndex < committedWhenAsked) {
          throw new Error(`a read at ${member.id} misses what was committed before it was asked`);
        }
        return;
      }
      case 'change-settled':
        member.outcomes.push(effect.outcome);
        return;
      case 'transfer-settled':
        member.transfers.push(effect.outcome);
        if (effect.outcome.type === 'transferred') this.seen.transfers += 1;
        return;
      case 'install-snapshot': {
        const { snapshot } = member.disk;
        if (snapshot?.metadata.index !== effect.snapshot.index) throw new Error(`${member.id} has no such snapshot`);
        member.applied = [...snapshot.applied];
        this.checker.installed(member.id, effect.snapshot);
        this.seen.snapshotsInstalled += 1;
        const done = new Map(effect.snapshot.sessions).get(member.id) ?? 0;
        member.outbox = member.outbox.filter((command) => command.sequence > done);
        return;
      }
      case 'send-snapshot':
        this.sendSnapshot(member, effect);
        return;
      case 'receive-snapshot':
        return;
      case 'compact':
        // Whenever it likes, or never: a crash may come before.
        this.later(member, this.nowMs + this.between(this.world.diskDelayMs) * 10, () => {
          member.disk.entries = member.disk.entries.filter((entry) => entry.index > effect.through);
        });
        return;
      case 'trace':
        if (effect.event.type === 'configuration' && effect.event.configuration.votersOutgoing.length > 0) {
          this.seen.jointConfigurations += 1;
        }
        if (effect.event.type === 'step-down' && effect.event.reason === 'disk-stalled') this.seen.stalledDisks += 1;
        if (effect.event.type === 'rejected-message') {
          throw new Error(`${member.id} rejected a correct member's message: ${effect.event.reason}`);
        }
        return;
    }
  }

  private takeSnapshotIfDue(member: SimulatedMember, running: Running): void {
    if (this.world.snapshotEvery === null || running.raft.status().appliedIndex < running.snapshotDueAt) return;
    const metadata = running.raft.snapshotMetadata();
    if (metadata === null) return;
    running.snapshotDueAt = metadata.index + this.world.snapshotEvery;
    const snapshot = { metadata, applied: [...member.applied] };
    this.later(member, this.nowMs + this.between(this.world.diskDelayMs), () => {
      keepNewest(member.disk, snapshot);
      this.step(member, { type: 'snapshot-taken', snapshot: metadata });
    });
  }

  /** Takes a while; comes to nothing if the connection is cut or the receiver dies meanwhile, or at random. */
  private sendSnapshot(member: SimulatedMember, effect: Extract<Effect, { type: 'send-snapshot' }>): void {
    const { to, term, session } = effect;
    const { snapshot } = member.disk;
    const receiver = this.members.get(to);
    const { runs } = receiver ?? { runs: 0 };
    this.later(member, this.nowMs + 5 * this.between(this.world.networkDelayMs), () => {
      const isLost = this.blocked.has(link(member.id, to)) || this.random() < this.world.loss;
      // Only what was offered is sent; a newer one has taken its place if the leader took one meanwhile.
      const isGone = snapshot === null || snapshot.metadata.index !== effect.snapshot.index;
      if (isLost || isGone || receiver === undefined || receiver.running === null || receiver.runs !== runs) {
        this.step(member, { type: 'snapshot-send-failed', to, term, session });
        return;
      }
      keepNewest(receiver.disk, snapshot);
      if (receiver.disk.snapshot !== snapshot) return;
      this.step(receiver, { type: 'snapshot-received', from: member.id, term, session, snapshot: snapshot.metadata });
    });
  }

  private writeNext(member: SimulatedMember, running: Running): void {
    this.later(member, this.nowMs + this.between(this.world.diskDelayMs), () => {
      const write = running.writes.shift();
      if (write === undefined) return;
      writeToDisk(member.disk, write);
      running.durablePersistId = write.persistId;
      const released = running.held.filter((send) => (send.after ?? 0) <= write.persistId);
      running.held.splice(0, running.held.length, ...running.held.filter((send) => !released.includes(send)));
      for (const send of released) this.transmit(member, send);
      if (running.writes.length > 0) this.writeNext(member, running);
      this.step(member, { type: 'persisted', persistId: write.persistId });
    });
  }

  private transmit(member: SimulatedMember, { to, message }: SendEffect): void {
    this.messagesSent += 1;
    if (message.type === 'propose-held') this.seen.proposalsHeld += 1;
    this.checker.answers(member.id, to, message, member.disk);
    if (this.blocked.has(link(member.id, to)) || this.random() < this.world.loss) return;
    const receiver = this.members.get(to);
    if (receiver === undefined || receiver.running === null) return;
    this.later(receiver, this.nowMs + this.between(this.world.networkDelayMs), () => {
      if (!this.blocked.has(link(member.id, to))) this.deliver(receiver, member.id, message);
    });
  }

  private deliver(receiver: SimulatedMember, from: MemberId, message: Message): void {
    this.step(receiver, { type: 'message', from, message });
  }

  private connect(a: MemberId, b: MemberId): void {
    this.connectionEvent(a, b, 'peer-connected');
    this.connectionEvent(b, a, 'peer-connected');
  }

  private connectionEvent(id: MemberId, peer: MemberId, type: 'peer-connected' | 'peer-disconnected'): void {
    const member = this.member(id);
    this.later(member, this.nowMs + this.between(this.world.networkDelayMs), () => this.step(member, { type, peer }));
  }

  private isConnected(a: MemberId, b: MemberId): boolean {
    return !this.blocked.has(link(a, b)) && !this.blocked.has(link(b, a));
  }

  /** Something that happens to this run of a member, not to a later one. */
  private later(member: SimulatedMember, atMs: number, happens: () => void): void {
    const { runs } = member;
    this.events.add(atMs, () => {
      if (member.running !== null && member.runs === runs) happens();
    });
  }

  private between([least, most]: readonly [number, number]): number {
    return least + this.random() * (most - least);
  }
}

export function memberName(position: number): MemberId {
  return asMemberId(String.fromCharCode('A'.charCodeAt(0) + position));
}

function link(from: MemberId, to: MemberId): string {
  return `${from}>${to}`;
}

function writeToDisk(disk: Disk, write: PersistEffect): void {
  if (!write.mustSync) {
    disk.unsyncedHardState = write.hardState;
    return;
  }
  if (disk.unsyncedHardState !== null) disk.hardState = disk.unsyncedHardState;
  disk.unsyncedHardState = null;
  if (write.resetTo !== null) disk.entries = [];
  const { truncateFrom } = write;
  if (truncateFrom !== null) disk.entries = disk.entries.filter((entry) => entry.index < truncateFrom);
  disk.entries.push(...write.entries);
  if (write.hardState !== null) disk.hardState = write.hardState;
}

function keepNewest(disk: Disk, snapshot: Snapshot): void {
  if (disk.snapshot === null || disk.snapshot.metadata.index < snapshot.metadata.index) disk.snapshot = snapshot;
}
