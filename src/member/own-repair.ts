import type { Damage, Phase, RecoveredElsewhere, RepairStep } from '../api/contract.ts';
import type { Network } from '../network/types.ts';
import { asMemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { setAsideInto, unusedDamagedPath, unusedLeftPath } from '../storage/set-aside.ts';
import type { MemberAddress, MemberFile, RepairRecord } from '../storage/types.ts';
import type { Approval } from './asking.ts';
import { AskingForRepair, type RepairOutcome } from './asking-for-repair.ts';
import { ApiError } from './errors.ts';
import { keptBeforeComingOver } from './leaving.ts';
import type { MemberRecord } from './member-record.ts';
import { emptyLog } from './new-cluster.ts';
import { recoveredElsewhere } from './recovery.ts';

export interface OwnRepairOptions {
  readonly directory: DataDirectory;
  readonly record: MemberRecord;
  readonly network: () => Pick<Network, 'askForRepair' | 'nearby'>;
  /** Its phase is another now. */
  readonly changed: () => void;
}

/**
 * This laptop's own repair from the other members. `member.json` is ahead of every step that it takes on the disk: what is
 * in `log/` is not used from the moment on at which the repair stands there, whether it was moved away yet or not, until
 * the others have let this laptop in anew. So it never starts as the voter it was with less than that one had.
 *
 * A laptop goes over to the cluster as it was recovered elsewhere in the same way (`RepairRecord.over`). Nothing is damaged
 * then, and nothing is moved before it is let in: until then the person may take it back.
 */
export class OwnRepair {
  readonly #options: OwnRepairOptions;
  #asking: AskingForRepair | null = null;

  constructor(options: OwnRepairOptions) {
    this.#options = options;
  }

  /** What this laptop waits for; null: it is not being repaired. */
  phase(): Extract<Phase, { type: 'repairing' | 'rejoining' }> | null {
    const { cluster, repair } = this.#options.record.file;
    if (cluster === null || repair === undefined) return null;
    const { damage, over, keptIn, sinceMs } = repair;
    const step = this.#step(repair);
    const { name: clusterName } = cluster;
    if (over !== undefined) return { type: 'rejoining', clusterName, by: over.by, keptIn, step, sinceMs };
    if (damage === null) throw new Error('a repair is of something that is damaged');
    return { type: 'repairing', clusterName, damage, keptIn, step, sinceMs };
  }

  #step(repair: RepairRecord): RepairStep {
    if (repair.letIn) return { type: 'catching-up' };
    const step = this.#asking?.step;
    if (step === undefined) return { type: 'looking', known: repair.members.map(({ name }) => name) };
    return step.type === 'recovered' ? { ...step, elsewhere: this.elsewhere() } : step;
  }

  /** Other runs of the cluster than the one that this laptop asks to be let into, as laptops that it knows say. */
  elsewhere(): readonly RecoveredElsewhere[] {
    const { network, record } = this.#options;
    const { cluster, repair, epoch, members = [] } = record.file;
    if (cluster === null || repair === undefined) return [];
    const known = new Set([...members, ...repair.members].map(({ member }) => member));
    return recoveredElsewhere(network().nearby(), {
      clusterId: cluster.id,
      epoch: repair.over?.epoch ?? epoch ?? null,
      before: [],
      isKnown: (peer) => known.has(peer),
    });
  }

  /** Whether what lies in `log/` and `snapshots/` is not to be used. */
  get isToBeLetIn(): boolean {
    return this.#options.record.file.repair?.letIn === false;
  }

  /** The stores must be closed. To be followed by `ask`. */
  async begin(damage: Damage, members: readonly MemberAddress[]): Promise<void> {
    const { directory, record } = this.#options;
    const sinceMs = Date.now();
    const keptIn = await unusedDamagedPath(directory, sinceMs);
    await record.save({ repair: { damage, keptIn, sinceMs, members, letIn: false } });
  }

  /** The person has decided to go over to another epoch, of which these are. As `begin`. */
  async beginOver({ epoch, by, laptops }: RecoveredElsewhere): Promise<void> {
    const { directory, record, network } = this.#options;
    const { cluster, repair, members = [] } = record.file;
    if (cluster === null) throw new Error('there is no cluster to go over from');
    const addressesOf = (member: string): readonly string[] => [
      ...(network()
        .nearby()
        .find(({ peer }) => peer === member)?.addresses ?? []),
      ...(members.find((known) => known.member === member)?.addresses ?? []),
    ];
    const targets = laptops.map(({ member, name }) => ({ member, name, addresses: [...addressesOf(member)] }));
    const sinceMs = Date.now();
    const keptIn = repair?.keptIn ?? (await unusedLeftPath(directory, cluster.id, sinceMs));
    const damage = repair?.damage ?? null;
    const over = { epoch, by, from: cluster.name, decided: false };
    this.cancel();
    await record.save({ repair: { damage, over, keptIn, sinceMs, members: targets, letIn: false } });
  }

  /**
   * It stays in its own epoch after all. True: what it has is as it was, to be opened again; false: that is damaged, to be
   * repaired in its own. Throws if it has been let in already.
   */
  async takeBack(): Promise<boolean> {
    const { record } = this.#options;
    const { repair } = underWay(record.file);
    if (repair.over === undefined) throw new ApiError('refused', 'This laptop does not go over to another cluster.');
    if (repair.over.decided)
      throw new ApiError('refused', 'This laptop was let in already. Leave the cluster instead.');
    this.cancel();
    const isSound = repair.damage === null;
    const members = record.file.members ?? repair.members;
    await record.save({ repair: isSound ? undefined : { ...repair, over: undefined, members } });
    return isSound;
  }

  /** Moves away what is not to be used, and asks the others until there is an outcome. */
  async ask(): Promise<RepairOutcome> {
    const { network, record, changed } = this.#options;
    const { cluster, repair } = underWay(record.file);
    const others = repair.members.map((other) => ({ ...other, member: asMemberId(other.member) }));
    const epoch = repair.over?.epoch ?? record.file.epoch;
    const asking = new AskingForRepair(network(), { clusterId: cluster.id, epoch }, others, changed);
    this.#asking = asking;
    changed();
    if (repair.damage !== null) await this.#setAside(repair);
    return await asking.run();
  }

  cancel(): void {
    this.#asking?.cancel();
    this.#asking = null;
  }

  /** The others have let this laptop in: it starts with an empty log, as a newcomer does. */
  async letIn({ clusterId: id, clusterName: name, configurationIndex, term, epoch, members }: Approval): Promise<void> {
    const { record, directory } = this.#options;
    if (underWay(record.file).repair.over?.decided === false) {
      const { repair: undecided } = underWay(record.file);
      const over = undecided.over === undefined ? undefined : { ...undecided.over, decided: true };
      await record.save({ repair: { ...undecided, over } });
    }
    const { repair } = underWay(record.file);
    // A log of an attempt that a crash cut short. This laptop was let in after that one.
    await this.#setAside(repair);
    await emptyLog(directory, epoch);
    await record.save({
      cluster: { id, name, introduction: { configurationIndex, term, epoch, members } },
      members,
      epoch,
      repair: { ...repair, letIn: true },
    });
  }

  /** It has all that it ever acknowledged, or all of the cluster that it came over to, and votes. What was, is returned. */
  async done(): Promise<RepairRecord> {
    const { repair } = underWay(this.#options.record.file);
    await this.#options.record.save((file) => ({ repair: undefined, ...keptBeforeComingOver(file) }));
    return repair;
  }

  /** Edits that wait were made on the notes of this laptop's own epoch: they do not fit those of another. */
  async #setAside({ keptIn, over }: RepairRecord): Promise<void> {
    const { directory } = this.#options;
    const { logPath, snapshotsPath, outboxPath } = directory;
    const edits = over?.decided === true ? [outboxPath] : [];
    await setAsideInto(directory, [...edits, snapshotsPath, logPath], keptIn);
  }
}

function underWay({ cluster, repair }: MemberFile): {
  readonly cluster: NonNullable<MemberFile['cluster']>;
  readonly repair: RepairRecord;
} {
  if (cluster === null || repair === undefined) throw new Error('no repair is under way');
  return { cluster, repair };
}
