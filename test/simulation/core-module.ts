import type * as raft from '../../src/raft/raft.ts';

/**
 * The core under test: the real one, or a changed copy of it (see `mutations/`). Everything else of the simulator
 * imports only types from `src/raft`, so that no part of the real core slips into a run with a changed one.
 */
export type CoreModule = Pick<typeof raft, 'Raft' | 'recoverFromLostMajority'>;
/** What a recovery adds to a member's disk. */
export type Recovery = ReturnType<CoreModule['recoverFromLostMajority']>;

export async function loadCore(
  url: string = new URL('../../src/raft/raft.ts', import.meta.url).href,
): Promise<CoreModule> {
  return (await import(url)) as CoreModule;
}
