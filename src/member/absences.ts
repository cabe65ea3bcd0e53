import type { ConfigurationEntry, DemotionCause, LogEntry, MemberId } from '../raft/types.ts';

/**
 * Why a member has no vote now and since when it is not connected, as far as this laptop has seen it: for people to read,
 * so it is not kept over a restart.
 */
export class Absences {
  readonly #causes = new Map<MemberId, DemotionCause>();
  readonly #sinceMs = new Map<MemberId, number>();

  /** What the log still has from before the snapshot that this start began with. */
  restore(entries: readonly LogEntry[]): void {
    for (const entry of entries) if (entry.kind === 'configuration') this.configured(entry);
  }

  configured({ changes }: ConfigurationEntry): void {
    for (const change of changes) {
      const cause = change.type === 'demote' ? change.because : undefined;
      if (cause === undefined) this.#causes.delete(change.member);
      else this.#causes.set(change.member, cause);
    }
  }

  connected(peer: MemberId): void {
    this.#sinceMs.delete(peer);
  }

  disconnected(peer: MemberId, nowMs: number): void {
    this.#sinceMs.set(peer, nowMs);
  }

  /** null: it votes, or someone wanted it to have no vote, or that is not known. */
  causeOf(member: MemberId): DemotionCause | null {
    return this.#causes.get(member) ?? null;
  }

  /** null: it is connected, or was not since this start. */
  awaySinceMs(member: MemberId): number | null {
    return this.#sinceMs.get(member) ?? null;
  }
}
