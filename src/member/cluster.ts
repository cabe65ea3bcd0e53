import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterStatus, LogLine, Notice, NoteLine } from '../api/contract.ts';
import type { Network, PeerFrame, SnapshotOffer, SnapshotReception } from '../network/types.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { Command } from '../notes/types.ts';
import { isVoter, membersOf } from '../raft/configuration.ts';
import { Raft } from '../raft/raft.ts';
import {
  asLogIndex,
  asMemberId,
  lanTiming,
  type CommittedEntry,
  type LogEntry,
  type MemberId,
  type SnapshotMetadata,
} from '../raft/types.ts';
import type { LogStore, Outbox } from '../storage/types.ts';
import { Absences } from './absences.ts';
import type { AdmissionBook } from './admission-book.ts';
import { Admission } from './admission.ts';
import { ClosingInOrder } from './closing.ts';
import { CommandApplier } from './command-applier.ts';
import type { ClusterState, SetAside } from './cluster-state.ts';
import { clusterStatus } from './cluster-status.ts';
import type { Disk } from './disk.ts';
import { ownDiskFullError } from './disk.ts';
import { diskAdvice } from './disk-error.ts';
import { Divergence, type DigestPolicy, type Finding } from './divergence.ts';
import { Documents, type DocumentEvent } from './documents.ts';
import { Emitter, Throttle } from './emitter.ts';
import { ApiError, divergedError, messageOf } from './errors.ts';
import { Invites } from './invites.ts';
import { Leadership } from './leadership.ts';
import { logLines } from './log-lines.ts';
import { LogProgress } from './log-progress.ts';
import { MembershipChanges } from './membership-changes.ts';
import { appVersions } from './nearby-status.ts';
import { noteLines } from './note-lines.ts';
import { Proposals, type Applied } from './proposals.ts';
import { RaftDriver, type SnapshotEffect } from './raft-driver.ts';
import { Recovery } from './recovery.ts';
import type { RecoveryPlan } from './recovery-facts.ts';
import { Room } from './room.ts';
import { Snapshots, type Captured, type SnapshotPolicy } from './snapshots.ts';
import { admissionOf, type Introduction } from './trust.ts';
import { newerCommand } from './update-needed.ts';
import { WrongNotes } from './wrong-notes.ts';

export interface ClusterIdentity {
  readonly id: string;
  readonly name: string;
  readonly introduction: Introduction | null;
}

export interface ClusterOptions {
  readonly self: MemberId;
  readonly identity: ClusterIdentity;
  readonly session: number;
  readonly network: Network;
  readonly admissions: AdmissionBook;
  readonly ownName: () => string;
  readonly snapshots: SnapshotPolicy;
  /** Whether this laptop lost its log, and receives everything anew. */
  readonly isRepair: boolean;
  readonly digests: DigestPolicy;
  /** A voter that was silent for so long becomes a learner, if a majority is there to decide it. */
  readonly awayMs: number;
  /** What was found before this start, and not put right yet. */
  readonly diverged: Finding | null;
}

const statusIntervalMs = 50;
const logIntervalMs = 100;
/** The list of notes goes out whole: with thousands of notes, not at every keystroke. */
const notesIntervalMs = 250;
/** A leader that is to be removed tries no longer than this to hand over first. */
const handOverLimitMs = 1_500;
/** How long a member that stops waits for its disk to keep what it knows to be committed. */
const keepLimitMs = 500;
/** Entries before the shown ones that are looked at: a joint configuration is left well within this. */
const logContext = 500;

/** This laptop's part in one cluster: consensus, state machine, waiting edits and who is let in. */
export class Cluster {
  readonly notes: NotesState;
  readonly documents: Documents;
  readonly admission: Admission;
  readonly invites: Invites;
  readonly leadership: Leadership;
  readonly recovery: Recovery;
  readonly closing: ClosingInOrder;
  /** What was damaged at this start and could be done without. */
  readonly setAside: readonly SetAside[];
  readonly statusChanged = new Emitter<void>();
  readonly notesChanged = new Emitter<void>();
  readonly logChanged = new Emitter<void>();
  readonly documentChanged = new Emitter<DocumentEvent>();
  readonly noticed = new Emitter<Notice>();
  /** The log cannot be written, or a fault was found, or the log says something that this version does not understand. The process must end. */
  readonly halted = new Emitter<ApiError>();
  /** The notes here are not those of a majority: nothing of them is served any more. */
  readonly diverged = new Emitter<Finding>();
  /** Those of the majority are in this snapshot, the only one here now: open this cluster again. */
  readonly reloadable = new Emitter<void>();

