import { randomBytes } from 'node:crypto';
import type { Damage, Notice, Phase } from '../api/contract.ts';
import type { Network } from '../network/types.ts';
import { asMemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import type { FoundTexts } from '../storage/found-texts.ts';
import { holdsClusterState, setAside } from '../storage/set-aside.ts';
import type { MemberFile } from '../storage/types.ts';
import type { Removal } from './admission.ts';
import { AdmissionBook } from './admission-book.ts';
import { keptAdmissions, toKept } from './kept-admissions.ts';
import type { Approval } from './asking.ts';
import { openClusterState, type ClusterState } from './cluster-state.ts';
import { Cluster, type ClusterIdentity, type ClusterOptions } from './cluster.ts';
import type { DigestPolicy } from './divergence.ts';
import type { RepairOutcome } from './asking-for-repair.ts';
import { Throttle } from './emitter.ts';
import { ApiError, damagedError, messageOf, noClusterError, readOnlyError } from './errors.ts';
import { moveAway, unfinishedLeaving, writeDownLeaving, type Departure } from './leaving.ts';
import type { MemberRecord } from './member-record.ts';
import { textsOnlyIn } from './finding.ts';
import { requireName } from './names.ts';
import { emptyLog, fromNothing, type Beginning } from './new-cluster.ts';
import { openClusterOf } from './opening.ts';
import { OwnJoining } from './own-joining.ts';
import { OwnRepair } from './own-repair.ts';
import { recoverOnDisk } from './recovery-facts.ts';
import { beginAnew, ReadOnlyNotes } from './read-only.ts';
import type { SnapshotPolicy } from './snapshots.ts';

export interface OwnMembershipOptions {
  readonly directory: DataDirectory;
  readonly record: MemberRecord;
  readonly network: () => Network;
  readonly snapshots: SnapshotPolicy;
  readonly digests: DigestPolicy;
  readonly awayMs: number;
  /** Where texts are kept that only this laptop has. */
  readonly found: FoundTexts;
  /** Called before the cluster starts to take part. */
  readonly entered: (cluster: Cluster) => void;
  readonly left: () => void;
  /** The notes of the cluster were loaded anew; `old` is what it was before. */
  readonly reloaded: (old: Cluster) => void;
  /** Something that the status shows changed. */
  readonly changed: () => void;
  readonly notice: (notice: Notice) => void;
  /** Entering or leaving failed half way: this member cannot go on. */
  readonly fail: (error: unknown) => void;
}

/** Time for the last frames (our own removal, a farewell) to reach the others before streams close. */
const partingMs = 400;
/** Who is in the cluster is written down no more often: a laptop that catches up goes through all that it ever was. */
const rememberMembersMs = 500;

/** Which cluster this laptop is in, if any, and its way into and out of one: one move at a time. */
export class OwnMembership {
  readonly #options: OwnMembershipOptions;
  readonly #repair: OwnRepair;
  /** The attempts to get into a cluster. */
  readonly joining: OwnJoining;
  #rememberMembers: Throttle | null = null;
  #tellingRecoveryIn: Cluster | null = null;
  #cluster: Cluster | null = null;
  #readOnly: ReadOnlyNotes | null = null;
  #moving: Promise<unknown> = Promise.resolve();
  #leaving = false;
  /** Our own removal, seen while leaving. */
  #removedWhileLeaving: Removal | null = null;

  constructor(options: OwnMembershipOptions) {
    this.#options = options;
    const { directory, record, network, changed, fail } = options;
    this.#repair = new OwnRepair({ directory, record, network, changed });
    this.joining = new OwnJoining({
      record,
      network,
      requireNone: () => this.requireNone(),
      move: (run) => this.#move(run),
      letIn: (approval) => this.#letIn(approval),
      changed,
      fail,
    });
  }

  /** Also one whose log this laptop is still catching up with after a repair; see `phase`. */
  get cluster(): Cluster | null {
    return this.#cluster;
  }

  /** What can be read of a damaged cluster that this laptop is alone in; null: nothing of the kind. */
  get readOnly(): ReadOnlyNotes | null {
    return this.#readOnly;
  }

  phase(): Phase {
    const repairing = this.#repair.phase();
    if (repairing !== null) return repairing;
    if (this.#readOnly !== null) return this.#readOnly.phase();
    if (this.#cluster !== null) return { type: 'member' };
    const joining = this.joining.phase();
    if (joining !== null) return joining;
    const { removed, copied } = this.#options.record.file;
    if (copied !== undefined) return { type: 'copied', keptIn: copied };
    if (removed === null) return { type: 'alone' };
    return { type: 'removed', ...removed, copy: this.#options.record.file.kept?.at(-1)?.folder ?? null };
  }

  /** Takes part again in the cluster that the data directory holds, if it holds one. */
  async resume(): Promise<void> {
    const { cluster, anew } = this.#options.record.file;
    await this.#finishLeaving();
    if (cluster === null) return anew === undefined ? undefined : this.#goOnAnew(anew);
    if (this.#repair.isToBeLetIn) return this.#askForRepair();
    const opened = await openClusterOf(this.#options.network().self, this.#options);
    switch (opened.type) {
      case 'sound':
        await this.#enter(opened.state);
        return;
      case 'repairable':
        console.error(`raftpad: ${opened.damage.file ?? opened.damage.what}: ${opened.damage.detail}`);
        await this.#repair.begin(opened.damage, opened.others);
        return this.#askForRepair();
      case 'alone':
        console.error(`raftpad: ${opened.error.message}`);
        this.#readOnly = await ReadOnlyNotes.read(opened, this.#options.directory, this.#options.record.file);
        return;
      default:
        opened satisfies never;
    }
  }

  /**
   * What this laptop has of its cluster is not to be trusted: it is set aside, and the others let this laptop in anew and
   * bring it all of it. Resolves once that is under way; what becomes of it shows in `phase()`.
   *
   * @throws ApiError `refused`, if there are no others
   */
  repair(damage: Damage): Promise<void> {
    return this.#move(async () => {
      const cluster = this.#cluster;
      if (cluster === null) throw noClusterError();
      const { self } = this.#options.network();
      const others = cluster.admission.members().filter(({ member }) => member !== self);
      if (others.length === 0) throw new ApiError('refused', 'No other laptop is in the cluster that could repair it.');
      await this.#suspend(cluster);
      await this.#repair.begin(damage, others);
      this.#askForRepair();
      this.#options.left();
    });
  }

  /** Goes on by itself: the others may be away for days. */
  #askForRepair(): void {
    const { fail } = this.#options;
    this.#repair
      .ask()
      .then((outcome) => this.#move(() => this.#repairAnswered(outcome)))
      .catch(fail);
  }

  async #repairAnswered(outcome: RepairOutcome): Promise<void> {
    const { record } = this.#options;
    const { cluster } = record.file;
    if (!this.#repair.isToBeLetIn || cluster === null) return;
    switch (outcome.type) {
      case 'cancelled':
        return;
      case 'removed':
        await this.#forget({
          clusterName: cluster.name,
          removed: { by: outcome.by, atMs: outcome.atMs },
          appliedIndex: null,
        });
        return;
      case 'approved':
        await this.#repair.letIn(outcome.approval);
        await this.#enter();
        return;
      default:
        outcome satisfies never;
    }
  }

  /** A laptop that was let in anew is repaired once it votes again. */
  #voteIfRepaired(cluster: Cluster): void {
    if (this.#options.record.file.repair?.letIn !== true || !cluster.isVoter()) return;
    this.#move(async () => {
      if (this.#cluster !== cluster || this.#options.record.file.repair?.letIn !== true) return;
      const { over, keptIn } = this.#options.record.file.repair;
      // Before the record of where to look goes.
      const found = over === undefined ? 0 : await this.#findTexts(keptIn, cluster.name, cluster);
      await this.#repair.done();
      cluster.takeUpEdits();
      this.#options.notice(over === undefined ? { type: 'repaired', keptIn } : { type: 'rejoined', keptIn, found });
      this.#options.changed();
    }).catch(this.#options.fail);
  }

  // Without a majority, and back

  /**
   * The majority is lost: this laptop goes on alone. A crash within leaves it as it was, or all of it done.
   *
   * @throws ApiError `refused` with the reason
   */
  recover(clusterName: string): Promise<void> {
    return this.#move(async () => {
      const cluster = this.#cluster;
      if (this.#repair.phase() !== null) throw damagedError();
      if (cluster === null) throw noClusterError();
      const plan = cluster.planRecovery(clusterName);
      const { directory, record, network, reloaded } = this.#options;
      network().setMembers(new Map());
      // It stays in its place, and refuses what it is asked, until the new one can take over.
      await cluster.stop();
      try {
        await recoverOnDisk(directory, record, plan, Math.random);
        await this.#enter();
      } catch (error) {
        this.#options.fail(error);
        throw error;
      }
      reloaded(cluster);
    });
  }

  /** What a recovery here is to put into the log goes there; of one that did not happen it is forgotten. */
  async #tellRecovery(cluster: Cluster): Promise<void> {
    const { record } = this.#options;
    const { recovery: facts } = record.file;
    if (facts === undefined || this.#cluster !== cluster) return;
    const isTold = facts.epoch !== cluster.recovery.epoch || cluster.recovery.facts() !== null;
    if (isTold) return await record.save({ recovery: undefined });
    if (this.#tellingRecoveryIn === cluster) return;
    this.#tellingRecoveryIn = cluster;
    cluster.recovery.tell(facts);
  }

  /** Goes over to another run of the cluster, which laptops that this one knows are in. */
  rejoin(epoch: number): Promise<void> {
    return this.#move(async () => {
      const cluster = this.#cluster;
      const repairing = this.#repair.phase();
      if (cluster === null && repairing === null) throw noClusterError();
      const all = repairing === null ? (cluster?.recovery.elsewhere() ?? []) : this.#repair.elsewhere();
      const target = all.find((each) => each.epoch === epoch);
      if (target === undefined || repairing?.step.type === 'catching-up') {
        throw new ApiError('unreachable', 'No laptop of that cluster that this one knows is seen on this network now.');
      }
      if (cluster !== null) await this.#suspend(cluster);
      await this.#repair.beginOver(target);
      this.#askForRepair();
      this.#options.left();
    });
  }

  /** As long as nobody has let it in. */
  cancelRejoin(): Promise<void> {
    return this.#move(async () => {
      if (this.#repair.phase() === null)
        throw new ApiError('refused', 'This laptop does not go over to another cluster.');
      if (await this.#repair.takeBack()) await this.resume();
      else this.#askForRepair();
      this.#options.changed();
    });
  }

  /** Keeps what only this laptop has of the notes that were set aside in `keptIn`, for its person to decide upon. */
  async #findTexts(
    keptIn: string,
    clusterName: string,
    cluster: Cluster | null,
    appliedIndex?: number,
  ): Promise<number> {
    const { found, changed } = this.#options;
    const present = cluster === null ? null : { notes: cluster.notes, facts: cluster.recovery.facts() };
    let count = 0;
    for (const text of await textsOnlyIn(keptIn, present, { clusterName, nowMs: Date.now(), appliedIndex })) {
      if (await found.put(text)) count += 1;
      else console.error(`raftpad: there are too many texts that only this laptop has; others are in ${keptIn}`);
    }
    changed();
    return count;
  }

  async stop(): Promise<void> {
    this.joining.cancel();
    this.#repair.cancel();
    await this.#moving.catch(() => undefined);
    this.#rememberMembers?.stop();
    await this.#cluster?.closing.begin();
    await this.#cluster?.stop();
  }

  // In

  /** Starts a cluster with this laptop as its only member, and with what `beginning` writes in it. */
  create(clusterName: string, name: string | undefined, beginning: Beginning = fromNothing): Promise<void> {
    return this.#move(async () => {
      this.requireNone();
      requireName(clusterName);
      if (name !== undefined) requireName(name);
      this.joining.end();
      await this.#found(clusterName, name, beginning);
    });
  }

  async #found(clusterName: string, name: string | undefined, beginning: Beginning): Promise<void> {
    await this.#makeRoom();
    await beginning(this.#options.directory, this.#options.network().self);
    await this.#options.record.save({
      ...(name === undefined ? {} : { name }),
      cluster: { id: randomBytes(16).toString('hex'), name: clusterName, introduction: null },
      epoch: 0,
      recovery: undefined,
      removed: null,
      copied: undefined,
      members: [{ member: this.#options.network().self, name: this.#options.record.file.name, addresses: [] }],
      anew: undefined,
    });
    const cluster = await this.#enter();
    await cluster.run({ type: 'name-cluster', name: clusterName }, 'The name of the cluster', 10_000);
  }

  /**
   * Starts a new cluster with all that could be read of the damaged one, which this laptop was alone in. The damaged files
   * are kept; returns where. A crash within leaves it read-only, or is made good at the next start.
   *
   * @throws ApiError `refused`, if this laptop is not read-only
   */
  startAnew(clusterName: string | undefined): Promise<string> {
    return this.#move(async () => {
      const { directory, record } = this.#options;
      if (this.#readOnly === null) throw new ApiError('refused', 'Nothing is damaged here that could be left behind.');
      if (clusterName !== undefined) requireName(clusterName);
      const kept = await this.#readOnly.keepIn(directory, Date.now());
      const anew = { ...kept, clusterName: clusterName ?? kept.clusterName };
      // From here on the damaged cluster counts no more, and what could be read of it is in the backup.
      await record.save({ cluster: null, removed: null, members: undefined, anew });
      this.#readOnly = null;
      await this.#foundAnew(anew);
      return anew.keptIn;
    });
  }

  /** A start anew that was cut short is made good. */
  async #goOnAnew(anew: NonNullable<MemberFile['anew']>): Promise<void> {
    try {
      await this.#foundAnew(anew);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // What could be read is not there any more: without it this laptop is in no cluster.
      console.error(`raftpad: ${error.message} The damaged files are in ${anew.keptIn}.`);
      await this.#options.record.save({ anew: undefined });
    }
  }

  async #foundAnew(anew: NonNullable<MemberFile['anew']>): Promise<void> {
    await this.#found(anew.clusterName, undefined, await beginAnew(this.#options.directory, anew));
  }

  /** The others let this laptop in. */
  async #letIn(approval: Approval): Promise<void> {
    const { clusterId: id, clusterName: name, configurationIndex, term, epoch, members } = approval;
    await this.#makeRoom();
    // From then on a log that is not there is one that was lost.
    await emptyLog(this.#options.directory, epoch);
    await this.#options.record.save({
      cluster: { id, name, introduction: { configurationIndex, term, epoch, members } },
      epoch,
      recovery: undefined,
      removed: null,
      copied: undefined,
      members,
    });
    await this.#enter();
  }

  /** Throws ApiError `already-a-member` if this laptop is in a cluster, `damaged` if it is to be in one again. */
  requireNone(): void {
    if (this.#repair.phase() !== null) throw damagedError();
    if (this.#readOnly !== null) throw readOnlyError();
    if (this.#cluster !== null)
      throw new ApiError('already-a-member', 'This laptop is in a cluster already. Leave it first.');
  }

  /** Files of a cluster that this laptop left in the middle of something are moved away before a new one begins. */
  async #makeRoom(): Promise<void> {
    const { directory } = this.#options;
    if (await holdsClusterState(directory)) await setAside(directory, 'unfinished', Date.now());
  }

  /** @param state if it is open already */
  async #enter(state?: ClusterState): Promise<Cluster> {
    const { record, directory, entered, changed, snapshots, digests, awayMs } = this.#options;
    // Each entry into a cluster numbers its commands anew: a cluster that this laptop left and joined again remembers
    // the earlier numbers, and would take the new commands for repetitions.
    await record.startSession();
    const { cluster: identity, session, repair } = record.file;
    if (identity === null) throw new Error('no cluster to enter');
    const network = this.#options.network();
    const admissions = new AdmissionBook({
      self: network.self,
      clusterId: identity.id,
      sign: (bytes) => network.sign(bytes),
      kept: keptAdmissions(record.file),
      keep: (kept) => void record.save({ admissions: kept.map(toKept) }).catch(this.#options.fail),
    });
    const options: ClusterOptions = {
      self: network.self,
      admissions,
      identity: identityOf(identity),
      session,
      network,
      ownName: () => record.file.name,
      snapshots,
      isRepair: repair !== undefined,
      digests,
      awayMs,
      diverged: record.file.diverged ?? null,
    };
    const cluster = new Cluster(options, state ?? (await openClusterState(directory)));
    cluster.diverged.listen(
      (finding) => void this.#options.record.save({ diverged: finding }).catch(this.#options.fail),
    );
    cluster.reloadable.listen(() => void this.#reload(cluster).catch(this.#options.fail));
    cluster.admission.removed.listen((removal) => this.#wasRemoved(cluster, removal));
    cluster.statusChanged.listen(() => this.#voteIfRepaired(cluster));
    const remember = new Throttle(rememberMembersMs, () => void this.#saveMembers(cluster));
    this.#rememberMembers = remember;
    cluster.admission.membersChanged.listen(() => remember.ask());
    entered(cluster);
    this.#cluster = cluster;
    this.joining.end();
    cluster.start();
    cluster.statusChanged.listen(() => void this.#tellRecovery(cluster).catch(this.#options.fail));
    network.announce();
    changed();
    for (const { what, keptIn } of cluster.setAside) this.#options.notice({ type: 'set-aside', what, keptIn });
    return cluster;
  }

  /** Whom to ask for a repair is known also when nothing of the log can be read any more. */
  async #saveMembers(cluster: Cluster): Promise<void> {
    const { record } = this.#options;
    const members = cluster.admission.members();
    const { epoch } = cluster.recovery;
    const isKnown = epoch === record.file.epoch && JSON.stringify(members) === JSON.stringify(record.file.members);
    if (this.#cluster !== cluster || isKnown) return;
    await record.save({ members, epoch }).catch((error: unknown) => {
      console.error(`raftpad: who is in the cluster was not written down: ${messageOf(error)}`);
    });
  }

  /** Its notes were wrong; those of the majority lie in its only snapshot. Its log is as good as before. */
  #reload(cluster: Cluster): Promise<void> {
    return this.#move(async () => {
      if (this.#cluster !== cluster) return;
      this.#options.network().setMembers(new Map());
      // It stays in its place, and refuses what it is asked, until the new one can take over.
      await cluster.stop();
      await this.#options.record.save({ diverged: undefined });
      const sound = await this.#enter();
      this.#options.reloaded(cluster);
      sound.noticed.emit({ type: 'own-notes-reloaded' });
      sound.compareNotes();
    });
  }

  // Out

  /** Leaves; answers where the notes are kept. */
  leave(force: boolean, timeoutMs: number): Promise<string> {
    return this.#move(async () => {
      const cluster = this.#cluster;
      if (cluster === null) return await this.#giveUpRepair();
      this.#leaving = true;
      this.#removedWhileLeaving = null;
      try {
        if (!cluster.isOnlyMember()) {
          await cluster.remove([this.#options.network().self], timeoutMs).catch((error: unknown) => {
            // The answer may be lost although it is done.
            if (!force && this.#removedWhileLeaving === null) throw error;
          });
          await parting();
        }
        return await this.#exit(cluster, null);
      } finally {
        this.#leaving = false;
      }
    });
  }

  /** Clears the notice of a refusal or a failed attempt; if there is none, that of a removal or a copied directory. */
  async dismiss(): Promise<void> {
    const { record, changed } = this.#options;
    const { removed, copied } = record.file;
    if (!this.joining.forgetLastAttempt() && (removed !== null || copied !== undefined)) {
      await record.save({ removed: null, copied: undefined });
    }
    changed();
  }

  #wasRemoved(cluster: Cluster, removal: Removal): void {
    if (this.#cluster !== cluster) return;
    if (this.#leaving) {
      this.#removedWhileLeaving = removal;
      return;
    }
    this.#move(async () => {
      if (this.#cluster !== cluster) return;
      await parting();
      await this.#exit(cluster, removal);
    }).catch(this.#options.fail);
  }

  /** Of a laptop that waits to be let in anew. The others keep counting it as away. */
  async #giveUpRepair(): Promise<string> {
    const { cluster } = this.#options.record.file;
    if (cluster === null) throw noClusterError();
    this.#repair.cancel();
    return await this.#forget({ clusterName: cluster.name, removed: null, appliedIndex: null });
  }

  /** Ends this laptop's part in its cluster. Its files are set aside, not deleted. */
  async #exit(cluster: Cluster, removal: Removal | null): Promise<string> {
    await this.#suspend(cluster);
    const { name: clusterName } = cluster;
    return await this.#forget({ clusterName, removed: removal, appliedIndex: cluster.status().appliedIndex });
  }

  /** Takes no part in the cluster from here on. */
  async #suspend(cluster: Cluster): Promise<void> {
    this.#options.network().setMembers(new Map());
    this.#cluster = null;
    this.#rememberMembers?.stop();
    await cluster.stop();
  }

  async #forget(departure: Departure): Promise<string> {
    const { directory, record, left } = this.#options;
    this.#readOnly = null;
    const keptIn = await writeDownLeaving(directory, record, departure);
    await this.#finishLeaving();
    this.#options.network().announce();
    left();
    return keptIn;
  }

  /** Moves the files away, and keeps the texts of edits that waited in them. Done again after a crash within. */
  async #finishLeaving(): Promise<void> {
    const { directory, record } = this.#options;
    const unfinished = unfinishedLeaving(directory, record.file);
    if (unfinished === null) return;
    const { copy, keptIn } = unfinished;
    await moveAway(directory, keptIn);
    await this.#findTexts(keptIn, copy.clusterName, null, copy.appliedIndex);
    await record.save({ leaving: undefined });
  }

  #move<T>(run: () => Promise<T>): Promise<T> {
    const moved = this.#moving.then(run, run);
    this.#moving = moved.catch(() => undefined);
    return moved;
  }
}

const parting = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, partingMs));

function identityOf({ id, name, introduction }: NonNullable<MemberFile['cluster']>): ClusterIdentity {
  if (introduction === null) return { id, name, introduction };
  const members = introduction.members.map((known) => ({ ...known, member: asMemberId(known.member) }));
  return { id, name, introduction: { ...introduction, members } };
}
