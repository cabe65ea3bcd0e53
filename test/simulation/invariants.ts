import type {
  CommittedEntry,
  Configuration,
  ConfigurationChange,
  MemberId,
  Message,
  RaftStatus,
  SnapshotMetadata,
} from '../../src/raft/types.ts';
import type { Disk, PersistEffect } from './disk.ts';
import { isSameEntry, isSameValue, Ledger } from './ledger.ts';
import { isJoint, isQuorum, quorumsIntersect } from './quorums.ts';
import { expectedDisposition } from './sessions.ts';
import { ShadowLog } from './shadow-log.ts';
import { violated } from './violation.ts';
import type { Coverage } from './coverage.ts';
import type { Recovery } from './core-module.ts';

/** What is remembered of one member between two of its steps. */
interface Watched {
  readonly id: MemberId;
  readonly disk: Disk;
  /** Of the epoch that it is in. */
  ledger: Ledger;
  log: ShadowLog;
  isUp: boolean;
  term: number;
  role: string;
  commitIndex: number;
  appliedIndex: number;
  durableIndex: number;
  lastAppliedHere: number;
  /** The last command that was applied here, by proposer. */
  sessions: Map<MemberId, number>;
  readonly votes: Map<number, MemberId>;
  /** On a leader: what it believes that others hold. */
  matches: Map<MemberId, number>;
}

/**
 * Watches all members at once, and throws when a promise of Raft is broken (figure 3, and the list in the design). All
 * checks look only at what a step changed: log matching makes "the same term at the last index" mean "all the same".
 */
export class Invariants {
  private readonly watched = new Map<MemberId, Watched>();
  /** By epoch, the newest last. */
  private readonly ledgers: [Ledger, ...Ledger[]] = [new Ledger(0)];
  private readonly coverage: Coverage;

  constructor(coverage: Coverage) {
    this.coverage = coverage;
  }

  get newestEpoch(): number {
    return this.newest.epoch;
  }

  /** What is committed in the epoch that this member is in. */
  commitIndexFor(id: MemberId): number {
    return this.of(id).ledger.commitIndex;
  }

  /** Of the newest epoch: the latest committed configuration, and those that any member acts by or may return to. */
  configurationsInForce(): Configuration[] {
    return this.configurationsIn(this.newest, null);
  }

  /** Those of all epochs, but for what this member itself acts by. */
  configurationsAnywhere(except: MemberId): Configuration[] {
    return this.ledgers.flatMap((ledger) => this.configurationsIn(ledger, except));
  }

  private configurationsIn(ledger: Ledger, except: MemberId | null): Configuration[] {
    const found = new Map<number, Configuration>();
    const latest = ledger.configuration;
    if (latest !== null) found.set(latest.index, latest.configuration);
    let uncommitted = -1;
    for (const { id, log, ledger: its } of this.watched.values()) {
      if (id === except || its !== ledger) continue;
      for (const placed of [log.configuration, log.previousConfiguration]) {
        if (placed === null || placed.index === 0) continue;
        const isCommitted = placed.index <= ledger.commitIndex;
        if (placed === log.previousConfiguration && log.configuration.index <= ledger.commitIndex) continue;
        found.set(isCommitted ? placed.index : uncommitted--, placed.configuration);
      }
    }
    return [...found.values()];
  }

  /** A member begins to exist: for the first time, or again without its disk. */
  created(id: MemberId, disk: Disk): void {
    const restored = disk.restored();
    this.watched.set(id, {
      id,
      disk,
      ledger: this.ledgers[0],
      log: new ShadowLog(id, restored),
      isUp: false,
      term: 0,
      role: 'follower',
      commitIndex: 0,
      appliedIndex: 0,
      durableIndex: 0,
      lastAppliedHere: 0,
      sessions: new Map(),
      votes: new Map(),
      matches: new Map(),
    });
    for (const entry of restored.entries) {
      const [ledger] = this.ledgers;
      ledger.checkEntry(id, entry, restored.entries[entry.index - 2]?.term ?? 0);
      if (entry.index <= restored.hardState.commitIndex && entry.index > ledger.commitIndex)
        ledger.commit(entry, entry.term);
    }
  }

