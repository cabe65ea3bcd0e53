import type { ClusterStatus, LogLine, Notice, NoteLine } from '../api/contract.ts';
import type { Network, PeerFrame } from '../network/types.ts';
import { NotesState } from '../notes/state-machine.ts';
import type { Command } from '../notes/types.ts';
import { membersOf } from '../raft/configuration.ts';
import { Raft } from '../raft/raft.ts';
import {
  asLogIndex,
  asMemberId,
  lanTiming,
  type CommittedEntry,
  type ConfigurationChange,
  type LogEntry,
  type MemberId,
} from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { openLogStore } from '../storage/log-store.ts';
import { openOutbox } from '../storage/outbox.ts';
import type { LogContents, LogStore, Outbox } from '../storage/types.ts';
import { Admission } from './admission.ts';
import { decodeCommand } from './command-codec.ts';
import { clusterStatus } from './cluster-status.ts';
import { Documents, type DocumentEvent } from './documents.ts';
import { Emitter, Throttle } from './emitter.ts';
import { ApiError, messageOf, noClusterError } from './errors.ts';
import { decodeVersion1 } from './log-codec.ts';
import { logLines } from './log-lines.ts';
import { Proposals, type Applied } from './proposals.ts';
import { RaftDriver } from './raft-driver.ts';
import type { Introduction } from './trust.ts';

export interface ClusterIdentity {
  readonly id: string;
  readonly name: string;
  readonly introduction: Introduction | null;
}

export interface ClusterOptions {
  readonly self: MemberId;
  readonly identity: ClusterIdentity;
  readonly session: number;
  readonly directory: DataDirectory;
  readonly network: Network;
  readonly ownName: () => string;
}

const progressIntervalMs = 200;
const statusIntervalMs = 50;
const logIntervalMs = 100;
/** The list of notes goes out whole: with thousands of notes, not at every keystroke. */
const notesIntervalMs = 250;

/** This laptop's part in one cluster: consensus, state machine, waiting edits and who is let in. */
export class Cluster {
  readonly notes = new NotesState();
  readonly documents: Documents;
  readonly admission: Admission;
  readonly statusChanged = new Emitter<void>();
  readonly notesChanged = new Emitter<void>();
  readonly logChanged = new Emitter<void>();
  readonly documentChanged = new Emitter<DocumentEvent>();
  readonly noticed = new Emitter<Notice>();
  /** The log cannot be written, or a fault was found, or the log says something that this version does not understand. The process must end. */
  readonly halted = new Emitter<ApiError>();

  readonly #options: ClusterOptions;
  readonly #store: LogStore;
  readonly #outbox: Outbox;
  readonly #driver: RaftDriver;
  readonly #proposals: Proposals;
  readonly #connected = new Set<MemberId>();
  readonly #progressThrottle = new Throttle(progressIntervalMs, () => this.#tellProgress());
  readonly #statusThrottle = new Throttle(statusIntervalMs, () => this.statusChanged.emit());
  readonly #notesThrottle = new Throttle(notesIntervalMs, () => this.notesChanged.emit());
  readonly #logThrottle = new Throttle(logIntervalMs, () => this.logChanged.emit());
  /** What the leader said last about every member's log. */
  #matches = new Map<string, number>();
  #stopped = false;
  /** While what was committed before this start is applied. */
  #replaying = false;

