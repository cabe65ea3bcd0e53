/** What a backup says of itself: the metadata of its file, as JSON in UTF-8. Later fields are skipped by who does not know them. */
import { z } from 'zod';
import type { BackupLine } from '../api/contract.ts';
import { limits } from '../notes/types.ts';

const name = z.string().min(1).max(1024);
const description = z.object({
  savedAtMs: z.int().min(0),
  appVersion: z.string().max(100),
  /** The laptop that it was saved on. */
  savedBy: name,
  /** Names only: nothing in a backup lets anyone act as a member. */
  cluster: z.object({ id: z.string().max(64), name, members: z.array(name).max(1_000) }),
  notes: z.int().min(0).max(limits.notes),
  /** Of what was saved from damaged files: what could not be read. null: nothing is missing. */
  missing: z.array(z.string().max(1_000)).max(100).nullable(),
});
export type BackupDescription = z.infer<typeof description>;

export function encodeDescription(described: BackupDescription): Uint8Array {
  return Buffer.from(JSON.stringify(description.parse(described)));
}

/** null: it is none. */
export function decodeDescription(bytes: Uint8Array): BackupDescription | null {
  try {
    return description.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

export function backupLine(described: BackupDescription, file: { index: number; bytes: number }): BackupLine {
  const { cluster, savedBy, savedAtMs, notes, missing } = described;
  return {
    clusterId: cluster.id,
    clusterName: cluster.name,
    members: cluster.members,
    savedBy,
    savedAtMs,
    notes,
    index: file.index,
    bytes: file.bytes,
    missing,
  };
}
