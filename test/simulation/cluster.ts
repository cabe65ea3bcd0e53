import { asMemberId, asRequestId, asSequence, asTerm, asLogIndex } from '../../src/raft/types.ts';
import type {
  CommittedEntry,
  ConfigurationChange,
  Effect,
  HardState,
  Input,
  LogEntry,
  MemberId,
  RaftStatus,
  Sequence,
} from '../../src/raft/types.ts';
import { Clock } from './clock.ts';
import { Coverage } from './coverage.ts';
import { Disk } from './disk.ts';
import { EventQueue } from '../event-queue.ts';
import { History } from './history.ts';
import { Invariants } from './invariants.ts';
import { Network } from './network.ts';
import { Notebook } from './notebook.ts';
import type { Random } from './random.ts';
import { effectLine, inputLine } from './trace.ts';
import { observe } from './observe.ts';
import { membersOf } from './quorums.ts';
import { violated, Violation } from './violation.ts';
import type { CoreModule } from './core-module.ts';
import type { PersistEffect, StoredSnapshot } from './disk.ts';
import type { Member, Run, SendEffect } from './member.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

/** More than that many members never take part in one run. */
const mostMembers = 20;

/**
 * A cluster in virtual time: real cores and the real state machine on simulated clocks, disks and network. The same
 * seed gives the same run. Every step is watched (see `invariants.ts`); a broken promise throws.
 */
export class Cluster {
  nowMs = 0;
  /** How many events have happened. */
  events = 0;
  readonly members = new Map<MemberId, Member>();
  readonly coverage = new Coverage();
  readonly invariants = new Invariants(this.coverage);
  readonly history = new History();
  readonly network: Network;
  readonly random: Random;
  world: World;
  /** Grows when all faults end: what was to end later has nothing to do then. */
  generation = 0;

  private readonly core: CoreModule;
  private readonly trace: Trace | null;
  private readonly queue = new EventQueue();
  private readonly coreRandom: Random;
  private nextRequest = 1;
  private nextValue = 1;

  constructor(core: CoreModule, world: World, random: Random, trace: Trace | null) {
    this.core = core;
    this.world = world;
    this.random = random;
    this.coreRandom = random.fork();
    this.network = new Network(random.fork(), world);
    this.trace = trace;
  }

  /** The first members, all at once. */
  found(): void {
    const ids = Array.from({ length: this.world.members }, (_, number) => memberName(number));
    const { hardState, entries } = founded(ids);
    for (const id of ids) this.create(id, new Disk(hardState, entries));
    for (const id of ids) this.start(this.member(id));
  }

  // — Who is there —

  get all(): Member[] {
    return [...this.members.values()];
  }

  member(id: MemberId): Member {
    const member = this.members.get(id);
    if (member === undefined) throw new Error(`no member ${id}`);
    return member;
  }

  status(member: Member): RaftStatus | null {
    return member.run?.raft.status() ?? null;
  }

  /** The leader of the highest term among those that run. */
  leader(): Member | null {
    let leader: Member | null = null;
    let highest = -1;
    for (const member of this.members.values()) {
      const status = this.status(member);
      if (status?.role !== 'leader' || status.term <= highest) continue;
      leader = member;
      highest = status.term;
    }
    return leader;
  }

  get hasRoom(): boolean {
    return this.members.size < mostMembers;
  }

  /** A laptop that was never part of the cluster. */
  newcomer(): Member {
    const member = this.create(memberName(this.members.size), new Disk(nothing, []));
    this.start(member);
    return member;
  }

  // — Time —

  /** Lets one event happen, if there is one until then. */
  next(untilMs: number): boolean {
    const event = this.queue.takeUpTo(untilMs);
    if (event === null) return false;
    this.nowMs = event.atMs;
    event.run();
    return true;
  }

  /** Runs until the condition holds, at most `withinMs`; looks every `everyMs`. */
  runUntil(condition: () => boolean, withinMs: number, everyMs = 20): boolean {
    const endMs = this.nowMs + withinMs;
    for (;;) {
      if (condition()) return true;
      if (this.nowMs >= endMs) return false;
      this.runTo(Math.min(this.nowMs + everyMs, endMs));
    }
  }

  runFor(durationMs: number): void {
    this.runTo(this.nowMs + durationMs);
  }

  private runTo(endMs: number): void {
    while (this.next(endMs));
    this.nowMs = endMs;
  }

  at(atMs: number, happens: () => void): void {
    this.queue.add(atMs, happens);
  }

