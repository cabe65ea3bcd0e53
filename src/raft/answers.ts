import type { Core, Leader } from './core.ts';
import type { Progress } from './progress.ts';
import type { MemberId } from './types.ts';

/** The Progress that an answer belongs to, which is a sign of life: not that of an earlier life of the member (see Progress). */
export function heard(core: Core, leader: Leader, from: MemberId, round: number): Progress | null {
  const progress = leader.peers.get(from);
  if (progress === undefined || round < progress.firstRound) return null;
  progress.heardAtMs = core.nowMs;
  progress.ackedRound = Math.max(progress.ackedRound, round);
  return progress;
}