  /** A member that does not run goes on without the majority: from here on there is a new epoch. */
  recovers(id: MemberId, { hardState, entry }: Recovery): void {
    const member = this.of(id);
    const before = member.disk.restored();
    const log = new ShadowLog(id, before);
    const { newest } = this;
    if (hardState.epoch <= newest.epoch || hardState.epoch <= before.hardState.epoch)
      violated('epochs-do-not-mix', `${id} recovers into epoch ${hardState.epoch}, which is not new`);
    if (entry.index !== log.lastIndex + 1 || hardState.commitIndex !== entry.index)
      violated('recovery-keeps-the-log', `${id} recovers a log up to ${log.lastIndex} by an entry at ${entry.index}`);
    if (entry.term <= before.hardState.term || hardState.term !== entry.term)
      violated('recovery-keeps-the-log', `${id} recovers from term ${before.hardState.term} into term ${entry.term}`);
    if (!isSameValue(entry.configuration, { voters: [id], learners: [], votersOutgoing: [], demoted: [] }))
      violated('recovery-keeps-the-log', `${id} is not alone after its recovery`);
    const last = Math.min(log.lastIndex, before.hardState.commitIndex);
    for (let index = (before.snapshot?.index ?? 0) + 1; index <= last; index += 1) {
      if (log.termAt(index) !== newest.at(index)?.term)
        violated('recovery-keeps-the-log', `${id} recovers without the entry ${index}, which it knew to be committed`);
    }
    const ledger = newest.forked(hardState.epoch, id, before, entry);
    let kept = 0;
    while (kept < log.lastIndex && newest.at(kept + 1) === ledger.at(kept + 1)) kept += 1;
    this.coverage.count('recoveries by a new epoch');
    this.coverage.count('committed entries lost with a majority', Math.max(0, newest.commitIndex - kept));
    this.coverage.count('uncommitted entries kept by a recovery', log.lastIndex - kept);
    this.ledgers.push(ledger);
    member.ledger = ledger;
  }

  /** A member takes over another epoch: only who has nothing of its own one may. */
  changesEpoch(id: MemberId, epoch: number): void {
    const member = this.of(id);
    const ledger = this.ledgers.find((known) => known.epoch === epoch);
    if (ledger === undefined || epoch <= member.ledger.epoch)
      return violated('epochs-do-not-mix', `${id} goes from epoch ${member.ledger.epoch} to ${epoch}`);
    if (member.log.lastIndex > 0 || member.disk.lastIndex > 0)
      violated('epochs-do-not-mix', `${id} takes over epoch ${epoch} with a log of epoch ${member.ledger.epoch}`);
    this.coverage.count('newcomers to a new epoch');
    member.ledger = ledger;
  }

  /** A run begins, from what the disk holds. */
  started(id: MemberId): void {
    const member = this.of(id);
    const restored = member.disk.restored();
    const { term, commitIndex, epoch } = restored.hardState;
    if (epoch > member.ledger.epoch)
      violated('epochs-do-not-mix', `${id} starts in epoch ${epoch}, having been in ${member.ledger.epoch}`);
    // A newcomer may forget an epoch that it had only heard of.
    member.ledger = this.ledgers.find((ledger) => ledger.epoch === epoch) ?? this.ledgers[0];
    if (term < member.term && member.votes.has(member.term))
      violated('term-never-falls', `${id} starts in term ${term}`);
    const snapshotIndex = restored.snapshot?.index ?? 0;
    member.log = new ShadowLog(id, restored);
    member.isUp = true;
    member.term = term;
    member.role = 'follower';
    member.commitIndex = Math.max(snapshotIndex, Math.min(commitIndex, member.log.lastIndex));
    member.appliedIndex = snapshotIndex;
    member.lastAppliedHere = snapshotIndex;
    member.durableIndex = 0;
    member.sessions = new Map(member.ledger.sessionsAt(snapshotIndex));
    member.matches = new Map();
  }

  stopped(id: MemberId): void {
    this.of(id).isUp = false;
  }