  note(what: string): void {
    this.trace?.add(this.nowMs, what);
  }

  // — Laptops —

  start(member: Member): void {
    if (member.run !== null || member.isGone) return;
    const restored = member.disk.restored();
    this.note(`${member.id} starts in term ${restored.hardState.term} with a log up to ${member.disk.lastIndex}`);
    member.session += 1;
    if (member.session > 1) this.coverage.count('restarts');
    if (restored.snapshot !== null) this.coverage.count('restarts from a snapshot');
    const { heartbeatMs, electionTimeoutMs } = this.world;
    const run: Run = {
      raft: new this.core.Raft({
        self: member.id,
        random: this.coreRandom.next,
        timing: { heartbeatMs, electionTimeoutMs },
        restored,
        now: member.clock.local(this.nowMs),
        trailingEntries: this.world.keptEntries,
      }),
      notebook: new Notebook(member.disk.snapshot?.data),
      writes: [],
      syncing: 0,
      durableId: 0,
      held: [],
      wakeAtMs: null,
      timerAtMs: null,
      nextNumber: 1,
      reads: new Map(),
      commands: new Map(),
      isTakingSnapshot: false,
      awaited: null,
    };
    member.run = run;
    this.invariants.started(member.id);
    this.step(member, { type: 'tick' });
    const kept = [...member.outbox];
    if (kept.length > 0 && member.run === run) this.step(member, { type: 'propose', commands: kept });
    for (const other of this.members.values()) {
      if (other !== member && other.run !== null && this.network.isConnected(member.number, other.number))
        this.connect(member, other);
    }
  }

  /** The process ends; of what was not synced, `survivors` writes reached the platter all the same. */
  crash(member: Member, survivors: number): void {
    const { run } = member;
    if (run === null) return;
    this.note(`${member.id} crashes; ${survivors} of ${run.writes.length} writes survive`);
    this.coverage.count('crashes');
    if (survivors < run.writes.length) this.coverage.count('writes lost at a crash', run.writes.length - survivors);
    for (const write of run.writes.slice(0, survivors)) member.disk.write(write);
    const keepsHint = this.random.chance(0.5);
    if (!keepsHint) this.coverage.count('commit hints lost at a crash');
    member.disk.crash(keepsHint);
    member.run = null;
    member.crashAt = null;
    member.deferred.length = 0;
    if (member.isPaused) {
      member.isPaused = false;
      member.clock.goOn(this.nowMs);
    }
    this.invariants.stopped(member.id);
    for (const other of this.members.values()) if (other !== member) this.closed(member, other);
  }

  /** The disk is gone, and with it the identity, unless the member was removed before: then it may be used again. */
  wipe(member: Member): void {
    this.crash(member, 0);
    this.note(`${member.id} loses its disk`);
    member.disk = new Disk(nothing, []);
    member.outbox = [];
    this.invariants.created(member.id, member.disk);
  }

  pause(member: Member, clockGoesOn: boolean): void {
    if (member.run === null || member.isPaused) return;
    this.note(`${member.id} sleeps`);
    this.coverage.count('pauses');
    member.isPaused = true;
    if (!clockGoesOn) member.clock.stand(this.nowMs);
  }

  wake(member: Member): void {
    if (!member.isPaused) return;
    this.note(`${member.id} wakes`);
    member.isPaused = false;
    member.clock.goOn(this.nowMs);
    const { run } = member;
    for (const happens of member.deferred.splice(0)) if (member.run === run) happens();
    if (member.run !== null) this.armTimer(member, member.run);
  }

  clockChanged(member: Member): void {
    if (member.run === null) return;
    member.run.timerAtMs = null;
    this.armTimer(member, member.run);
  }

  // — Connections —

  /** Nothing arrives from one at the other, and nobody notices. */
  silence(from: Member, to: Member): void {
    this.network.cut(from.number, to.number);
  }

  unsilence(from: Member, to: Member): void {
    this.network.mend(from.number, to.number);
  }

