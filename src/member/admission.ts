import type { Notice } from '../api/contract.ts';
import type {
  JoinAnswer,
  JoinRequest,
  KnownMember,
  Network,
  PeerFrame,
  Removed,
  SignedAdmission,
  Standing,
} from '../network/types.ts';
import { fitName } from '../notes/names.ts';
import type { NotesState } from '../notes/state-machine.ts';
import { limits as notesLimits, type Command } from '../notes/types.ts';
import { isMember, membersOf } from '../raft/configuration.ts';
import type { Configuration, ConfigurationChange, ConfigurationEntry, MemberId, RaftStatus } from '../raft/types.ts';
import type { AdmissionBook } from './admission-book.ts';
import { Emitter } from './emitter.ts';
import { ApiError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { JoinRequests } from './join-requests.ts';
import type { Recovery } from './recovery.ts';
import { Repairs } from './repairs.ts';
import { chainTo, isGenuine } from './signed-admissions.ts';
import { Trust, type Introduction } from './trust.ts';

export interface AdmissionOptions {
  readonly self: MemberId;
  readonly identity: { readonly id: string; readonly introduction: Introduction | null };
  readonly network: Network;
  readonly ownName: () => string;
  readonly clusterName: () => string;
  readonly notes: NotesState;
  readonly raft: () => Pick<RaftStatus, 'configuration' | 'configurationIndex' | 'term'>;
  readonly admissions: AdmissionBook;
  readonly change: (changes: readonly ConfigurationChange[], timeoutMs: number) => Promise<void>;
  /** Resolves when everything that was committed before is applied here. */
  readonly read: (timeoutMs: number) => Promise<void>;
  /** Puts a command into the log. Throws ApiError if too many wait. */
  readonly propose: (command: Command) => void;
  readonly broadcast: (frame: PeerFrame) => void;
  readonly recovery: Pick<Recovery, 'epoch' | 'mayReturn' | 'settle'>;
  /** Something that the status shows changed. */
  readonly changed: () => void;
}

/** This laptop was removed; `by` is the name of whoever asked for it. */
export interface Removal {
  readonly by: string;
  readonly atMs: number;
}

export type AdmissionFrame = Extract<PeerFrame, { type: 'join-asked' | 'join-settled' | 'membership' | 'removed' }>;

/** How long the streams of a removed member stay open, so that it hears that it was removed. */
const farewellMs = 1_000;

/**
 * Who is in the cluster and who is let in: requests to join and what people decide, the streams that follow from it,
 * what members are called and where they are, and the farewell of those that were removed.
 */
export class Admission {
  readonly requests: JoinRequests;
  readonly noticed = new Emitter<Notice>();
  /** This laptop was removed. */
  readonly removed = new Emitter<Removal>();
  /** Who is in, or where, may be others now: see `members`. */
  readonly membersChanged = new Emitter<void>();

  readonly #options: AdmissionOptions;
  readonly #trust: Trust;
  readonly #repairs: Repairs;
  readonly #departing = new Map<MemberId, NodeJS.Timeout>();
  #configurationIndex = -1;
  #stopped = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#trust = new Trust(options.self, options.identity.introduction);
    this.requests = new JoinRequests(options.self, options.changed);
    this.#repairs = new Repairs({
      read: options.read,
      change: options.change,
      isMember: (peer) => this.#trust.isConfigured(peer) || this.#trust.isIn(peer),
      isIn: (peer) => this.#trust.isIn(peer),
      mayReturn: (peer) => options.recovery.mayReturn(peer),
      removalOf: (peer) => this.#trust.removalOf(peer),
      approval: () => this.#approval(),
      tell: (request) => options.broadcast({ type: 'join-asked', request }),
      introduce: ({ peer, name, addresses }) => this.#introduce(peer, name, addresses),
      clock: () => performance.now(),
    });
  }

  stop(): void {
    this.#stopped = true;
    this.requests.close();
    for (const timer of this.#departing.values()) clearTimeout(timer);
  }

  standing(peer: MemberId): Standing {
    return this.#trust.standing(peer);
  }

  nameOf(member: string): string {
    const { self, ownName, notes } = this.#options;
    if (member === self) return ownName();
    return notes.member(member)?.name ?? this.#trust.introducedName(member) ?? fingerprint(member);
  }

  // Asking to be let in

  /** Someone asks this laptop to be let in; resolves with what a person decides. */
  asked(asked: Omit<JoinRequest, 'via'>, clusterId: string, signal: AbortSignal): Promise<JoinAnswer> {
    const { self, identity, broadcast } = this.#options;
    if (clusterId !== identity.id) return Promise.resolve({ type: 'unavailable', reason: 'other-cluster' });
    if (asked.epoch !== undefined && asked.epoch !== this.#options.recovery.epoch) {
      return Promise.resolve({ type: 'unavailable', reason: 'other-epoch' });
    }
    const request = fitRequest({ ...asked, via: self });
    if (request.isRepair) return this.#repairs.asked(request);
    const answer = this.requests.hold(request, Date.now());
    if (answer === null) return Promise.resolve({ type: 'unavailable', reason: 'busy' });
    broadcast({ type: 'join-asked', request });
    const withdraw = (): void => {
      if (!this.requests.settle(asked.peer, null)) return;
      broadcast({ type: 'join-settled', peer: asked.peer, outcome: 'withdrawn', by: self });
    };
    signal.addEventListener('abort', withdraw, { once: true });
    return answer;
  }

  /**
   * Lets those in who asked: first as learners, as voters as soon as their logs have caught up.
   *
   * @param codes the digits that a person saw on the screens of those who ask, by their ids; of some, of all or of none
   * @returns who of them was let in. Who does not ask any more is left out.
   * @throws ApiError `unknown-member` if none of them asks, `wrong-code` if one's digits are others.
   */
  async approve(
    peers: readonly MemberId[],
    timeoutMs: number,
    codes: Readonly<Record<string, string>> = {},
  ): Promise<readonly MemberId[]> {
    const asking = [...new Set(peers)].flatMap((peer) => this.requests.get(peer)?.request ?? []);
    if (asking.length === 0) throw noRequestError();
    for (const request of asking) requireCode(request, codes[request.peer]);
    await this.#letIn(asking, timeoutMs);
    // Whose stream is here is answered when the configuration is applied; elsewhere, there.
    return asking.map(({ peer }) => peer);
  }

  /**
   * Lets in who proved to hold an invite, which is the approval of whoever made it; resolves with what it is told once
   * that is committed and applied here. Throws ApiError.
   */
  async letInInvited(newcomer: Omit<JoinRequest, 'via'>, timeoutMs: number): Promise<JoinAnswer> {
    const deadlineMs = performance.now() + timeoutMs;
    await this.#letIn([fitRequest({ ...newcomer, via: this.#options.self })], timeoutMs);
    await this.#options.read(Math.max(1, deadlineMs - performance.now()));
    return this.#trust.isConfigured(newcomer.peer) ? this.#approval() : { type: 'unavailable', reason: 'busy' };
  }

  async #letIn(asking: readonly JoinRequest[], timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    // A member that asks to be let in has lost its log, and what it acknowledged and voted with it. It must not count
    // as the one it was: it is taken out first, and starts again as a learner.
    const returning = asking.filter(({ peer }) => this.#trust.isIn(peer));
    if (returning.length > 0) {
      await this.#options.change(
        returning.map(({ peer }) => ({ type: 'remove', member: peer })),
        timeoutMs,
      );
    }
    // Signed first: once they are in, whoever meets them may ask how they came in.
    for (const { peer } of asking) await this.#options.admissions.admit(peer, Date.now());
    await this.#options.change(
      asking.map(({ peer }) => ({ type: 'add-learner', member: peer })),
      Math.max(1, deadlineMs - performance.now()),
    );
    for (const { peer, name, addresses } of asking) this.#introduce(peer, name, addresses);
  }

  refuse(peer: MemberId): void {
    const { self, ownName, broadcast } = this.#options;
    if (this.requests.get(peer) === undefined) throw noRequestError();
    this.requests.settle(peer, { type: 'refused', by: ownName() });
    broadcast({ type: 'join-settled', peer, outcome: 'refused', by: self });
  }

  // What members say

  peerConnected(peer: MemberId): void {
    this.#options.network.send(peer, this.#membershipFrame());
    for (const request of this.requests.held()) this.#options.network.send(peer, { type: 'join-asked', request });
  }

  frame(from: MemberId, frame: AdmissionFrame): void {
    switch (frame.type) {
      case 'join-asked':
        // Only the member that holds the stream may speak for its asker.
        if (frame.request.via !== from) return;
        if (frame.request.isRepair) this.#repairs.heard(frame.request);
        else this.requests.heard(fitRequest(frame.request), Date.now());
        return;
      case 'join-settled':
        this.#settled(frame.peer, frame.outcome, from);
        return;
      case 'membership':
        if (this.#trust.standing(from).type !== 'member') return;
        if (this.#options.admissions.heard(frame.admissions)) this.#options.broadcast(this.#membershipFrame());
        if (this.#trust.introduced(frame)) this.connectPeers();
        return;
      case 'removed':
        this.heardRemoved(from, frame);
        return;
      default:
        frame satisfies never;
    }
  }

  /** Someone says that this laptop was removed, on the open stream or at hello. */
  heardRemoved(from: MemberId, removal: Removed): void {
    // A member that is behind itself may tell of a removal after which this laptop was let in again.
    if (this.#trust.standing(from).type !== 'member' || !this.#trust.isNewRemoval(removal.index)) return;
    this.removed.emit({ by: removal.by, atMs: removal.atMs === 0 ? Date.now() : removal.atMs });
  }

  /** How this laptop was let in, for a member that may not have heard of that. */
  ownAdmissions(to: MemberId): readonly SignedAdmission[] {
    return this.#trust.standing(to).type === 'member' ? this.#options.admissions.ownLineage() : [];
  }

  /** Somebody unknown says how it was let in: it is a member if that began with one that this laptop knows. */
  heardAdmissions(peer: MemberId, admissions: readonly SignedAdmission[]): void {
    const isKnown = (member: MemberId): boolean => this.#trust.isConfigured(member);
    if (isKnown(peer) || this.#trust.standing(peer).type !== 'stranger') return;
    const chain = chainTo(peer, admissions, isKnown);
    if (chain === null || !chain.every((each) => isGenuine(this.#options.identity.id, each))) return;
    this.#options.admissions.heard(chain);
    if (this.#trust.proven(peer)) this.connectPeers();
  }

  #settled(peer: MemberId, outcome: 'approved' | 'refused' | 'withdrawn', by: MemberId): void {
    const pending = this.requests.get(peer);
    // An approval counts when it is in the log, not when someone says so.
    if (pending === undefined || outcome === 'approved') return;
    // It went away there, and asks elsewhere by now.
    if (outcome === 'withdrawn' && pending.request.via !== by) return;
    this.requests.settle(peer, outcome === 'refused' ? { type: 'refused', by: this.nameOf(by) } : null);
    if (outcome === 'refused') {
      this.noticed.emit({ type: 'join-decided', memberName: pending.request.name, outcome, by: this.nameOf(by) });
    }
  }

  // What the log says

  /** The configuration in force may be another one now. */
  configurationChanged(): void {
    const { configuration, configurationIndex } = this.#options.raft();
    if (configurationIndex === this.#configurationIndex) return;
    this.#configurationIndex = configurationIndex;
    this.#trust.configured(configuration, configurationIndex);
    this.connectPeers();
    this.#options.broadcast(this.#membershipFrame());
    this.#options.network.announce();
  }

  /** A configuration is committed. `replaying`: it was before this start, and only now read again. */
  committed(entry: ConfigurationEntry, replaying: boolean): void {
    this.#trust.committed(entry.configuration);
    for (const change of entry.changes) {
      switch (change.type) {
        case 'create':
        case 'add-learner':
          this.#admitted(entry, change.member, replaying);
          break;
        case 'remove':
          // In a joint configuration it still votes.
          if (!isMember(entry.configuration, change.member)) this.#removed(entry, change.member, replaying);
          break;
        case 'promote':
        case 'demote':
        case 'recover':
          break; // of one who is in already
      }
    }
  }

  /** A snapshot took the place of the state: names and addresses may be others. */
  caughtUp(committed: Configuration): void {
    this.#trust.committed(committed);
    this.configurationChanged();
    this.connectPeers();
  }

  #admitted(entry: ConfigurationEntry, member: MemberId, replaying: boolean): void {
    this.#trust.admitted(member);
    if (!replaying) this.#repairs.admitted(member);
    if (!replaying && entry.requestedBy === this.#options.self) this.#options.recovery.settle(member);
    const pending = this.requests.get(member);
    this.requests.settle(member, this.#approval());
    if (pending !== undefined) {
      const by = this.nameOf(entry.requestedBy);
      this.noticed.emit({ type: 'join-decided', memberName: pending.request.name, outcome: 'approved', by });
    }
    if (member === this.#options.self) this.introduceSelf();
  }

  #removed(entry: ConfigurationEntry, member: MemberId, replaying: boolean): void {
    const by = this.nameOf(entry.requestedBy);
    // Read again at a start, the log does not say when it was.
    const removal: Removed = { type: 'removed', by, atMs: replaying ? 0 : Date.now(), index: entry.index };
    this.#trust.removed(member, removal);
    this.#repairs.removed(member, entry.requestedBy);
    if (!replaying && entry.requestedBy === this.#options.self) this.#options.recovery.settle(member);
    if (member !== this.#options.self) this.#farewell(member, removal);
    else if (!this.#cameBackAfter(entry.index)) this.removed.emit({ by, atMs: Date.now() });
  }

  /** Whether a removal of this laptop at `index` is history, read again while catching up after it was let in anew. */
  #cameBackAfter(index: number): boolean {
    const { self, identity } = this.#options;
    // After a recovery the configuration in force is a later one than all that are read again, and names this laptop.
    if (isMember(this.#options.raft().configuration, self)) return true;
    return this.#trust.isConfigured(self) || index <= (identity.introduction?.configurationIndex ?? 0);
  }

  /** Tells a removed member so, and closes its stream only after it had the time to read that. */
  #farewell(member: MemberId, removal: Removed): void {
    // If it is not connected it hears it at its next hello.
    if (!this.#options.network.send(member, removal)) return this.connectPeers();
    const earlier = this.#departing.get(member);
    if (earlier !== undefined) clearTimeout(earlier);
    const depart = (): void => {
      this.#departing.delete(member);
      this.connectPeers();
    };
    this.#departing.set(member, setTimeout(depart, farewellMs));
  }

  // Streams, names and addresses

  /** Keeps streams with those who are in, where they were last known to be. */
  connectPeers(): void {
    const peers = this.#trust.peers();
    for (const [peer, addresses] of peers)
      peers.set(peer, [...new Set([...this.#rosterAddresses(peer), ...addresses])]);
    for (const member of this.#departing.keys()) if (!peers.has(member)) peers.set(member, []);
    this.#options.network.setMembers(peers);
    this.membersChanged.emit();
    this.#options.changed();
  }

  /** Everyone who is let in, this laptop included, with where they were last known to be. */
  members(): readonly KnownMember[] {
    const { self, network } = this.#options;
    const others = [...this.#trust.peers()].map(([member, addresses]): KnownMember => ({
      member,
      name: this.nameOf(member),
      addresses: [...new Set([...this.#rosterAddresses(member), ...addresses])],
    }));
    return [{ member: self, name: this.nameOf(self), addresses: network.addresses() }, ...others];
  }

  /** Tells everyone through the log what this laptop is called and where it listens, if that is news. */
  introduceSelf(): void {
    const { self, ownName, network, notes } = this.#options;
    if (this.#stopped || !this.#trust.isConfigured(self)) return;
    const name = ownName();
    const addresses = network.addresses().slice(0, notesLimits.addresses);
    const present = notes.member(self);
    if (present?.name !== name || present.addresses.join() !== addresses.join()) this.#introduce(self, name, addresses);
  }

  /** If too much waits to go into the log already, the next change of name, address or membership tells it. */
  #introduce(member: MemberId, name: string, addresses: readonly string[]): void {
    try {
      this.#options.propose({ type: 'introduce-member', member, name, addresses });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #approval(): JoinAnswer {
    const { configurationIndex, members } = this.#membershipFrame();
    const { identity, clusterName, recovery } = this.#options;
    const { term } = this.#options.raft();
    const { epoch } = recovery;
    return {
      type: 'approved',
      clusterId: identity.id,
      clusterName: clusterName(),
      configurationIndex,
      term,
      epoch,
      members,
    };
  }

  #membershipFrame(): Extract<PeerFrame, { type: 'membership' }> {
    const { self, network, raft } = this.#options;
    const { configuration, configurationIndex } = raft();
    const members = membersOf(configuration).map((member): KnownMember => ({
      member,
      name: this.nameOf(member),
      addresses: member === self ? network.addresses() : this.#rosterAddresses(member),
    }));
    return { type: 'membership', configurationIndex, members, admissions: this.#options.admissions.list() };
  }

  #rosterAddresses(member: MemberId): readonly string[] {
    return this.#options.notes.member(member)?.addresses ?? [];
  }
}

const noRequestError = (): ApiError =>
  new ApiError('unknown-member', 'That laptop does not ask to join any more. It may have taken its request back.');

function requireCode({ name, code }: JoinRequest, seen: string | undefined): void {
  if (seen === undefined || seen.replace(' ', '') === code) return;
  throw new ApiError(
    'wrong-code',
    `These are not the digits of the request of “${name}”. It may have asked anew: compare again. If they stay different, somebody sits between the two laptops: refuse it.`,
  );
}

/** A request as it may be shown: its name is a stranger's. */
function fitRequest(request: JoinRequest): JoinRequest {
  return { ...request, name: fitName(request.name, fingerprint(request.peer)) };
}
