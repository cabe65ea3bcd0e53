/** Places for strangers who wait for something: so many in all, so many for each address, and one for each peer. */
export class Slots {
  readonly #total: number;
  readonly #perAddress: number;
  /** The address that each one who has a place comes from. */
  readonly #taken = new Map<string, string>();

  constructor(options: { readonly total: number; readonly perAddress: number }) {
    this.#total = options.total;
    this.#perAddress = options.perAddress;
  }

  /** Takes a place for `peer`, which `release` gives back. False if there is none for it. */
  take(peer: string, address: string): boolean {
    if (this.#taken.has(peer) || this.#taken.size >= this.#total) return false;
    let neighbours = 0;
    for (const other of this.#taken.values()) if (other === address) neighbours += 1;
    if (neighbours >= this.#perAddress) return false;
    this.#taken.set(peer, address);
    return true;
  }

  release(peer: string): void {
    this.#taken.delete(peer);
  }
}
