import type { CommittedEntry } from '../../src/raft/types.ts';

const commandsPerSession = 2 ** 32;

/**
 * What is to be done with a member's command whose last one that counted is `last`: exactly once and in order. Written
 * again, naively, so that a mistake in the core's own table shows.
 */
export function expectedDisposition(last: number | undefined, sequence: number): CommittedEntry['disposition'] {
  const isFirst = sequence % commandsPerSession === 1;
  if (last === undefined) return isFirst ? 'apply' : 'out-of-order';
  if (sequence <= last) return 'duplicate';
  return sequence === last + 1 || isFirst ? 'apply' : 'out-of-order';
}
