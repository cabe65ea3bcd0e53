import type { ClusterStatus, LogLine, Notice, NoteLine } from '../api/contract.ts';
import type { JoinAnswer, JoinRequest, KnownMember, Network, PeerFrame, Removed, Standing } from '../network/types.ts';
import { NotesState } from '../notes/state-machine.ts';
import { fitName } from '../notes/names.ts';
import type { Command, RosterEntry } from '../notes/types.ts';
import { isMember, membersOf } from '../raft/configuration.ts';
import { Raft } from '../raft/raft.ts';
import {
  asLogIndex,
  asMemberId,
  lanTiming,
  type CommittedEntry,
  type ConfigurationChange,
  type ConfigurationEntry,
  type LogEntry,
  type LogIndex,
  type MemberId,
} from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { openLogStore } from '../storage/log-store.ts';
import { openOutbox } from '../storage/outbox.ts';
import type { LogStore, Outbox } from '../storage/types.ts';
import { decodeCommand } from './command-codec.ts';
import { clusterStatus } from './cluster-status.ts';
import { Documents, type DocumentEvent } from './documents.ts';
import { Emitter, Throttle } from './emitter.ts';
import { ApiError, messageOf, noClusterError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { JoinRequests } from './join-requests.ts';
import { logCodec } from './log-codec.ts';
import { logLines } from './log-lines.ts';
import { Proposals, type Applied } from './proposals.ts';
import { RaftDriver } from './raft-driver.ts';
import { Trust, type Introduction } from './trust.ts';

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

/** This laptop was removed; `by` is the name of whoever asked for it. */
export interface Removal {
  readonly by: string;
  readonly atMs: number;
}

/** How long the streams of a removed member stay open, so that it hears that it was removed. */
const farewellMs = 1_000;
const progressIntervalMs = 200;
const statusIntervalMs = 50;
const logIntervalMs = 100;
/** The list of notes goes out whole: with thousands of notes, not at every keystroke. */
const notesIntervalMs = 250;

/** This laptop's part in one cluster: consensus, state machine, waiting edits and who is let in. */
export class Cluster {
  readonly notes = new NotesState();
  readonly documents: Documents;
  readonly joinRequests: JoinRequests;
  readonly statusChanged = new Emitter<void>();
  readonly notesChanged = new Emitter<void>();
  readonly logChanged = new Emitter<void>();
  readonly documentChanged = new Emitter<DocumentEvent>();
  readonly noticed = new Emitter<Notice>();
  readonly removed = new Emitter<Removal>();
  /** The log cannot be written, or a fault was found, or the log says something that this version does not understand. The process must end. */
  readonly halted = new Emitter<ApiError>();

  readonly #options: ClusterOptions;
  readonly #store: LogStore;
  readonly #outbox: Outbox;
  readonly #driver: RaftDriver;
  readonly #proposals: Proposals;
  readonly #trust: Trust;
  readonly #connected = new Set<MemberId>();
  readonly #departing = new Map<MemberId, NodeJS.Timeout>();
  readonly #progressThrottle = new Throttle(progressIntervalMs, () => this.#tellProgress());
  readonly #statusThrottle = new Throttle(statusIntervalMs, () => this.statusChanged.emit());
  readonly #notesThrottle = new Throttle(notesIntervalMs, () => this.notesChanged.emit());
  readonly #logThrottle = new Throttle(logIntervalMs, () => this.logChanged.emit());
  /** What the leader said last about every member's log. */
  #matches = new Map<string, number>();
  #configurationIndex: LogIndex = asLogIndex(-1);
  #stopped = false;
  /** While what was committed before this start is applied. */
  #replaying = false;

  /** Opens what the data directory holds of this cluster; an empty log waits for the leader to fill it. */
  static async open(options: ClusterOptions): Promise<Cluster> {
    const store = await openLogStore(options.directory.logPath, logCodec);
    try {
      return new Cluster(options, store, await openOutbox(options.directory.outboxPath));
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private constructor(options: ClusterOptions, store: LogStore, outbox: Outbox) {
    this.#options = options;
    this.#store = store;
    this.#outbox = outbox;
    const { self } = options;
    const clock = (): number => performance.now();
    const raft = new Raft({ self, random: Math.random, timing: lanTiming, restored: store.restored, now: clock() });
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
        if (event.type === 'configuration') this.#configurationChanged();
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
    this.#trust = new Trust(self, options.identity.introduction);
    this.joinRequests = new JoinRequests(self, () => this.#statusThrottle.ask());
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
    this.#configurationChanged();
    this.documents.restore();
    this.#introduceSelf();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const reason = new ApiError('not-a-member', 'This member stopped or left its cluster before the call was done.');
    this.#driver.stop(reason);
    this.#proposals.stop(reason);
    this.joinRequests.close();
    this.documents.stop();
    for (const timer of this.#departing.values()) clearTimeout(timer);
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
        // Only the member that holds the stream may speak for its asker.
        if (frame.request.via === from) this.joinRequests.heard(fitRequest(frame.request), Date.now());
        return;
      case 'join-settled':
        this.#joinSettled(frame.peer, frame.outcome, frame.by);
        return;
      case 'progress':
        if (from !== this.#driver.raft.status().leader) return;
        this.#matches = new Map(frame.matches.map(({ member, matchIndex }) => [member, matchIndex]));
        this.#statusThrottle.ask();
        return;
      case 'membership':
        if (this.#trust.standing(from).type === 'member' && this.#trust.introduced(frame)) this.#connectPeers();
        return;
      case 'removed':
        this.heardRemoved(from, frame);
        return;
      default:
        frame satisfies never;
    }
  }

  peerConnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.#connected.add(peer);
    this.#options.network.send(peer, this.#membershipFrame());
    for (const request of this.joinRequests.held()) this.#options.network.send(peer, { type: 'join-asked', request });
    this.#driver.input({ type: 'peer-connected', peer });
    this.#progressThrottle.ask();
    this.#statusThrottle.ask();
  }

  peerDisconnected(peer: MemberId): void {
    if (this.#stopped) return;
    this.#connected.delete(peer);
    this.joinRequests.forgetVia(peer);
    this.#driver.input({ type: 'peer-disconnected', peer });
    this.#statusThrottle.ask();
  }

  /** Someone says that this laptop was removed, on the open stream or at hello. */
  heardRemoved(from: MemberId, removal: Removed): void {
    // A member that is behind itself may tell of a removal after which this laptop was let in again.
    if (this.#trust.standing(from).type !== 'member' || !this.#trust.isNewRemoval(removal.index)) return;
    this.removed.emit({ by: removal.by, atMs: removal.atMs === 0 ? Date.now() : removal.atMs });
  }

  standing(peer: MemberId): Standing {
    return this.#trust.standing(peer);
  }

  /** Someone asks this laptop to be let in; resolves with what a person decides. */
  joinAsked(asked: Omit<JoinRequest, 'via'>, clusterId: string, signal: AbortSignal): Promise<JoinAnswer> {
    if (clusterId !== this.id) return Promise.resolve({ type: 'unavailable', reason: 'other-cluster' });
    const request = fitRequest({ ...asked, via: this.#options.self });
    const answer = this.joinRequests.hold(request, Date.now());
    if (answer === null) return Promise.resolve({ type: 'unavailable', reason: 'busy' });
    this.#broadcast({ type: 'join-asked', request });
    signal.addEventListener(
      'abort',
      () => {
        if (this.joinRequests.settle(asked.peer, null)) {
          this.#broadcast({ type: 'join-settled', peer: asked.peer, outcome: 'withdrawn', by: this.#options.self });
        }
      },
      { once: true },
    );
    return answer;
  }

  /** Lets someone in who asked: first a learner, a voter as soon as its log has caught up. */
  async approve(peer: MemberId, timeoutMs: number): Promise<void> {
    const pending = this.joinRequests.get(peer);
    if (pending === undefined) throw new ApiError('unknown-member', 'That laptop does not ask to join any more.');
    const { name, addresses } = pending.request;
    // A member that asks to be let in has lost its log, and what it acknowledged and voted with it. It must not count
    // as the one it was: it is taken out first, and starts again as a learner.
    if (this.#trust.isConfigured(peer)) await this.change({ type: 'remove', member: peer }, timeoutMs);
    await this.change({ type: 'add-learner', member: peer }, timeoutMs);
    this.#introduce(peer, name, addresses);
    // If its stream is here, it is answered when the configuration is applied; elsewhere, there.
  }

  refuse(peer: MemberId): void {
    if (this.joinRequests.get(peer) === undefined)
      throw new ApiError('unknown-member', 'That laptop does not ask to join any more.');
    this.joinRequests.settle(peer, { type: 'refused', by: this.#options.ownName() });
    this.#broadcast({ type: 'join-settled', peer, outcome: 'refused', by: this.#options.self });
  }

  /** Our name or addresses changed: tell everyone through the log. */
  introduceSelf(): void {
    this.#introduceSelf();
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
      addressesOf: (member) => this.#rosterEntry(member)?.addresses ?? [],
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
    if (member === this.#options.self) return this.#options.ownName();
    return this.#rosterEntry(member)?.name ?? this.#trust.introducedName(member) ?? fingerprint(member);
  }

  isOnlyMember(): boolean {
    const members = membersOf(this.#driver.raft.status().configuration);
    return members.length === 1 && members[0] === this.#options.self;
  }

  // Applying

  #apply(entries: readonly CommittedEntry[]): void {
    for (const { entry, disposition } of entries) {
      if (this.#stopped) return;
      if (entry.kind === 'configuration') this.#membershipCommitted(entry);
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
          else if (event.type === 'roster-changed') this.#connectPeers();
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

  #membershipCommitted(entry: ConfigurationEntry): void {
    const by = this.nameOf(entry.requestedBy);
    this.#trust.committed(entry.configuration);
    for (const change of entry.changes) this.#memberChanged(entry, change, by);
  }

  #memberChanged(entry: ConfigurationEntry, change: ConfigurationChange, by: string): void {
    if (change.type === 'remove') {
      if (isMember(entry.configuration, change.member)) return; // a joint configuration: it still votes
      // Read again at a start, the log does not say when it was.
      const removal: Removed = { type: 'removed', by, atMs: this.#replaying ? 0 : Date.now(), index: entry.index };
      this.#trust.removed(change.member, removal);
      if (change.member !== this.#options.self) this.#farewell(change.member, removal);
      else if (!this.#cameBackAfter(entry.index)) this.removed.emit({ by, atMs: Date.now() });
      return;
    }
    if (change.type === 'promote' || change.type === 'demote') return;
    this.#trust.admitted(change.member);
    const pending = this.joinRequests.get(change.member);
    this.joinRequests.settle(change.member, this.#approval());
    if (pending !== undefined) {
      this.noticed.emit({ type: 'join-decided', memberName: pending.request.name, outcome: 'approved', by });
    }
    if (change.member === this.#options.self) this.#introduceSelf();
  }

  /** Whether a removal of this laptop at `index` is history, read again while catching up after it was let in anew. */
  #cameBackAfter(index: LogIndex): boolean {
    return (
      this.#trust.isConfigured(this.#options.self) ||
      index <= (this.#options.identity.introduction?.configurationIndex ?? 0)
    );
  }

  /** Tells a removed member so, and closes its stream only after it had the time to read that. */
  #farewell(member: MemberId, removal: Removed): void {
    // If it is not connected it hears it at its next hello.
    if (!this.#options.network.send(member, removal)) return this.#connectPeers();
    const earlier = this.#departing.get(member);
    if (earlier !== undefined) clearTimeout(earlier);
    this.#departing.set(
      member,
      setTimeout(() => {
        this.#departing.delete(member);
        this.#connectPeers();
      }, farewellMs),
    );
  }

  #configurationChanged(): void {
    const { configuration, configurationIndex } = this.#driver.raft.status();
    if (configurationIndex === this.#configurationIndex) return;
    this.#configurationIndex = configurationIndex;
    this.#trust.configured(configuration, configurationIndex);
    this.#connectPeers();
    this.#broadcast(this.#membershipFrame());
    this.#options.network.announce();
  }

  #connectPeers(): void {
    const peers = this.#trust.peers();
    for (const [peer, addresses] of peers) {
      peers.set(peer, [...new Set([...(this.#rosterEntry(peer)?.addresses ?? []), ...addresses])]);
    }
    for (const member of this.#departing.keys()) if (!peers.has(member)) peers.set(member, []);
    this.#options.network.setMembers(peers);
    this.#statusThrottle.ask();
  }

  #joinSettled(peer: MemberId, outcome: 'approved' | 'refused' | 'withdrawn', by: MemberId): void {
    const pending = this.joinRequests.get(peer);
    // An approval counts when it is in the log, not when someone says so.
    if (pending === undefined || outcome === 'approved') return;
    this.joinRequests.settle(peer, outcome === 'refused' ? { type: 'refused', by: this.nameOf(by) } : null);
    if (outcome === 'refused') {
      this.noticed.emit({ type: 'join-decided', memberName: pending.request.name, outcome, by: this.nameOf(by) });
    }
  }

  #approval(): JoinAnswer {
    const { configurationIndex, members } = this.#membershipFrame();
    return { type: 'approved', clusterId: this.id, clusterName: this.name, configurationIndex, members };
  }

  #membershipFrame(): Extract<PeerFrame, { type: 'membership' }> {
    const { configuration, configurationIndex } = this.#driver.raft.status();
    const members = [...configuration.voters, ...configuration.learners].map((member): KnownMember => ({
      member,
      name: this.nameOf(member),
      addresses:
        member === this.#options.self
          ? this.#options.network.addresses()
          : (this.#rosterEntry(member)?.addresses ?? []),
    }));
    return { type: 'membership', configurationIndex, members };
  }

  #introduceSelf(): void {
    if (this.#stopped || !this.#trust.isConfigured(this.#options.self)) return;
    const name = this.#options.ownName();
    const addresses = this.#options.network.addresses().slice(0, 16);
    const present = this.#rosterEntry(this.#options.self);
    if (present?.name === name && present.addresses.join() === addresses.join()) return;
    this.#introduce(this.#options.self, name, addresses);
  }

  /** Tells everyone through the log. If too much waits to go there already, the next change of anything tells it. */
  #introduce(member: MemberId, name: string, addresses: readonly string[]): void {
    try {
      this.#proposals.start({ type: 'introduce-member', member, name, addresses }, () => undefined);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #rosterEntry(member: string): RosterEntry | undefined {
    return this.notes.member(member);
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

/** A request as it may be shown: its name is a stranger's. */
function fitRequest(request: JoinRequest): JoinRequest {
  return { ...request, name: fitName(request.name, fingerprint(request.peer)) };
}
