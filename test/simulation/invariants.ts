import { isSameValue, Ledger } from './ledger.ts';
import { checkCommit, checkElected, checkLeader } from './leader-checks.ts';
import { ShadowLog } from './shadow-log.ts';
import { checkApplied, checkCompacted, checkSnapshotInstalled, checkSnapshotTaken } from './state-checks.ts';
import { violated } from './violation.ts';
import { isDurable } from './watched.ts';
import { checkSent, checkWrite } from './write-checks.ts';
import type {
  CommittedEntry,
  Configuration,
  MemberId,
  Message,
  RaftStatus,
  SnapshotMetadata,
} from '../../src/raft/types.ts';
import type { Recovery } from './core-module.ts';
import type { Coverage } from './coverage.ts';
import type { Disk, PersistEffect } from './disk.ts';
import type { Watched } from './watched.ts';

/**
 * Watches all members at once, and throws when a promise of Raft is broken (figure 3, and the list in the design). All
 * checks look only at what a step changed: log matching makes "the same term at the last index" mean "all the same".
 */
export class Invariants {
  readonly watched = new Map<MemberId, Watched>();
  /** By epoch, the newest last. */
  private readonly ledgers: [Ledger, ...Ledger[]] = [new Ledger(0)];
  readonly coverage: Coverage;

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
      ledger.checkEntry(id, entry, entry.index < 2 ? 0 : (restored.entries.at(entry.index - 2)?.term ?? 0));
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
    checkWrite(this.of(id), effect, this.coverage);
  }

  sends(id: MemberId, to: MemberId, message: Message): void {
    checkSent(this.of(id), to, message);
  }

  applies(id: MemberId, committed: CommittedEntry): void {
    checkApplied(this.of(id), committed);
  }

  /** A member takes a snapshot of what it has applied; `state` is its state machine's. */
  takesSnapshot(id: MemberId, snapshot: SnapshotMetadata, state: string): void {
    checkSnapshotTaken(this.of(id), snapshot, state);
  }

  installsSnapshot(id: MemberId, snapshot: SnapshotMetadata): void {
    checkSnapshotInstalled(this.of(id), snapshot);
  }

  compacts(id: MemberId, through: number): void {
    checkCompacted(this.of(id), through);
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
      if (!led) checkElected(member, term, this);
      else if (persist !== null && (persist.truncateFrom !== null || persist.resetTo !== null))
        violated('leader-append-only', `${member.id} cut its log while it led term ${term}`);
      checkLeader(member, status, persist, this);
    }
    if (commitIndex > member.commitIndex) checkCommit(member, status, persist, this);
    member.term = term;
    member.role = role;
    member.commitIndex = commitIndex;
    member.appliedIndex = appliedIndex;
  }

  /** The ledger of the newest epoch. */
  get newest(): Ledger {
    return this.ledgers[this.ledgers.length - 1] ?? this.ledgers[0];
  }

  private of(id: MemberId): Watched {
    const member = this.watched.get(id);
    if (member === undefined) throw new Error(`no member ${id} is watched`);
    return member;
  }
}
