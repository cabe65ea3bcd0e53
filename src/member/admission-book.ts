import type { SignedAdmission } from '../network/types.ts';
import type { MemberId } from '../raft/types.ts';
import { admissionLimits, isGenuine, statementBytes } from './signed-admissions.ts';

export interface AdmissionBookOptions {
  readonly self: MemberId;
  readonly clusterId: string;
  /** With this laptop's identity key. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** What was kept before this start. */
  readonly kept: readonly SignedAdmission[];
  /** Keeps them all for the next start. */
  readonly keep: (admissions: readonly SignedAdmission[]) => void;
}

/**
 * Who let whom in, each signed by the one that did: with it a laptop that was away verifies a member that it never met, also
 * if nobody that it knows is there. Members tell each other theirs; a signature is checked once, when it is heard.
 */
export class AdmissionBook {
  readonly #options: AdmissionBookOptions;
  readonly #admissions = new Map<MemberId, SignedAdmission>();

  constructor(options: AdmissionBookOptions) {
    this.#options = options;
    for (const admission of options.kept) this.#admissions.set(admission.member, admission);
  }

  list(): readonly SignedAdmission[] {
    return [...this.#admissions.values()];
  }

  /** This laptop lets `member` in. */
  async admit(member: MemberId, atMs: number): Promise<void> {
    const { self, clusterId, sign } = this.#options;
    const statement = { member, approver: self, atMs };
    this.#put([{ ...statement, signature: await sign(statementBytes(clusterId, statement)) }]);
  }

  /** Members tell of these. True if one of them is news. */
  heard(admissions: readonly SignedAdmission[]): boolean {
    const { clusterId } = this.#options;
    return this.#put(admissions.filter((each) => this.#isNews(each) && isGenuine(clusterId, each)));
  }

  /** Who let this laptop in, who let that one in, and so on: as far back as it is known, and as others follow it. */
  ownLineage(): readonly SignedAdmission[] {
    const lineage: SignedAdmission[] = [];
    let next = this.#admissions.get(this.#options.self);
    while (next !== undefined && lineage.length < admissionLimits.chain && !lineage.includes(next)) {
      lineage.push(next);
      next = this.#admissions.get(next.approver);
    }
    return lineage;
  }

  #isNews({ member, atMs }: SignedAdmission): boolean {
    return atMs > (this.#admissions.get(member)?.atMs ?? -1);
  }

  #put(admissions: readonly SignedAdmission[]): boolean {
    for (const admission of admissions) {
      this.#admissions.delete(admission.member);
      this.#admissions.set(admission.member, admission);
    }
    for (const oldest of this.#admissions.keys()) {
      if (this.#admissions.size <= admissionLimits.kept) break;
      this.#admissions.delete(oldest);
    }
    if (admissions.length > 0) this.#options.keep(this.list());
    return admissions.length > 0;
  }
}
