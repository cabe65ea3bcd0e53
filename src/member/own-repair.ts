import type { Damage, Phase } from '../api/contract.ts';
import type { Network } from '../network/types.ts';
import { asMemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { openLogStore } from '../storage/log-store.ts';
import { setDamagedAside, unusedDamagedPath } from '../storage/set-aside.ts';
import type { MemberAddress, MemberFile, RepairRecord } from '../storage/types.ts';
import type { Approval } from './asking.ts';
import { AskingForRepair, type RepairOutcome } from './asking-for-repair.ts';
import { decodeVersion1 } from './log-codec.ts';
import type { MemberRecord } from './member-record.ts';

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
 */
export class OwnRepair {
  readonly #options: OwnRepairOptions;
  #asking: AskingForRepair | null = null;

  constructor(options: OwnRepairOptions) {
    this.#options = options;
  }

  /** What this laptop waits for; null: it is not being repaired. */
  phase(): Extract<Phase, { type: 'repairing' }> | null {
    const { cluster, repair } = this.#options.record.file;
    if (cluster === null || repair === undefined) return null;
    const { damage, keptIn, sinceMs } = repair;
    const known = repair.members.map(({ name }) => name);
    const step = repair.letIn ? ({ type: 'catching-up' } as const) : (this.#asking?.step ?? { type: 'looking', known });
    return { type: 'repairing', clusterName: cluster.name, damage, keptIn, step, sinceMs };
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

  /** Moves away what is not to be used, and asks the others until there is an outcome. */
  async ask(): Promise<RepairOutcome> {
    const { network, record, changed } = this.#options;
    const { cluster, repair } = underWay(record.file);
    const others = repair.members.map((other) => ({ ...other, member: asMemberId(other.member) }));
    const asking = new AskingForRepair(network(), cluster.id, others, changed);
    this.#asking = asking;
    changed();
    await this.#setAside(repair);
    return await asking.run();
  }

  cancel(): void {
    this.#asking?.cancel();
    this.#asking = null;
  }

  /** The others have let this laptop in: it starts with an empty log, as a newcomer does. */
  async letIn({ clusterId: id, clusterName: name, configurationIndex, term, members }: Approval): Promise<void> {
    const { record, directory } = this.#options;
    const { repair } = underWay(record.file);
    // A log of an attempt that a crash cut short. This laptop was let in after that one.
    await this.#setAside(repair);
    const { store } = await openLogStore(directory.logPath, { decodeVersion1 });
    await store.close();
    await record.save({
      cluster: { id, name, introduction: { configurationIndex, term, members } },
      members,
      repair: { ...repair, letIn: true },
    });
  }

  /** It has all that it ever acknowledged, and votes. Returns where the damaged files are kept. */
  async done(): Promise<string> {
    const { repair } = underWay(this.#options.record.file);
    await this.#options.record.save({ repair: undefined });
    return repair.keptIn;
  }

  async #setAside({ keptIn }: RepairRecord): Promise<void> {
    const { directory } = this.#options;
    await setDamagedAside(directory, [directory.logPath, directory.snapshotsPath], keptIn);
  }
}

function underWay({ cluster, repair }: MemberFile): {
  readonly cluster: NonNullable<MemberFile['cluster']>;
  readonly repair: RepairRecord;
} {
  if (cluster === null || repair === undefined) throw new Error('no repair is under way');
  return { cluster, repair };
}
