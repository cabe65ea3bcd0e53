/** Which addresses are dialed in which order, and how long each may take. */
import { reasonOf, UnreachableError } from './errors.ts';
import { timeout } from './timed-signal.ts';

/** Addresses are gone through once with each of `eachMs`, the time for one; those that were merely silent come again. */
export interface Patience {
  readonly eachMs: readonly number[];
  /** For all of that. */
  readonly allMs: number;
}

/** For whoever dials again soon: a dead address among several must not use up the time for the others. */
export const hasty: Patience = { eachMs: [1_000], allMs: 5_000 };

/** For what a person waits for: a packet lost on the air is sent again after a second, and a busy laptop takes longer. */
export const patient: Patience = { eachMs: [1_000, 4_000], allMs: 9_000 };

/**
 * Resolves with the first connection that `dial` gives.
 *
 * @throws UnreachableError with what each address had to say
 */
export async function dialEach<Address, Connection>(
  addresses: readonly Address[],
  dial: (address: Address, signal: AbortSignal) => Promise<Connection>,
  signal: AbortSignal,
  { eachMs, allMs }: Patience,
): Promise<Connection> {
  const all = timeout(signal, allMs);
  const reasons = new Set<string>();
  try {
    let silent = addresses;
    for (const limitMs of eachMs) {
      const again: Address[] = [];
      for (const address of silent) {
        if (all.signal.aborted) break;
        const one = timeout(all.signal, limitMs);
        try {
          return await dial(address, one.signal);
        } catch (error) {
          if (one.signal.aborted) again.push(address);
          reasons.add(one.signal.aborted && !signal.aborted ? 'no answer in time' : reasonOf(error));
        } finally {
          one.clear();
        }
      }
      silent = again;
    }
  } finally {
    all.clear();
  }
  throw new UnreachableError([...reasons].join('; ') || 'no answer');
}
