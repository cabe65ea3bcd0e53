/**
 * The part of the contract (`contract.ts`) about what this laptop kept of clusters that it left, or was removed from: their
 * notes as they last were here, to be read, saved and deleted.
 */
import { z } from 'zod';
import type { NoteLine } from './notes.ts';

export const copyId = z.string().regex(/^[0-9A-Za-z-]{1,120}$/, 'the id of a copy');

export const copyMethods = {
  /** The clusters that this laptop was in and kept the notes of, the last one first. */
  'copies.list': z.object({}).strict(),
  /**
   * Reads one, which takes a moment for a big one. Damaged files are no error: what can be read is there, and `missing`
   * says what is not. Fails with `copy-unreadable` if the files are gone.
   */
  'copies.open': z.object({ copy: copyId }).strict(),
  /** The text of a note with the edits that still waited, and the ranges of those. */
  'copies.read': z.object({ copy: copyId, note: z.string().regex(/^[0-9a-f]{32}$/, '32 hex digits') }).strict(),
  /**
   * Deletes one for good, with the edits in it that never reached a majority. Fails with `copy-not-deleted` or `copy-in-use`:
   * then nothing was deleted. One whose files are gone is taken off the list.
   */
  'copies.delete': z.object({ copy: copyId }).strict(),
} as const;

export interface CopyResults {
  'copies.list': { copies: CopyLine[] };
  'copies.open': CopyState;
  'copies.read': { title: string; text: string; pending: readonly (readonly [number, number])[] };
  /** `remainsIn`: it is off the list, but files of it could not be removed from there; the next start tries again. */
  'copies.delete': { remainsIn: string | null };
}

export interface CopyLine {
  readonly copy: string;
  readonly clusterId: string;
  readonly clusterName: string;
  /** Who removed this laptop (empty: not known); null: it left by itself. */
  readonly by: string | null;
  /** True: it did not leave, this is what it had before it came over to the cluster as it was recovered elsewhere. */
  readonly cameOver: boolean;
  readonly atMs: number;
  /** The folder that the files are in. */
  readonly keptIn: string;
  /** Where damaged files are that it is read from too, which deleting it does not touch; null: there are none. */
  readonly alsoIn: string | null;
}

export interface CopyState extends CopyLine {
  /** `waiting`: edits of this laptop had not reached a majority; they are in the text that `copies.read` gives. */
  readonly notes: readonly NoteLine[];
  /** Up to this entry nothing is missing; `reached` is the last one that there was. */
  readonly completeUpTo: number;
  readonly reached: number;
  /** What could not be read, in English, for an expert; empty: everything was. */
  readonly missing: readonly string[];
}
