/** What a member says to the shell when it ends because this Raftpad is too old for what it found, and the shell to the page. */
import { z } from 'zod';

const detail = z.string().max(10_000);

export const newerVersionSchema = z.discriminatedUnion('type', [
  /**
   * A command in the log of the cluster. `by`: the other laptop that wrote it, `byVersion`: the Raftpad that it said it has;
   * null: not known. `byOwn`: a newer Raftpad on this laptop did, before.
   */
  z.object({
    type: z.literal('command'),
    by: z.string().nullable(),
    byVersion: z.string().nullable(),
    byOwn: z.boolean(),
    detail,
  }),
  /** A file in the data directory, or the directory of it. */
  z.object({ type: z.literal('file'), path: z.string(), detail }),
]);

/** `detail`: in English, for an expert. Nothing was changed, and nothing behind it was read. */
export type NewerVersion = z.output<typeof newerVersionSchema>;
