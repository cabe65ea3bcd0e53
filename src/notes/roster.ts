import { Hasher } from './hash128.ts';
import type { Hash128 } from './hash128.ts';
import { isName } from './names.ts';
import { isId } from './note.ts';
import { limits } from './types.ts';
import type { NoEffectReason, RosterEntry } from './types.ts';
import { isWellFormed } from './unicode.ts';

/**
 * What members are called and where they were last reached, and the cluster's name. Entries of members that left are
 * kept: old log entries and notes still name them. Methods return why nothing was done, or null if it was.
 */
export class Roster {
  readonly #entries = new Map<string, RosterEntry>();
  #clusterName = '';
  #hash: Hash128 | null = null;

  get clusterName(): string {
    return this.#clusterName;
  }

  entries(): RosterEntry[] {
    return [...this.#entries.values()];
  }

  entry(member: string): RosterEntry | undefined {
    return this.#entries.get(member);
  }

  introduce(member: string, name: string, addresses: readonly string[]): NoEffectReason | null {
    if (!isId(member)) return 'bad-id';
    if (!isName(name)) return 'bad-name';
    if (!Array.isArray(addresses) || addresses.length > limits.addresses || !addresses.every(isAddress))
      return 'bad-address';
    if (!this.#entries.has(member) && this.#entries.size >= limits.rosterEntries) return 'too-many';
    this.#entries.set(member, { member, name, addresses: [...addresses] });
    this.#hash = null;
    return null;
  }

  nameCluster(name: string): NoEffectReason | null {
    if (!isName(name)) return 'bad-name';
    this.#clusterName = name;
    this.#hash = null;
    return null;
  }

  hash(): Hash128 {
    if (this.#hash !== null) return this.#hash;
    const hasher = new Hasher().text(this.#clusterName);
    for (const { member, name, addresses } of this.#entries.values()) {
      hasher.text(member).text(name).number(addresses.length);
      for (const address of addresses) hasher.text(address);
    }
    this.#hash = hasher.finish();
    return this.#hash;
  }
}

function isAddress(address: unknown): address is string {
  return (
    typeof address === 'string' && address.length > 0 && address.length <= limits.addressLength && isWellFormed(address)
  );
}
