import type { LogLine } from '../../src/api/contract.ts';

/**
 * Brings the shown lines, newest first, up to date with the newest lines as an event gives them. The event speaks for
 * every entry from its oldest on: what it does not name there was cut off by a new leader.
 */
export function mergeLog(shown: readonly LogLine[], newest: readonly LogLine[], limit: number): readonly LogLine[] {
  const oldest = newest.at(-1);
  if (oldest === undefined) return shown;
  return [...newest, ...shown.filter((line) => line.index < oldest.index)].slice(0, limit);
}