  /** A write was asked for: this is how the log changes. */
  persists(id: MemberId, effect: PersistEffect): void {
    const member = this.of(id);
    const { log } = member;
    if (effect.resetTo !== null) {
      const snapshot = member.disk.snapshot?.metadata;
      if (snapshot?.index !== effect.resetTo)
        violated('committed-is-durable', `${id} forgets its log without a snapshot`);
      this.checkNothingDropped(member, effect.resetTo + 1);
      log.installed(snapshot, true);
    }
    if (effect.truncateFrom !== null) {
      this.coverage.count('truncations');
      this.checkNothingDropped(member, effect.truncateFrom);
      if (log.configuration.index >= effect.truncateFrom) this.coverage.count('configurations rolled back');
      log.truncate(effect.truncateFrom);
    }
    for (const entry of effect.entries) {
      if (entry.index !== log.lastIndex + 1)
        violated('log-matching', `${id} appends ${entry.index} behind ${log.lastIndex}`);
      const previousTerm = log.termAt(entry.index - 1);
      if (previousTerm === undefined) violated('log-matching', `${id} appends ${entry.index} behind nothing`);
      member.ledger.checkEntry(id, entry, previousTerm);
      log.append(entry);
    }
    const { hardState } = effect;
    if (hardState === null) return;
    const before = member.disk.hardState;
    if (hardState.term < before.term) violated('term-never-falls', `${id} writes term ${hardState.term}`);
    if (hardState.epoch < before.epoch) violated('epochs-do-not-mix', `${id} goes back to epoch ${hardState.epoch}`);
    if (hardState.commitIndex < before.commitIndex) violated('commit-never-falls', `${id} writes an earlier commit`);
    if (hardState.term === before.term && before.votedFor !== null && hardState.votedFor !== before.votedFor)
      violated('one-vote-a-term', `${id} forgets its vote in term ${hardState.term}`);
  }

  /** Nothing is promised before it is on the disk of who promises it. */
  sends(id: MemberId, to: MemberId, message: Message): void {
    const member = this.of(id);
    const { hardState } = member.disk;
    const { type, term } = message;
    const hasTerm = hardState.term >= term;
    let isKept = true;
    if (type === 'vote-request' || (type === 'vote-response' && message.granted)) {
      const candidate = type === 'vote-request' ? id : to;
      isKept = hardState.term > term || (hardState.term === term && hardState.votedFor === candidate);
      const vote = member.votes.get(term);
      if (vote !== undefined && vote !== candidate)
        violated('one-vote-a-term', `${id} voted for ${vote} and for ${candidate} in term ${term}`);
      member.votes.set(term, candidate);
    } else if (type === 'append-accepted') {
      isKept = hasTerm && (member.term > term || isDurable(member, message.matchIndex));
    } else if (type === 'append-request' || type === 'timeout-now' || type === 'snapshot-offer') {
      isKept = hasTerm;
    }
    if (!isKept) violated('durable-before-reply', `${id} sent a ${type} of term ${term} before it was durable`);
  }

  /** State machine safety, and exactly once in order. */
  applies(id: MemberId, { entry, disposition }: CommittedEntry): void {
    const member = this.of(id);
    if (entry.index !== member.lastAppliedHere + 1)
      violated('applied-in-order', `${id} applied ${entry.index} after ${member.lastAppliedHere}`);
    member.lastAppliedHere = entry.index;
    const known = member.ledger.at(entry.index);
    if (known === undefined) violated('committed-is-durable', `${id} applies ${entry.index}, which no one committed`);
    if (!isSameEntry(known, entry))
      violated(
        'state-machine-safety',
        `${id} applied ${entry.index} of term ${entry.term}, others of term ${known.term}`,
      );
    if (entry.kind !== 'command') return;
    const last = member.sessions.get(entry.member);
    const expected = expectedDisposition(last, entry.sequence);
    if (disposition !== expected)
      violated('applied-once', `${id}: command ${entry.sequence} of ${entry.member} behind ${last} is ${disposition}`);
    if (disposition === 'apply') member.sessions.set(entry.member, entry.sequence);
  }

  /** A member takes a snapshot of what it has applied; `state` is its state machine's. */
  takesSnapshot(id: MemberId, snapshot: SnapshotMetadata, state: string): void {
    const member = this.of(id);
    member.ledger.checkSnapshot(id, snapshot);
    if (snapshot.index !== member.lastAppliedHere)
      violated('snapshot-is-the-state', `${id} snapshots ${snapshot.index}, having applied ${member.lastAppliedHere}`);
    const sessions = new Map<MemberId, number>(snapshot.sessions);
    if (!isSameMap(sessions, member.sessions))
      violated('snapshot-is-the-state', `the client table of ${id} at ${snapshot.index} is not what was applied`);
    member.ledger.setSessionsAt(snapshot.index, sessions);
    member.ledger.checkState(id, snapshot.index, state);
  }