  readonly #options: ClusterOptions;
  readonly #disk: Disk;
  readonly #room: Room;
  readonly #store: LogStore;
  readonly #outbox: Outbox;
  readonly #driver: RaftDriver;
  readonly #proposals: Proposals;
  readonly #applier: CommandApplier;
  readonly #snapshots: Snapshots;
  readonly #changes: MembershipChanges;
  readonly #progress: LogProgress;
  readonly #divergence: Divergence;
  readonly #wrongNotes: WrongNotes;
  readonly #absences = new Absences();
  readonly #connected = new Set<MemberId>();
  readonly #statusThrottle = new Throttle(statusIntervalMs, () => this.statusChanged.emit());
  readonly #notesThrottle = new Throttle(notesIntervalMs, () => this.notesChanged.emit());
  readonly #logThrottle = new Throttle(logIntervalMs, () => this.logChanged.emit());
  /** The snapshot that this start began with. */
  readonly #restoredFrom: SnapshotMetadata | null;
  #stopped = false;
  /** It found something that it cannot go on from; the process is about to end. */
  #isHalted = false;
  /** While what was committed before this start is applied. */
  #replaying = false;

  /**
   * Takes over `disk`, which `openClusterState` opened. An empty log waits for the leader to fill it. No closure names
   * `disk`: it would keep the log as it was found, for as long as this runs.
   */
  constructor(options: ClusterOptions, disk: ClusterState) {
    this.#options = options;
    this.#disk = disk.disk;
    this.#disk.changed.listen(() => {
      if (this.#stopped || this.#isHalted) return;
      this.#room.diskChanged();
      this.#statusThrottle.ask();
    });
    this.#store = disk.store;
    this.#outbox = disk.outbox;
    this.setAside = disk.setAside;
    this.notes = disk.state.notes;
    this.#restoredFrom = disk.state.snapshot;
    const { self } = options;
    const clock = (): number => performance.now();
    const restored = { ...disk.log, snapshot: disk.state.snapshot };
    const { trailingEntries } = options.snapshots;
    const { introduction } = options.identity;
    const raft = new Raft({
      self,
      random: Math.random,
      timing: { ...lanTiming, awayMs: options.awayMs },
      restored,
      now: clock(),
      trailingEntries,
      ...(introduction === null ? {} : { admission: admissionOf(introduction) }),
    });
    this.#snapshots = new Snapshots({
      store: disk.snapshots,
      network: options.network,
      raft: () => raft.status(),
      input: (input) => this.#driver.input(input),
      policy: options.snapshots,
      capture: () => this.capture(),
      failed: (error) => console.error(`raftpad: a snapshot was not done and is tried again: ${messageOf(error)}`),
    });
    this.#snapshots.transfersChanged.listen(() => this.#statusThrottle.ask());
    this.#driver = new RaftDriver({
      raft,
      store: disk.store,
      session: options.session,
      clock,
      send: (to, message) => void options.network.send(to, { type: 'raft', message }),
      apply: (entries) => this.#apply(entries),
      onSnapshot: (effect) => this.#snapshot(effect),
      onTrace: (event) => {
        if (event.type !== 'vote') this.#statusThrottle.ask();
        if (event.type === 'append' || event.type === 'truncate' || event.type === 'commit') this.#logThrottle.ask();
        if (event.type === 'configuration') this.admission.configurationChanged();
      },
      onFault: (error) => {
        console.error('raftpad: a fault in this member:', error);
        this.#halt(
          'internal',
          `A fault in Raftpad stopped this member: ${messageOf(error)}. Nothing that was kept is lost.`,
        );
      },
      onStorageFailure: (error) =>
        this.#halt(
          'storage-failed',
          `${diskAdvice(error, this.#disk.path) ?? `The log could not be written: ${messageOf(error)}.`} Nothing was acknowledged that is not on disk.`,
        ),
    });
    this.#proposals = new Proposals((payload) => this.#driver.propose(payload));
    this.#progress = new LogProgress(
      () => raft.status(),
      (frame) => this.#broadcast(frame),
    );
    this.#changes = new MembershipChanges({
      change: (changes, timeoutMs) => this.#driver.change(changes, timeoutMs),
      clock,
    });
    this.leadership = new Leadership({ transfer: (to, timeoutMs) => this.#driver.transfer(to, timeoutMs), clock });
    this.closing = new ClosingInOrder({
      self,
      raft: () => raft.status(),
      connected: this.#connected,
      rest: (resting) => this.#driver.input({ type: 'rest', resting }),
      clock,
    });
    this.#room = new Room({
      self,
      disk: this.#disk,
      raft: () => raft.status(),
      connected: this.#connected,
      tell: (room) => this.#broadcast({ type: 'condition', disk: room }),
      changed: (room) => this.#driver.input({ type: 'room', ...room }),
      full: (error) => this.documents.diskFull(error),
      handOver: (to) => this.leadership.handOver(to, handOverLimitMs),
    });
    this.recovery = new Recovery({
      self,
      clusterId: options.identity.id,
      letInAt: introduction?.configurationIndex ?? 0,
      raft: () => raft.status(),
      connected: this.#connected,
      awaySinceMs: (member) => this.#absences.awaySinceMs(member),
      nearby: () => options.network.nearby(),
      notes: () => this.notes,
      clusterName: () => this.name,
      nameOf: (member) => this.nameOf(member),
      propose: (command) => this.#proposals.start(command, () => undefined),
    });
    this.admission = new Admission({
      self,
      recovery: this.recovery,
      identity: options.identity,
      network: options.network,
      admissions: options.admissions,
      ownName: options.ownName,
      clusterName: () => this.name,
      notes: this.notes,
      raft: () => raft.status(),
      change: (changes, timeoutMs) => this.#changes.make(changes, timeoutMs),
      read: (timeoutMs) => this.read(timeoutMs),
      propose: (command) => this.#proposals.start(command, () => undefined),
      broadcast: (frame) => this.#broadcast(frame),
      changed: () => this.#statusThrottle.ask(),
    });
    this.admission.noticed.listen((notice) => this.noticed.emit(notice));
    this.invites = new Invites({
      self,
      clusterId: options.identity.id,
      notes: this.notes,
      raft: () => raft.status(),
      members: () => this.admission.members(),
      isConnected: (member) => this.#connected.has(member),
      clusterName: () => this.name,
      nameOf: (member) => this.nameOf(asMemberId(member)),
      run: (command, what, timeoutMs) => this.run(command, what, timeoutMs),
      read: (timeoutMs) => this.read(timeoutMs),
      letIn: (newcomer, timeoutMs) => this.admission.letInInvited(newcomer, timeoutMs),
    });
    this.documents = new Documents({
      editor: self,
      notes: this.notes,
      outbox: disk.outbox,
      unsent: disk.unsent,
      propose: (command) => this.#proposals.start(command, () => undefined),
      refusal: () => (this.#disk.hasRoom ? null : ownDiskFullError()),
      keepApplied: () => this.#driver.keepCommitIndex(),
      emit: (event) => this.documentChanged.emit(event),
      notice: (notice) => this.noticed.emit(notice),
      changed: () => this.#statusThrottle.ask(),
      waitingChanged: () => this.#notesThrottle.ask(),
      fail: (error) =>
        this.#halt(
          'storage-failed',
          diskAdvice(error, this.#disk.path) ??
            `An edit could not be kept on this disk: ${messageOf(error)}. Check the disk, then start Raftpad again.`,
        ),
    });
    this.#divergence = new Divergence({
      self,
      role: () => raft.status().role,
      capture: () => this.notes.captureDigest(),
      propose: (command) => this.#proposals.start(command, () => undefined),
      policy: options.digests,
      nameOf: (member) => this.nameOf(member),
      diverged: (finding) => this.#diverged(finding),
      told: () => this.#wrongNotes.told(),
      notice: (notice) => this.noticed.emit(notice),
      changed: () => this.#statusThrottle.ask(),
    });
    this.#wrongNotes = new WrongNotes({
      raft: () => raft.status(),
      divergence: this.#divergence,
      snapshots: this.#snapshots,
      connected: this.#connected,
      ask: ({ from, request, atLeast }) =>
        void options.network.send(from, { type: 'snapshot-wanted', request, atLeast: asLogIndex(atLeast) }),
      handOver: () => this.leadership.handOver(null, handOverLimitMs),
      distrusted: (toCalls, toEditors) => {
        this.documents.stop(toEditors);
        this.#proposals.stop(toCalls);
      },
      reloadable: () => this.reloadable.emit(),
      failed: (error) => this.#halt('storage-failed', messageOf(error)),
    });
    this.#applier = new CommandApplier({
      self,
      notes: this.notes,
      divergence: this.#divergence,
      documents: this.documents,
      admission: this.admission,
      proposals: this.#proposals,
      notesChanged: () => this.#notesThrottle.ask(),
      clusterNamed: () => options.network.announce(),
      unknownVersion: (version, by) => {
        const said = options.network.nearby().find(({ peer }) => peer === by);
        const name = this.notes.member(by)?.name ?? said?.name ?? null;
        this.#haltWith(newerCommand(version, by === self ? 'own' : { name, appVersion: said?.appVersion ?? null }));
      },
    });
  }

  /**
   * Applies what was known to be committed, takes up the waiting edits and begins to take part. A laptop that is being
   * repaired takes them up with `takeUpEdits`, once it has all that they were made on, and that was made of them.
   */
  start(): void {
    this.#replaying = true;
    // Whoever is left alone has the only notes there are.
    if (this.#options.diverged !== null && !this.isOnlyMember()) this.#wrongNotes.resume(this.#options.diverged);
    if (this.#restoredFrom !== null) this.#divergence.configured(this.#restoredFrom.configuration);
    if (this.#restoredFrom !== null) this.admission.caughtUp(this.#restoredFrom.configuration);
    if (this.#restoredFrom !== null) {
      const { firstIndex } = this.#driver.raft.status();
      this.#absences.restore(this.#driver.raft.entries(firstIndex, this.#restoredFrom.index));
    }
    this.#driver.start();
    this.#replaying = false;
    this.#snapshots.takeIfDue();
    this.#divergence.replayed();
    this.admission.configurationChanged();
    if (!this.#options.isRepair) this.documents.restore();
    this.admission.introduceSelf();
    this.#disk.start();
  }

  takeUpEdits(): void {
    this.documents.restore();
    this.#notesThrottle.ask();
    this.#logThrottle.ask();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    // What was seen here before is seen at the next start too, with or without the others. A disk that hangs is not waited for.
    await Promise.race([this.#driver.keepCommitIndex(), delay(keepLimitMs, undefined, { ref: false })]);
    const reason = new ApiError('not-a-member', 'This member stopped or left its cluster before the call was done.');
    this.#driver.stop(reason);
    this.#proposals.stop(reason);
    this.#changes.stop(reason);
    this.closing.stop();
    this.#progress.stop();
    this.#disk.stop();
    this.#divergence.stop();
    this.#wrongNotes.stop();
    this.admission.stop();
    this.documents.stop();
    await this.#snapshots.stop();
    for (const throttle of [this.#statusThrottle, this.#notesThrottle, this.#logThrottle]) throttle.stop();
    await this.#outbox.close();
    await this.#store.close();
  }

  get id(): string {
    return this.#options.identity.id;
  }

  get name(): string {
    return this.notes.clusterName() || this.#options.identity.name;
  }

  // Commands and questions

  /** Proposes a command and waits until it is committed and applied here. */
  async run(command: Command, what: string, timeoutMs: number): Promise<Applied> {
    const refusal = this.#room.refusal();
    if (refusal !== null) throw refusal;
    return await this.#proposals.run(command, what, timeoutMs);
  }

  /** Waits until everything committed before this call is applied here. */
  read(timeoutMs: number): Promise<void> {
    return this.#driver.read(timeoutMs);
  }

  /** Removes members, of which this may be one; resolves once that is committed. */
  async remove(members: readonly MemberId[], timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    const { leader } = this.#driver.raft.status();
    if (leader !== null && members.includes(leader)) {
      // The others have a leader before theirs leaves. If it cannot hand over now, it does once its removal is committed.
      await this.leadership.handOver(null, Math.min(timeoutMs, handOverLimitMs)).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
      });
    }
    const changes = members.map((member) => ({ type: 'remove', member }) as const);
    await this.#changes.make(changes, Math.max(1, deadlineMs - performance.now()));
  }

  // From the network

  frame(from: MemberId, frame: PeerFrame): void {
    // Once its removal is committed its stream stays open for a moment, to tell it so, and not to listen to it.
    if (this.#stopped || this.admission.standing(from).type !== 'member') return;
    switch (frame.type) {
      case 'raft':
        this.#driver.input({ type: 'message', from, message: frame.message });
        return;
      case 'join-asked':
      case 'join-settled':
      case 'membership':
      case 'removed':
        this.admission.frame(from, frame);
        return;
      case 'progress':
        if (from !== this.#driver.raft.status().leader) return;
        this.#progress.heard(frame);
        this.#statusThrottle.ask();
        return;
      case 'snapshot-wanted':
        void this.#snapshots.sendWanted(from, frame);
        return;
      case 'condition':
        this.#room.heard(from, frame.disk);
        this.#statusThrottle.ask();
        return;
      default:
        frame satisfies never;
    }
  }

  peerConnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.#connected.add(peer);
    this.#absences.connected(peer);
    this.admission.peerConnected(peer);
    this.#options.network.send(peer, { type: 'condition', disk: this.#disk.status().state });
    this.#driver.input({ type: 'peer-connected', peer });
    this.#progress.changed();
    this.#wrongNotes.reachable();
    this.#statusThrottle.ask();
  }

  peerDisconnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.#connected.delete(peer);
    this.#absences.disconnected(peer, Date.now());
    this.#room.disconnected(peer);
    this.admission.requests.forgetVia(peer);
    this.#driver.input({ type: 'peer-disconnected', peer });
    this.#statusThrottle.ask();
  }

  /** A member is about to send a snapshot. */
  receiveSnapshot(from: MemberId, offer: SnapshotOffer): Promise<SnapshotReception> {
    return this.#snapshots.receive(from, offer);
  }

  // What there is to see

  /** What is applied at this moment; null: nothing is, or this member stops. */
  capture(): Captured | null {
    // From then on the core may have applied what the notes have not: a snapshot would say that they have it.
    if (this.#stopped || this.#isHalted) return null;
    const metadata = this.#driver.raft.snapshotMetadata();
    return metadata === null ? null : { metadata, state: this.notes.capture() };
  }

  status(): ClusterStatus {
    return clusterStatus({
      id: this.id,
      name: this.name,
      raft: this.#driver.raft.status(),
      matches: this.#progress.matches,
      transfers: this.#snapshots.transfers(),
      agreement: this.#divergence.agreement(),
      differs: (member) => this.#divergence.differs(member),
      disk: this.#disk.status(),
      diskOf: (member) => this.#room.of(member),
      hasRoom: this.#room.refusal() === null,
      isConnected: (member) => this.#connected.has(member),
      demotedFor: (member) => this.#absences.causeOf(member),
      awaySinceMs: (member) => this.#absences.awaySinceMs(member),
      nameOf: (member) => this.nameOf(member),
      addressesOf: (member) => this.notes.member(member)?.addresses ?? [],
      recovery: this.recovery,
      appVersionOf: appVersions(this.#options.network.nearby()),
      foreign: (member) => this.#options.network.foreign(member),
    });
  }

  /**
   * Throws ApiError if this laptop must not go on alone, else says with what it does. `typed`: the name of the cluster as a
   * person typed it.
   */
  planRecovery(typed: string): RecoveryPlan {
    this.requireSound();
    this.recovery.require(typed);
    if (!this.#disk.hasRoom) throw ownDiskFullError();
    const { self, ownName } = this.#options;
    const others = membersOf(this.#driver.raft.status().configuration).filter((member) => member !== self);
    return { self, ownName: ownName(), nowMs: Date.now(), others, before: this.recovery.facts() };
  }

  memberCount(): number {
    return membersOf(this.#driver.raft.status().configuration).length;
  }

  log(limit: number): LogLine[] {
    const { lastIndex, commitIndex } = this.#driver.raft.status();
    const from = asLogIndex(Math.max(1, lastIndex - limit - logContext + 1));
    const entries: readonly LogEntry[] = lastIndex === 0 ? [] : this.#driver.raft.entries(from, lastIndex);
    return logLines(entries, limit, commitIndex, this.notes, (member) => this.nameOf(member));
  }

  noteLines(): NoteLine[] {
    return noteLines(
      this.notes,
      (member) => this.nameOf(member),
      (note) => this.documents.isWaiting(note),
    );
  }

  nameOf(member: string): string {
    return this.admission.nameOf(member);
  }

  /** Whether this laptop votes, and has applied all up to where it got its vote. */
  isVoter(): boolean {
    const { configuration, configurationIndex, appliedIndex } = this.#driver.raft.status();
    const letInAt = this.#options.identity.introduction?.configurationIndex ?? 0;
    return isVoter(configuration, this.#options.self) && appliedIndex >= Math.max(configurationIndex, letInAt);
  }

  isOnlyMember(): boolean {
    const members = membersOf(this.#driver.raft.status().configuration);
    return members.length === 1 && members[0] === this.#options.self;
  }

  // Applying

  #apply(entries: readonly CommittedEntry[]): void {
    for (const { entry, disposition } of entries) {
      if (this.#stopped || this.#isHalted) return;
      if (entry.kind === 'configuration') {
        this.#divergence.configured(entry.configuration);
        this.#absences.configured(entry);
        this.admission.committed(entry, this.#replaying);
        if (!this.#replaying) this.invites.configured(entry);
      } else if (entry.kind === 'command' && disposition === 'apply') this.#applier.apply(entry);
    }
    // Of the end of what is replayed, not of its middle.
    if (!this.#replaying) this.#snapshots.takeIfDue();
    this.#divergence.markIfDue();
    this.#progress.changed();
    this.#statusThrottle.ask();
    this.#logThrottle.ask();
  }

  #snapshot(effect: SnapshotEffect): void {
    switch (effect.type) {
      case 'send-snapshot':
        return this.#snapshots.send(effect);
      case 'receive-snapshot':
        return this.#snapshots.expect(effect);
      case 'install-snapshot':
        return this.#install(effect.snapshot);
      default:
        effect satisfies never;
    }
  }

  /** A snapshot takes the place of the state: whatever shows a part of it, or waits for one, is told. */
  #install(snapshot: SnapshotMetadata): void {
    this.notes.replaceWith(this.#snapshots.takeReceived(snapshot));
    this.#divergence.replaced(snapshot.configuration);
    const own = snapshot.sessions.find(([member]) => member === this.#options.self);
    if (own !== undefined) this.#proposals.passed(own[1]);
    this.documents.caughtUp(snapshot.index);
    this.admission.caughtUp(snapshot.configuration);
    this.#notesThrottle.ask();
    this.#logThrottle.ask();
    this.#options.network.announce();
  }

  // Notes that are wrong

  /** Throws ApiError `diverged` while the notes here are not to be shown to anyone. */
  requireSound(): void {
    if (this.#divergence.hasDiverged) throw divergedError();
  }

  get hasDiverged(): boolean {
    return this.#divergence.hasDiverged;
  }

  /** Has all members compare their notes at once. */
  compareNotes(): void {
    this.#divergence.compareNow();
  }

  #diverged(finding: Finding): void {
    this.#wrongNotes.found(finding);
    this.noticed.emit({ type: 'own-notes-differ' });
    this.diverged.emit(finding);
  }

  #broadcast(frame: PeerFrame): void {
    for (const peer of this.#connected) this.#options.network.send(peer, frame);
  }

  #halt(code: 'storage-failed' | 'internal', message: string): void {
    this.#haltWith(new ApiError(code, message));
  }

  #haltWith(error: ApiError): void {
    if (this.#stopped || this.#isHalted) return;
    this.#isHalted = true;
    this.#wrongNotes.stop();
    this.#driver.stop(error);
    this.#proposals.stop(error);
    this.#changes.stop(error);
    this.halted.emit(error);
  }
}
