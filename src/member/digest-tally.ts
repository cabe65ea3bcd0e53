import { quorumOf } from '../raft/configuration.ts';
import type { Configuration, MemberId } from '../raft/types.ts';

export type Verdict =
  /** Not all that it takes have reported. */
  | { readonly type: 'open' }
  /** A majority of the voters has this digest. */
  | { readonly type: 'agreed'; readonly digest: string }
  /** Whatever the others report, no digest can have a majority any more. */
  | { readonly type: 'disputed' };

/** What members report as the digest of their notes at one mark of the log. */
export class DigestTally {
  readonly #reports = new Map<MemberId, string>();
  #agreed: Verdict | null = null;

  /** The last one of a member counts: it may have loaded its notes anew meanwhile. */
  report(member: MemberId, digest: string): void {
    this.#reports.set(member, digest);
  }

  get reports(): ReadonlyMap<MemberId, string> {
    return this.#reports;
  }

  /** Whether any two reports differ. */
  get differs(): boolean {
    return new Set(this.#reports.values()).size > 1;
  }

  /**
   * Who is right is for a majority to say, and the leader has one voice like everyone: it may be the one that is wrong.
   * Once agreed it stays so: who says something else later, after it loaded its notes anew, differs.
   */
  verdict(configuration: Configuration): Verdict {
    if (this.#agreed !== null) return this.#agreed;
    const quorum = quorumOf(configuration);
    let isOpen = this.#reports.size === 0;
    for (const digest of new Set(this.#reports.values())) {
      const outcome = quorum.outcome((member) => {
        const reported = this.#reports.get(member);
        return reported === undefined ? undefined : reported === digest;
      });
      if (outcome === 'won') return (this.#agreed = { type: 'agreed', digest });
      if (outcome === 'pending') isOpen = true;
    }
    return isOpen ? { type: 'open' } : { type: 'disputed' };
  }
}
