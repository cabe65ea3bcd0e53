import { attendance } from './attendance.ts';
import { elections } from './elections.ts';
import { epochs } from './epochs.ts';
import { logAndCommit } from './log-and-commit.ts';
import { membership } from './membership.ts';
import { persistence } from './persistence.ts';
import { readsAndSessions } from './reads-and-sessions.ts';
import { snapshots } from './snapshots.ts';
import type { Mutation } from './mutation.ts';

export const allMutations: readonly Mutation[] = [
  ...elections,
  ...logAndCommit,
  ...membership,
  ...attendance,
  ...snapshots,
  ...readsAndSessions,
  ...persistence,
  ...epochs,
];