  installsSnapshot(id: MemberId, snapshot: SnapshotMetadata): void {
    const member = this.of(id);
    if (snapshot.index < member.lastAppliedHere)
      violated(
        'applied-in-order',
        `${id} went back from ${member.lastAppliedHere} to the snapshot at ${snapshot.index}`,
      );
    if (member.log.termAt(snapshot.index) === snapshot.term) member.log.installed(snapshot, false);
    member.lastAppliedHere = snapshot.index;
    member.sessions = new Map(member.ledger.sessionsAt(snapshot.index));
  }

  compacts(id: MemberId, through: number): void {
    const { log, disk } = this.of(id);
    if (through > (disk.snapshot?.metadata.index ?? 0))
      violated('committed-is-durable', `${id} cuts its log at ${through} without a snapshot`);
    log.forget(through - 1);
  }

  /** All members of an epoch that applied up to `index` are in the same state. */
  checkState(id: MemberId, index: number, state: string): void {
    this.of(id).ledger.checkState(id, index, state);
  }

  /** After each step, with all its effects begun. */
  stepped(status: RaftStatus, persist: PersistEffect | null): void {
    const member = this.of(status.self);
    const { term, role, commitIndex, appliedIndex, lastIndex } = status;
    const { log } = member;
    if (term < member.term) violated('term-never-falls', `${member.id} went back from term ${member.term} to ${term}`);
    if (commitIndex < member.commitIndex) violated('commit-never-falls', `${member.id} took back a commit`);
    if (appliedIndex < member.appliedIndex) violated('applied-in-order', `${member.id} went back in what it applied`);
    if (appliedIndex > commitIndex || commitIndex > lastIndex || status.snapshotIndex > appliedIndex)
      violated(
        'index-order',
        `${member.id}: ${status.snapshotIndex} ≤ ${appliedIndex} ≤ ${commitIndex} ≤ ${lastIndex}`,
      );
    if (lastIndex !== log.lastIndex)
      violated('index-order', `${member.id} has a log up to ${lastIndex}, but wrote up to ${log.lastIndex}`);
    const inForce = log.configuration;
    if (
      inForce.index !== status.configurationIndex ||
      (inForce.index > 0 && !isSameValue(inForce.configuration, status.configuration))
    )
      violated(
        'configuration-in-force',
        `${member.id} acts by ${status.configurationIndex}, its log says ${inForce.index}`,
      );
    if (status.durableIndex !== member.durableIndex) {
      member.durableIndex = status.durableIndex;
      if (!isDurable(member, status.durableIndex))
        violated('durable-before-reply', `${member.id} takes ${status.durableIndex} to be on its disk`);
    }
    const led = member.role === 'leader' && member.term === term;
    if (role === 'leader') {
      if (!led) this.checkElected(member, term);
      else if (persist !== null && (persist.truncateFrom !== null || persist.resetTo !== null))
        violated('leader-append-only', `${member.id} cut its log while it led term ${term}`);
      this.checkLeader(member, status, persist);
    }
    if (commitIndex > member.commitIndex) this.checkCommit(member, status);
    member.term = term;
    member.role = role;
    member.commitIndex = commitIndex;
    member.appliedIndex = appliedIndex;
  }

  private checkElected(member: Watched, term: number): void {
    member.ledger.elected(member.id, term);
    const { hardState } = member.disk;
    if (hardState.term < term || hardState.votedFor !== member.id)
      violated('durable-before-reply', `${member.id} leads term ${term} before its own vote is durable`);
    member.matches = new Map();
    this.coverage.count('elections');
    for (const { isUp, role, id, ledger } of this.watched.values()) {
      if (isUp && role === 'leader' && id !== member.id && ledger === member.ledger)
        this.coverage.count('two leaders at a time');
    }
    // A candidate that slept may win its old term late: what later terms committed is not for it to know.
    const last = member.ledger.committedBefore(term);
    if (last > (member.disk.snapshot?.metadata.index ?? 0) && member.log.termAt(last) !== member.ledger.at(last)?.term)
      violated('leader-completeness', `${member.id} leads term ${term} without the committed entry ${last}`);
  }

