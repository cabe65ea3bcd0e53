import type { Damage } from '../api/contract.ts';
import { membersOf } from '../raft/configuration.ts';
import { asLogIndex, type Configuration, type MemberId } from '../raft/types.ts';
import type { DataDirectory } from '../storage/data-directory.ts';
import { LogDamagedError, SnapshotDamagedError } from '../storage/errors.ts';
import { salvageLog, type SalvagedLog } from '../storage/log-salvage.ts';
import { openSnapshotStore } from '../storage/snapshot-store.ts';
import type { MemberAddress, MemberFile, SnapshotStore } from '../storage/types.ts';
import { decodeCommand } from './command-codec.ts';
import { messageOf } from './errors.ts';
import { SnapshotMissingError } from './restored-state.ts';
import { decodeSnapshotMetadata } from './snapshot-metadata.ts';

/**
 * What can be done about a member whose log or snapshots are not what was written.
 *
 * - `repairable`: there are, or may be, others in the cluster. It is set aside and let in anew (`OwnMembership.repair`).
 * - `alone`: it is the only member, by all that can be read. Nothing may be set aside or go on from here; what can be
 *   read can be exported.
 */
export type Diagnosis =
  | {
      readonly type: 'repairable';
      readonly damage: Damage;
      /** Who else is in the cluster, as far as is known; empty: nothing that says so can be read. */
      readonly others: readonly MemberAddress[];
    }
  | {
      readonly type: 'alone';
      readonly damage: Damage;
      /** What the opening failed with, for people. */
      readonly error: Error;
      readonly salvaged: SalvagedLog;
    };

/** What `error`, with which opening the log and snapshots of `directory` failed, means. Changes nothing; null: it is no damage. */
export async function diagnose(
  error: unknown,
  directory: Pick<DataDirectory, 'logPath' | 'snapshotsPath'>,
  { self, file }: { readonly self: MemberId; readonly file: MemberFile },
): Promise<Diagnosis | null> {
  const damage = damageIn(error);
  if (damage === null || !(error instanceof Error)) return null;
  const salvaged = await salvageLog(directory.logPath).catch((problem: unknown) => nothingOf(problem));
  const found = await membersFound(salvaged, directory.snapshotsPath);
  const known = [...(file.members ?? file.cluster?.introduction?.members ?? []), ...(found ?? [])];
  const others = new Map(known.map((each) => [each.member, each]));
  others.delete(self);
  // Who knows nothing is not alone for certain.
  const isCertain = file.members !== undefined || found !== null;
  if (others.size === 0 && isCertain) return { type: 'alone', damage, error, salvaged };
  return { type: 'repairable', damage, others: [...others.values()] };
}

function damageIn(error: unknown): Damage | null {
  if (error instanceof LogDamagedError) {
    return { what: 'log', file: error.file, detail: `at byte ${error.offset}: ${error.reason}` };
  }
  if (error instanceof SnapshotMissingError) {
    const [first] = error.damaged;
    if (first !== undefined) {
      return { what: 'snapshot', file: first.file, detail: `at byte ${first.offset}: ${first.reason}` };
    }
    return { what: 'snapshot', file: null, detail: `no snapshot of all up to entry ${error.base.index} is there` };
  }
  if (error instanceof SnapshotDamagedError) {
    return { what: 'snapshot', file: error.file, detail: `at byte ${error.offset}: ${error.reason}` };
  }
  return null;
}

/** The members by the newest configuration that can be read, in the log or in a snapshot; null: none can. */
async function membersFound(log: SalvagedLog, snapshotsPath: string): Promise<readonly MemberAddress[] | null> {
  const found: { index: number; configuration: Configuration }[] = [];
  for (const stored of await soundSnapshots(snapshotsPath)) {
    try {
      const { configuration, index } = decodeSnapshotMetadata(stored.metadata);
      found.push({ index, configuration });
    } catch {
      // One that cannot be read tells nothing.
    }
  }
  const named = new Map<string, MemberAddress>();
  for (const entry of log.entries) {
    if (entry.kind === 'configuration') found.push(entry);
    if (entry.kind !== 'command') continue;
    try {
      const command = decodeCommand(entry.payload);
      if (command.type === 'introduce-member') named.set(command.member, command);
    } catch {
      // The same.
    }
  }
  const newest = found.reduce<(typeof found)[number] | null>((a, b) => (a === null || b.index > a.index ? b : a), null);
  if (newest === null) return null;
  return membersOf(newest.configuration).map((member) => {
    const { name = '', addresses = [] } = named.get(member) ?? {};
    return { member, name, addresses: [...addresses] };
  });
}

async function soundSnapshots(path: string): Promise<SnapshotStore['all']> {
  try {
    return (await openSnapshotStore(path)).store.all;
  } catch {
    return [];
  }
}

function nothingOf(problem: unknown): SalvagedLog {
  return { entries: [], hardState: null, reachedIndex: asLogIndex(0), problems: [messageOf(problem)] };
}