  /** The connection closes, what is under way is lost, and both notice. */
  closed(a: Member, b: Member): void {
    this.network.close(a.number, b.number);
    this.coverage.count('connections closed');
    for (const [member, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      this.later(member, this.nowMs + this.network.delayMs(), () =>
        this.step(member, { type: 'peer-disconnected', peer: peer.id }),
      );
    }
  }

  connect(a: Member, b: Member): void {
    for (const [member, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      this.later(member, this.nowMs + this.network.delayMs() + 1, () => {
        if (peer.run !== null && this.network.isConnected(member.number, peer.number))
          this.step(member, { type: 'peer-connected', peer: peer.id });
      });
    }
  }

  /**
   * Faults end: everything is connected and quick, every clock runs true.
   *
   * @param isAfresh whether all connections are made anew, so that nothing that is under way arrives.
   */
  calm(isAfresh: boolean): void {
    this.note('all faults end');
    this.generation += 1;
    const { all } = this;
    const pairs = all.flatMap((a) => all.filter((b) => a.number < b.number).map((b) => [a, b] as const));
    const toConnect = pairs.filter(([a, b]) => isAfresh || !this.network.isConnected(a.number, b.number));
    this.network.calm();
    this.network.mendAll();
    this.world = { ...this.world, diskMs: [0.2, 5] };
    for (const member of this.members.values()) {
      member.crashAt = null;
      member.diskStalledUntilMs = 0;
      member.clock.drift(this.nowMs, 1);
      if (member.isPaused) this.wake(member);
      this.clockChanged(member);
    }
    for (const [a, b] of toConnect) {
      if (isAfresh) this.closed(a, b);
      this.connect(a, b);
    }
  }

  // — Clients —

  /** @returns whether the command was taken. */
  propose(member: Member, payload: Uint8Array): Sequence | null {
    const { run } = member;
    if (run === null || member.isPaused || run.raft.admission(payload.length) !== 'ok') return null;
    const sequence = asSequence(member.session * 2 ** 32 + run.nextNumber);
    run.nextNumber += 1;
    const command = { sequence, payload };
    member.outbox.push(command);
    this.later(member, this.nowMs, () => this.step(member, { type: 'propose', commands: [command] }));
    return sequence;
  }

  ask(member: Member, input: (request: ReturnType<typeof asRequestId>) => Input): number {
    const request = asRequestId(this.nextRequest++);
    this.step(member, input(request));
    return request;
  }

  change(member: Member, changes: readonly ConfigurationChange[]): void {
    if (member.run === null || member.isPaused || changes.length === 0) return;
    this.ask(member, (request) => ({ type: 'change', request, changes }));
  }

  /** A value that no one has used yet. */
  freshValue(): string {
    return `v${this.nextValue++}`;
  }

  // — A step and what follows —

  step(member: Member, input: Input): void {
    const { run } = member;
    if (run === null) return;
    this.events += 1;
    if (this.events > this.world.mostEvents) violated('livelock', `${this.events} events, and no end`);
    if (this.trace !== null) this.note(inputLine(member.id, input));
    let persist: PersistEffect | null = null;
    const result = this.stepCore(run, input, member.clock.local(this.nowMs));
    for (const effect of result.effects) {
      if (this.trace !== null && effect.type !== 'trace') this.note(effectLine(member.id, effect));
      if (effect.type === 'persist') {
        persist = effect;
        this.invariants.persists(member.id, effect);
      } else if (effect.type === 'install-snapshot') {
        this.installSnapshot(member, run, effect.snapshot.index);
      }
    }
    // Before anything leaves or is applied: what is committed must be so by what was on the disks until now.
    const status = run.raft.status();
    this.invariants.stepped(status, persist);
    for (const effect of result.effects) this.perform(member, run, effect);
    run.wakeAtMs = result.wakeAt;
    if (result.wakeAt !== null && result.wakeAt <= member.clock.local(this.nowMs) && input.type === 'tick')
      violated('wakes-in-the-past', `${member.id} asks to be woken in the past`);
    this.armTimer(member, run);
    this.takeSnapshotIfDue(member, run, status);
    if (persist !== null && member.crashAt?.point === 'before-sync') {
      this.coverage.count('crashes before a sync');
      this.crashFor(member, 0);
    }
  }

  private stepCore(run: Run, input: Input, localMs: number): ReturnType<Run['raft']['step']> {
    try {
      return run.raft.step(input, localMs);
    } catch (error) {
      if (error instanceof Violation) throw error;
      return violated('core-threw', error instanceof Error ? error.message : String(error));
    }
  }

  private perform(member: Member, run: Run, effect: Effect): void {
    switch (effect.type) {
      case 'persist':
        run.writes.push(effect);
        if (run.syncing === 0) this.sync(member, run);
        return;
      case 'send':
        if (effect.after !== null && effect.after > run.durableId) run.held.push(effect);
        else this.transmit(member, effect);
        return;
      case 'apply':
        for (const committed of effect.entries) this.apply(member, run, committed);
        return;
      case 'install-snapshot':
        return; // done already
      case 'read-ready':
        this.readReady(member, run, effect.request);
        return;
      case 'change-settled':
        if (effect.outcome.type === 'refused') this.coverage.count('changes refused');
        return;
      case 'transfer-settled':
        this.coverage.count(effect.outcome.type === 'transferred' ? 'transfers done' : 'transfers failed');
        return;
      case 'compact': {
        this.invariants.compacts(member.id, effect.through);
        this.coverage.count('logs compacted');
        const { disk } = member;
        const through = effect.through - this.random.below(3);
        this.later(member, this.nowMs + this.diskMs(), () => disk.compact(through));
        return;
      }
      case 'send-snapshot':
        this.sendSnapshot(member, run, effect);
        return;
      case 'receive-snapshot':
        run.awaited = { from: effect.from, term: effect.term, session: effect.session };
        return;
      case 'trace':
        observe(this.coverage, member.id, effect.event);
        return;
    }
  }

  private apply(member: Member, run: Run, committed: CommittedEntry): void {
    this.invariants.applies(member.id, committed);
    const { entry, disposition } = committed;
    if (entry.kind === 'configuration') this.configurationApplied(member, entry);
    if (entry.kind !== 'command') return;
    const isOwn = entry.member === member.id;
    if (isOwn && disposition !== 'out-of-order') this.settled(member, entry.sequence);
    if (disposition !== 'apply') return;
    const { outcome } = run.notebook.apply(entry);
    if (outcome.type === 'edited') this.coverage.count('notes edited');
    const operation = isOwn ? run.commands.get(entry.sequence) : undefined;
    if (operation === undefined) return;
    run.commands.delete(entry.sequence);
    const { action } = operation;
    if (action.type === 'compare-and-set') {
      const hasWon = outcome.type === 'register';
      this.coverage.count(hasWon ? 'compare-and-sets won' : 'compare-and-sets lost');
      const found =
        outcome.type === 'no-effect' && outcome.current ? Buffer.from(outcome.current).toString('utf8') : null;
      this.history.return(operation, { ...action, outcome: hasWon ? { type: 'set' } : { type: 'not-equal', found } });
    } else {
      this.history.return(operation, action);
    }
  }

  /** Who is removed shows that to the person and ends, most of the time at once. */
  private configurationApplied(member: Member, entry: Extract<LogEntry, { kind: 'configuration' }>): void {
    if (entry.configuration.voters.length === 0 || membersOf(entry.configuration).includes(member.id)) return;
    const wasRemoved = entry.changes.some((change) => change.type === 'remove' && change.member === member.id);
    if (!wasRemoved || this.random.chance(0.3)) return;
    this.later(member, this.nowMs + this.random.between(0, 500), () => {
      if (!membersOf(member.run?.raft.status().configuration ?? entry.configuration).includes(member.id))
        this.crash(member, 0);
    });
  }

  private settled(member: Member, sequence: number): void {
    if ((member.outbox[0]?.sequence ?? Infinity) <= sequence)
      member.outbox = member.outbox.filter((command) => command.sequence > sequence);
  }

  private readReady(member: Member, run: Run, request: number): void {
    const read = run.reads.get(request);
    if (read === undefined) return;
    run.reads.delete(request);
    const { appliedIndex, role } = run.raft.status();
    if (appliedIndex < read.committedWhenAsked)
      violated('fresh-read', `${member.id} reads at ${appliedIndex} what was asked behind ${read.committedWhenAsked}`);
    this.coverage.count('reads done');
    if (role !== 'leader') this.coverage.count('reads by followers');
    const bytes = run.notebook.state.register(read.register);
    const value = bytes === null ? null : Buffer.from(bytes).toString('utf8');
    this.history.return(read.operation, { type: 'read', value });
  }

  // — Disk —

  private sync(member: Member, run: Run): void {
    run.syncing = Math.min(run.writes.length, 1 + this.random.below(this.world.groupCommit));
    this.queue.add(this.nowMs + this.diskMs(), () => this.syncDone(member, run));
  }

  private syncDone(member: Member, run: Run): void {
    if (member.run !== run) return;
    if (member.diskStalledUntilMs > this.nowMs) {
      // Looked at again and again, for the stall may end earlier than was planned.
      this.queue.add(Math.min(member.diskStalledUntilMs, this.nowMs + 50), () => this.syncDone(member, run));
      return;
    }
    if (member.crashAt?.point === 'torn') {
      this.coverage.count('torn writes');
      return this.crashFor(member, this.random.below(run.syncing));
    }
    const written = run.writes.splice(0, run.syncing);
    for (const write of written) member.disk.write(write);
    run.syncing = 0;
    this.coverage.count('writes done', written.length);
    const persistId = written[written.length - 1]?.persistId;
    if (persistId === undefined) return;
    if (member.crashAt?.point === 'after-sync') {
      this.coverage.count('crashes after a sync');
      return this.crashFor(member, 0);
    }
    if (run.writes.length > 0) this.sync(member, run);
    this.deferrable(member, run, () => {
      run.durableId = persistId;
      // What waited for this write leaves before the core goes on, so that answers keep their order.
      let ready = 0;
      while (ready < run.held.length && (run.held[ready]!.after ?? 0) <= persistId) ready += 1;
      for (const held of run.held.splice(0, ready)) this.transmit(member, held);
      this.step(member, { type: 'persisted', persistId });
    });
  }

  private crashFor(member: Member, survivors: number): void {
    const downMs = member.crashAt?.downMs ?? 0;
    this.crash(member, survivors);
    this.queue.add(this.nowMs + downMs, () => this.start(member));
  }

  private diskMs(): number {
    return this.random.between(this.world.diskMs[0], this.world.diskMs[1]);
  }

  // — Snapshots —

  private takeSnapshotIfDue(member: Member, run: Run, status: RaftStatus): void {
    const { snapshotEveryEntries, faults } = this.world;
    if (!faults.has('snapshot') || run.isTakingSnapshot) return;
    if (status.appliedIndex - status.snapshotIndex < snapshotEveryEntries) return;
    const metadata = run.raft.snapshotMetadata();
    if (metadata === null) return;
    run.isTakingSnapshot = true;
    this.invariants.takesSnapshot(member.id, metadata, run.notebook.digest());
    const snapshot = { metadata, data: run.notebook.snapshot() };
    this.queue.add(this.nowMs + 5 * this.diskMs(), () => {
      if (member.run !== run) return;
      // Durable now; a crash before the core hears of it is one of the points to survive.
      if (metadata.index > (member.disk.snapshot?.metadata.index ?? 0)) member.disk.snapshot = snapshot;
      this.coverage.count('snapshots taken');
      this.deferrable(member, run, () => {
        run.isTakingSnapshot = false;
        this.step(member, { type: 'snapshot-taken', snapshot: metadata });
      });
    });
  }

  /** On a connection of its own; what is under way when that closes is lost. */
  private sendSnapshot(member: Member, run: Run, effect: Extract<Effect, { type: 'send-snapshot' }>): void {
    const { to, term, session } = effect;
    const receiver = this.member(to);
    const snapshot = member.disk.snapshot;
    const fate = this.network.send(member.number, receiver.number, this.nowMs);
    const arrives = snapshot?.metadata.index === effect.snapshot.index && fate.copiesAtMs.length > 0;
    this.coverage.count('snapshots sent');
    const failed = (): void => {
      this.coverage.count('snapshots failed under way');
      this.deferrable(member, run, () => this.step(member, { type: 'snapshot-send-failed', to, term, session }));
    };
    this.queue.add(this.nowMs + this.network.delayMs() * (1 + this.random.below(20)), () => {
      const awaited = receiver.run?.awaited;
      const isExpected =
        awaited?.from === member.id && awaited.term === term && awaited.session === session && !receiver.isPaused;
      const isThrough = arrives && isExpected && this.network.arrives(member.number, receiver.number, fate.epoch);
      if (isThrough) this.receiveSnapshot(receiver, snapshot, failed);
      else failed();
    });
  }

  private receiveSnapshot(receiver: Member, snapshot: StoredSnapshot, failed: () => void): void {
    const { run } = receiver;
    if (run === null) return failed();
    const { awaited } = run;
    this.queue.add(this.nowMs + 5 * this.diskMs(), () => {
      // Sessions of two leaders may have the same number: the attempt is over once another one was announced.
      if (receiver.run !== run || run.awaited !== awaited || awaited === null) return failed();
      run.awaited = null;
      const index = receiver.disk.snapshot?.metadata.index ?? 0;
      if (snapshot.metadata.index > index) receiver.disk.snapshot = snapshot;
      this.deferrable(receiver, run, () =>
        this.step(receiver, { type: 'snapshot-received', ...awaited, snapshot: snapshot.metadata }),
      );
    });
  }

  private installSnapshot(member: Member, run: Run, index: number): void {
    const { snapshot } = member.disk;
    if (snapshot?.metadata.index !== index)
      violated('snapshot-is-the-state', `${member.id} installs a snapshot at ${index} that its disk does not have`);
    this.coverage.count('snapshots installed');
    this.invariants.installsSnapshot(member.id, snapshot.metadata);
    run.notebook = new Notebook(snapshot.data);
    this.invariants.checkState(member.id, index, run.notebook.digest());
    const done = snapshot.metadata.sessions.find(([proposer]) => proposer === member.id);
    if (done !== undefined) this.settled(member, done[1]);
  }

  // — Messages —

  private transmit(member: Member, { to, message }: SendEffect): void {
    this.invariants.sends(member.id, to, message);
    const receiver = this.members.get(to);
    if (receiver === undefined || receiver.run === null) return;
    const { copiesAtMs, epoch, mayBeOvertaken } = this.network.send(member.number, receiver.number, this.nowMs);
    if (mayBeOvertaken) this.coverage.count('messages overtaken');
    if (copiesAtMs.length === 0) this.coverage.count('messages lost');
    if (copiesAtMs.length > 1) this.coverage.count('messages doubled');
    const input: Input = { type: 'message', from: member.id, message };
    const { generation } = this;
    copiesAtMs.forEach((atMs, copy) => {
      this.queue.add(atMs, () => {
        const { run } = receiver;
        // A second copy is not bound to a connection, nor to this run of its receiver: old messages must do no harm.
        const arrives =
          copy === 0
            ? this.network.arrives(member.number, receiver.number, epoch)
            : generation === this.generation && this.network.isConnected(member.number, receiver.number);
        if (run === null || !arrives) return;
        this.coverage.count('messages delivered');
        this.deferrable(receiver, run, () => this.step(receiver, input));
      });
    });
  }

  // — Timers —

  private armTimer(member: Member, run: Run): void {
    if (run.wakeAtMs === null) return;
    // Rounded up as a driver does: a timer that fires early would only be set again.
    const atMs = Math.max(this.nowMs, member.clock.trueTimeOf(run.wakeAtMs)) + 0.01;
    if (atMs === Infinity || (run.timerAtMs !== null && run.timerAtMs <= atMs)) return;
    run.timerAtMs = atMs;
    this.queue.add(atMs, () => {
      if (member.run !== run || run.timerAtMs !== atMs) return;
      run.timerAtMs = null;
      this.deferrable(member, run, () => {
        if (run.wakeAtMs !== null && member.clock.local(this.nowMs) >= run.wakeAtMs)
          this.step(member, { type: 'tick' });
        else this.armTimer(member, run);
      });
    });
  }

  /** Something that happens to this run of a member, not to a later one. */
  later(member: Member, atMs: number, happens: () => void): void {
    const { run } = member;
    if (run === null) return;
    this.queue.add(atMs, () => this.deferrable(member, run, happens));
  }

  private deferrable(member: Member, run: Run, happens: () => void): void {
    if (member.run !== run) return;
    if (member.isPaused) member.deferred.push(happens);
    else happens();
  }

  private create(id: MemberId, disk: Disk): Member {
    const { random, world } = this;
    const rate = world.drift === 0 ? 1 : random.between(1 / (1 + world.drift), 1 + world.drift);
    const member: Member = {
      id,
      number: this.members.size,
      clock: new Clock(random.between(0, 1e6), rate),
      disk,
      run: null,
      session: 0,
      outbox: [],
      edits: 0,
      isPaused: false,
      deferred: [],
      diskStalledUntilMs: 0,
      crashAt: null,
      isGone: false,
    };
    this.members.set(id, member);
    this.invariants.created(id, disk);
    return member;
  }
}

export function memberName(number: number): MemberId {
  return asMemberId(String.fromCharCode('A'.charCodeAt(0) + number));
}

const nothing: HardState = { epoch: 0, term: asTerm(0), votedFor: null, commitIndex: asLogIndex(0) };

/** What all founders start from: a committed configuration of them all. */
function founded(voters: readonly MemberId[]): {
  readonly hardState: HardState;
  readonly entries: readonly LogEntry[];
} {
  const [founder = memberName(0)] = voters;
  const index = asLogIndex(1);
  const term = asTerm(1);
  return {
    hardState: { epoch: 0, term, votedFor: founder, commitIndex: index },
    entries: [
      {
        kind: 'configuration',
        index,
        term,
        configuration: { voters, learners: [], votersOutgoing: [], demoted: [] },
        changes: [{ type: 'create', member: founder }],
        requestedBy: founder,
      },
    ],
  };
}
