import { asLogIndex, asRequestId, asSequence, asTerm } from '../../src/raft/types.ts';
import { apply, readReady } from './applying.ts';
import { Coverage } from './coverage.ts';
import { Disk } from './disk.ts';
import { crashAsPlanned, diskMs, syncIfIdle } from './disk-writes.ts';
import { forkHistory, isOfAnotherEpoch, numberAnew, refuse, takeOverEpoch } from './epochs.ts';
import { EventQueue } from '../event-queue.ts';
import { History } from './history.ts';
import { Invariants } from './invariants.ts';
import { Network } from './network.ts';
import { Notebook } from './notebook.ts';
import { observe } from './observe.ts';
import { founded, laptop, memberName, nothing } from './population.ts';
import { sendSnapshot } from './snapshot-transfer.ts';
import { installSnapshot, takeSnapshotIfDue } from './snapshots.ts';
import { effectLine, inputLine } from './trace.ts';
import { violated, Violation } from './violation.ts';
import type { ConfigurationChange, Effect, Input, MemberId, RaftStatus, Sequence } from '../../src/raft/types.ts';
import type { CoreModule } from './core-module.ts';
import type { PersistEffect } from './disk.ts';
import type { Member, Run, SendEffect } from './member.ts';
import type { Random } from './random.ts';
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
  /** One for each epoch. */
  readonly histories = new Map([[0, History.first()]]);
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
    while (this.members.size < ids.length) this.create(new Disk(hardState, entries));
    for (const member of this.members.values()) this.start(member);
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

  /** The epoch that a member is in, or will start in. */
  epochOf(member: Member): number {
    return member.run?.epoch ?? member.disk.hardState.epoch;
  }

  /** The history by which what this member's clients see is judged. */
  historyOf(member: Member): History {
    const history = this.histories.get(this.epochOf(member));
    if (history === undefined) throw new Error(`epoch ${this.epochOf(member)} has no history`);
    return history;
  }

  /** The leader of the highest term in the newest epoch among those that run. */
  leader(): Member | null {
    let leader: Member | null = null;
    let highest = -1;
    const { newestEpoch } = this.invariants;
    for (const member of this.members.values()) {
      const status = this.status(member);
      if (status?.role !== 'leader' || status.epoch !== newestEpoch || status.term <= highest) continue;
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
    const member = this.create(new Disk(nothing, []));
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
    const { heartbeatMs, electionTimeoutMs, awayMs } = this.world;
    const run: Run = {
      epoch: restored.hardState.epoch,
      raft: new this.core.Raft({
        self: member.id,
        random: this.coreRandom.next,
        timing: { heartbeatMs, electionTimeoutMs, commitNoticeMs: Math.floor(heartbeatMs) % 3, awayMs },
        restored,
        admission: member.admission,
        now: member.clock.local(this.nowMs),
        trailingEntries: this.world.keptEntries,
      }),
      notebook: new Notebook(member.disk.snapshot?.data ?? null),
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
      sending: new Map(),
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
    // It will be let in behind its removal, which is committed, by no earlier leader than the one that committed last.
    const { epoch, commitIndex, lastCommittedIn } = this.invariants.newest;
    member.admission = { epoch, index: asLogIndex(commitIndex), term: asTerm(lastCommittedIn) };
    member.outbox = [];
    this.invariants.created(member.id, member.disk);
  }

  /** A person decides that the majority will not come back: this member goes on alone, in a new epoch. */
  recover(member: Member): void {
    this.crash(member, this.random.below((member.run?.writes.length ?? 0) + 1));
    // Epochs count up here: at most one member is recovered from each.
    const recovery = this.core.recoverFromLostMajority(member.id, member.disk.restored(), () => 0);
    this.note(`${member.id} recovers into epoch ${recovery.hardState.epoch} by entry ${recovery.entry.index}`);
    this.invariants.recovers(member.id, recovery);
    forkHistory(this, member, recovery.hardState.epoch);
    numberAnew(member);
    member.disk.recover(recovery);
    this.start(member);
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

  /** Its laptop is about to close, or is open again. */
  rest(member: Member, resting: boolean): void {
    const state = this.status(member)?.rest;
    if (state !== undefined && (state !== 'awake') !== resting) this.step(member, { type: 'rest', resting });
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
      this.rest(member, false);
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
    if (input.type === 'message' && isOfAnotherEpoch(run, input.message)) return refuse(this, member, run, input);
    this.countEvent();
    if (this.trace !== null) this.note(inputLine(member.id, input));
    let persist: PersistEffect | null = null;
    const result = this.stepCore(member, run, input);
    const status = run.raft.status();
    if (status.epoch !== run.epoch) takeOverEpoch(this, member, run, status.epoch);
    for (const effect of result.effects) {
      if (this.trace !== null && effect.type !== 'trace') this.note(effectLine(member.id, effect));
      if (effect.type === 'persist') {
        persist = effect;
        this.invariants.persists(member.id, effect);
      } else if (effect.type === 'install-snapshot') {
        installSnapshot(this, member, run, effect.snapshot.index);
      }
    }
    // Before anything leaves or is applied: what is committed must be so by what was on the disks until now.
    this.invariants.stepped(status, persist);
    for (const effect of result.effects) this.perform(member, run, effect);
    run.wakeAtMs = result.wakeAt;
    // Very much is applied in several steps, each due at once.
    const isDueAtOnce = status.appliedIndex < status.commitIndex;
    if (
      input.type === 'tick' &&
      result.wakeAt !== null &&
      result.wakeAt <= member.clock.local(this.nowMs) &&
      !isDueAtOnce
    )
      violated('wakes-in-the-past', `${member.id} asks to be woken in the past`);
    this.armTimer(member, run);
    takeSnapshotIfDue(this, member, run, status);
    if (persist !== null && member.crashAt?.point === 'before-sync') {
      this.coverage.count('crashes before a sync');
      crashAsPlanned(this, member, 0);
    }
  }

  countEvent(): void {
    this.events += 1;
    if (this.events > this.world.mostEvents) violated('livelock', `${this.events} events, and no end`);
  }

  /** What the core says of an input, before anything is done about it. */
  stepCore(member: Member, run: Run, input: Input): ReturnType<Run['raft']['step']> {
    try {
      return run.raft.step(input, member.clock.local(this.nowMs));
    } catch (error) {
      if (error instanceof Violation) throw error;
      return violated('core-threw', error instanceof Error ? error.message : String(error));
    }
  }

  private perform(member: Member, run: Run, effect: Effect): void {
    switch (effect.type) {
      case 'persist':
        run.writes.push(effect);
        return syncIfIdle(this, member, run);
      case 'send':
        if (effect.after !== null && effect.after > run.durableId) run.held.push(effect);
        else this.transmit(member, effect);
        return;
      case 'apply':
        for (const committed of effect.entries) apply(this, member, run, committed);
        return;
      case 'install-snapshot':
        return; // done already
      case 'read-ready':
        return readReady(this, member, run, effect.request);
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
        return this.later(member, this.nowMs + diskMs(this), () => disk.compact(through));
      }
      case 'send-snapshot':
        return sendSnapshot(this, member, run, effect);
      case 'receive-snapshot': {
        const { from, term, session, snapshot } = effect;
        run.awaited = { from, term, session, snapshot, epoch: run.epoch };
        return;
      }
      case 'trace':
        return observe(this.coverage, member.id, effect.event);
    }
  }

  // — Messages —

  transmit(member: Member, { to, message }: SendEffect): void {
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

  /** Happens now, or when the laptop wakes; not to a later run. */
  deferrable(member: Member, run: Run, happens: () => void): void {
    if (member.run !== run) return;
    if (member.isPaused) member.deferred.push(happens);
    else happens();
  }

  private create(disk: Disk): Member {
    const member = laptop(this.members.size, disk, this.random, this.world);
    this.members.set(member.id, member);
    this.invariants.created(member.id, disk);
    return member;
  }
}