  /** Opens what the data directory holds of this cluster; an empty log waits for the leader to fill it. */
  static async open(options: ClusterOptions): Promise<Cluster> {
    const { store, restored } = await openLogStore(options.directory.logPath, { decodeVersion1 });
    try {
      return new Cluster(options, store, restored, await openOutbox(options.directory.outboxPath));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private constructor(options: ClusterOptions, store: LogStore, log: LogContents, outbox: Outbox) {
    this.#options = options;
    this.#store = store;
    this.#outbox = outbox;
    const { self } = options;
    const clock = (): number => performance.now();
    const restored = { ...log, snapshot: null };
    const raft = new Raft({ self, random: Math.random, timing: lanTiming, restored, now: clock() });
    this.#driver = new RaftDriver({
      raft,
      store,
      session: options.session,
      clock,
      send: (to, message) => void options.network.send(to, { type: 'raft', message }),
      apply: (entries) => this.#apply(entries),
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
          `The log could not be written: ${messageOf(error)}. Nothing was acknowledged that is not on disk. Check the disk, then start Raftpad again.`,
        ),
    });
    this.#proposals = new Proposals((payload) => this.#driver.propose(payload));
    this.admission = new Admission({
      self,
      identity: options.identity,
      network: options.network,
      ownName: options.ownName,
      clusterName: () => this.name,
      notes: this.notes,
      raft: () => raft.status(),
      change: (change, timeoutMs) => this.change(change, timeoutMs),
      propose: (command) => this.#proposals.start(command, () => undefined),
      broadcast: (frame) => this.#broadcast(frame),
      changed: () => this.#statusThrottle.ask(),
    });
    this.admission.noticed.listen((notice) => this.noticed.emit(notice));
    this.documents = new Documents({
      editor: self,
      notes: this.notes,
      outbox,
      propose: (command) => this.#proposals.start(command, () => undefined),
      keepApplied: () => this.#driver.keepCommitIndex(),
      emit: (event) => this.documentChanged.emit(event),
      notice: (notice) => this.noticed.emit(notice),
      changed: () => this.#statusThrottle.ask(),
      waitingChanged: () => this.#notesThrottle.ask(),
      fail: (error) =>
        this.#halt(
          'storage-failed',
          `An edit could not be kept on this disk: ${messageOf(error)}. Check the disk, then start Raftpad again.`,
        ),
    });
  }

  /** Applies what was known to be committed, takes up the waiting edits and begins to take part. */
  start(): void {
    this.#replaying = true;
    this.#driver.start();
    this.#replaying = false;
    this.admission.configurationChanged();
    this.documents.restore();
    this.admission.introduceSelf();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const reason = new ApiError('not-a-member', 'This member stopped or left its cluster before the call was done.');
    this.#driver.stop(reason);
    this.#proposals.stop(reason);
    this.admission.stop();
    this.documents.stop();
    for (const throttle of [this.#progressThrottle, this.#statusThrottle, this.#notesThrottle, this.#logThrottle])
      throttle.stop();
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
  run(command: Command, what: string, timeoutMs: number): Promise<Applied> {
    return this.#proposals.run(command, what, timeoutMs);
  }

  /** Waits until everything committed before this call is applied here. */
  read(timeoutMs: number): Promise<void> {
    return this.#driver.read(timeoutMs);
  }

  async change(change: ConfigurationChange, timeoutMs: number): Promise<void> {
    // Refusals that pass by themselves (no leader yet, another change under way) are asked again within the time.
    const deadlineMs = performance.now() + timeoutMs;
    for (;;) {
      const outcome = await this.#driver.change([change], Math.max(1, deadlineMs - performance.now()));
      if (outcome.type !== 'refused') return;
      if (outcome.reason === 'last-voter') {
        throw new ApiError('refused', 'The last laptop that votes cannot be removed: nobody would be left to decide.');
      }
      if (performance.now() + retryChangeMs > deadlineMs) {
        throw outcome.reason === 'not-leader'
          ? new ApiError(
              'no-majority',
              'No leader is known: not enough laptops are reachable to decide this. Nothing was changed.',
            )
          : new ApiError('timeout', 'Another change of membership was under way all the time. Try again.');
      }
      await new Promise((resolve) => setTimeout(resolve, retryChangeMs));
      if (this.#stopped) throw noClusterError();
    }
  }

  // From the network

  frame(from: MemberId, frame: PeerFrame): void {
    if (this.#stopped) return;
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
        this.#matches = new Map(frame.matches.map(({ member, matchIndex }) => [member, matchIndex]));
        this.#statusThrottle.ask();
        return;
      default:
        frame satisfies never;
    }
  }

  peerConnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.#connected.add(peer);
    this.admission.peerConnected(peer);
    this.#driver.input({ type: 'peer-connected', peer });
    this.#progressThrottle.ask();
    this.#statusThrottle.ask();
  }

  peerDisconnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.#connected.delete(peer);
    this.admission.requests.forgetVia(peer);
    this.#driver.input({ type: 'peer-disconnected', peer });
    this.#statusThrottle.ask();
  }

  // What there is to see

  status(): ClusterStatus {
    return clusterStatus({
      id: this.id,
      name: this.name,
      raft: this.#driver.raft.status(),
      matches: this.#matches,
      isConnected: (member) => this.#connected.has(member),
      nameOf: (member) => this.nameOf(member),
      addressesOf: (member) => this.notes.member(member)?.addresses ?? [],
    });
  }

  memberCount(): number {
    return membersOf(this.#driver.raft.status().configuration).length;
  }

  log(limit: number): LogLine[] {
    const { lastIndex, commitIndex } = this.#driver.raft.status();
    const entries: readonly LogEntry[] =
      lastIndex === 0 ? [] : this.#driver.raft.entries(asLogIndex(Math.max(1, lastIndex - limit + 1)), lastIndex);
    return logLines(entries, commitIndex, this.notes, (member) => this.nameOf(member));
  }

  noteLines(): NoteLine[] {
    return this.notes.notes().map((note) => ({
      note: note.note,
      title: note.title,
      version: note.version,
      preview: note.preview,
      changedIndex: note.changedIndex,
      changedBy: this.nameOf(note.changedBy),
      waiting: this.documents.isWaiting(note.note),
    }));
  }

  nameOf(member: string): string {
    return this.admission.nameOf(member);
  }

  isOnlyMember(): boolean {
    const members = membersOf(this.#driver.raft.status().configuration);
    return members.length === 1 && members[0] === this.#options.self;
  }

  // Applying

  #apply(entries: readonly CommittedEntry[]): void {
    for (const { entry, disposition } of entries) {
      if (this.#stopped) return;
      if (entry.kind === 'configuration') this.admission.committed(entry, this.#replaying);
      else if (entry.kind === 'command' && disposition === 'apply') {
        let command: ReturnType<typeof decodeCommand>;
        try {
          command = decodeCommand(entry.payload);
        } catch {
          continue; // damaged where it was proposed, so the same nothing on every member
        }
        if (command.type === 'unknown-version') {
          this.#halt(
            'refused',
            `The cluster uses commands of version ${command.version}, which this Raftpad does not know. Update Raftpad on this laptop; nothing was lost.`,
          );
          return;
        }
        const { outcome, events } = this.notes.apply(command, { index: entry.index, member: entry.member });
        for (const event of events) {
          if (event.type === 'note-edited') this.documents.edited(event.note, event, entry.index);
          else if (event.type === 'note-renamed') this.documents.renamed(event.note);
          else if (event.type === 'note-deleted') this.documents.deleted(event.note);
          else if (event.type === 'roster-changed') this.admission.connectPeers();
          else if (event.type === 'cluster-named') this.#options.network.announce();
        }
        if (command.type === 'edit-note' && command.editor === this.#options.self && outcome.type === 'no-effect') {
          this.documents.refused(command.note, command.sequence, outcome.reason);
        }
        if (events.length > 0) this.#notesThrottle.ask();
        if (entry.member === this.#options.self)
          this.#proposals.applied(entry.sequence, { index: entry.index, outcome });
      }
    }
    this.#progressThrottle.ask();
    this.#statusThrottle.ask();
    this.#logThrottle.ask();
  }

  #tellProgress(): void {
    const status = this.#driver.raft.status();
    if (status.role !== 'leader') return;
    const matches = status.peers.map(({ member, matchIndex }) => ({ member, matchIndex }));
    matches.push({ member: asMemberId(this.#options.self), matchIndex: status.lastIndex });
    this.#broadcast({ type: 'progress', matches });
  }

  #broadcast(frame: PeerFrame): void {
    for (const peer of this.#connected) this.#options.network.send(peer, frame);
  }

  #halt(code: 'storage-failed' | 'refused' | 'internal', message: string): void {
    if (this.#stopped) return;
    const error = new ApiError(code, message);
    this.#driver.stop(error);
    this.#proposals.stop(error);
    this.halted.emit(error);
  }
}

const retryChangeMs = 200;