  private checkLeader(member: Watched, status: RaftStatus, persist: PersistEffect | null): void {
    const { voters, votersOutgoing } = status.configuration;
    const isRemoved = !voters.includes(member.id) && !votersOutgoing.includes(member.id);
    if (isRemoved && status.configurationIndex <= status.commitIndex)
      violated('removed-leader-leaves', `${member.id} leads on, though its removal is committed`);
    for (const { member: peer, matchIndex, nextIndex } of status.peers) {
      if (matchIndex >= nextIndex) violated('index-order', `${peer}: match ${matchIndex}, next ${nextIndex}`);
      if ((member.matches.get(peer) ?? 0) === matchIndex) continue;
      member.matches.set(peer, matchIndex);
      const follower = this.watched.get(peer);
      const term = member.log.termAt(matchIndex);
      if (follower === undefined || term === undefined) continue;
      // Of a follower that has gone on to a later term or epoch, a leader that is deposed and does not know hears old answers.
      if (follower.disk.hardState.term > status.term || follower.ledger !== member.ledger) continue;
      if (!follower.disk.holds(matchIndex, term))
        violated('match-is-durable', `${member.id} believes that ${peer} holds ${matchIndex} of term ${term}`);
    }
    if (persist === null) return;
    for (const entry of persist.entries) {
      if (entry.kind !== 'configuration' || entry.term !== status.term) continue;
      this.coverage.count('configuration changes');
      if (isJoint(entry.configuration)) this.coverage.count('joint states reached');
      const before = member.log.previousConfiguration;
      if (before === null) continue;
      if (before.index > status.commitIndex)
        violated('one-change-at-a-time', `${member.id} appends ${entry.index} while ${before.index} is not committed`);
      if (before.index > 0 && !quorumsIntersect(before.configuration, entry.configuration))
        violated('quorums-intersect', `the configurations at ${before.index} and ${entry.index} could decide apart`);
    }
  }

  private checkCommit(member: Watched, status: RaftStatus): void {
    const { commitIndex } = status;
    const { log, ledger } = member;
    const snapshotIndex = member.disk.snapshot?.metadata.index ?? 0;
    const entry = log.at(commitIndex);
    const known = ledger.at(commitIndex);
    if (known !== undefined) {
      if (commitIndex > snapshotIndex && entry?.term !== known.term)
        violated('committed-never-changes', `${member.id} commits another entry ${commitIndex} than others did`);
    } else if (entry !== undefined) {
      const holds = (id: MemberId): boolean => this.watched.get(id)?.disk.holds(commitIndex, entry.term) === true;
      if (!isQuorum(status.configuration, holds))
        violated('committed-is-durable', `${member.id} commits ${commitIndex} without a durable quorum`);
      this.coverage.count('entries committed', commitIndex - ledger.commitIndex);
      if (ledger !== this.newest) this.coverage.count('old epochs that went on');
      if ((log.at(ledger.commitIndex + 1)?.term ?? entry.term) < entry.term)
        this.coverage.count('commits of older terms');
    }
    if (status.role === 'leader' && entry !== undefined && entry.term !== status.term)
      violated(
        'current-term-commit',
        `${member.id} commits ${commitIndex} of term ${entry.term} by counting in ${status.term}`,
      );
    for (let index = ledger.commitIndex + 1; index <= commitIndex; index += 1) {
      const committed = log.at(index);
      if (committed === undefined) continue;
      ledger.commit(committed, status.term);
      if (committed.kind === 'configuration') this.countChanges(committed.changes);
    }
  }

  private countChanges(changes: readonly ConfigurationChange[]): void {
    for (const { type } of changes) {
      if (type === 'promote') this.coverage.count('learners promoted');
      if (type === 'demote') this.coverage.count('voters demoted');
      if (type === 'remove') this.coverage.count('members removed');
    }
  }

  /** What is committed is never dropped by a member that holds it. */
  private checkNothingDropped(member: Watched, from: number): void {
    const committed = member.ledger.at(from);
    if (committed !== undefined && member.log.termAt(from) === committed.term)
      violated('committed-is-durable', `${member.id} drops the committed entry ${from}`);
  }

  private get newest(): Ledger {
    return this.ledgers[this.ledgers.length - 1] ?? this.ledgers[0];
  }

  private of(id: MemberId): Watched {
    const member = this.watched.get(id);
    if (member === undefined) throw new Error(`no member ${id} is watched`);
    return member;
  }
}

function isDurable({ log, disk }: Watched, index: number): boolean {
  const term = log.termAt(index);
  return index === 0 || term === undefined ? index <= disk.lastIndex : disk.holds(index, term);
}

function isSameMap(a: ReadonlyMap<MemberId, number>, b: ReadonlyMap<MemberId, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
