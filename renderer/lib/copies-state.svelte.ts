import type { CopyLine } from '../../src/api/copies.ts';
import type { MemberStatus, Phase } from '../../src/api/contract.ts';
import type { MemberConnection } from './rpc.ts';

/** What this laptop kept of clusters that it is no longer in, and which of it is looked at. */
export class CopiesState {
  readonly #connection: MemberConnection;
  #lines = $state.raw<readonly CopyLine[]>([]);
  #phase: Phase['type'] | null = null;
  #chosen = $state<string | null>(null);
  #putAway = $state<string | null>(null);

  constructor(connection: MemberConnection) {
    this.#connection = connection;
    connection.on('status', (status) => this.#takeStatus(status));
    connection.onConnected(() => void this.#load());
  }

  /** The last one first. */
  get lines(): readonly CopyLine[] {
    return this.#lines;
  }

  /** The one to be shown: as the person chose, or that of the cluster which this laptop was just removed from. */
  shown({ phase }: MemberStatus): CopyLine | null {
    const isFree = phase.type === 'alone' || phase.type === 'removed' || phase.type === 'member';
    const removed = phase.type === 'removed' && phase.copy !== this.#putAway ? phase.copy : null;
    const wanted = isFree ? (this.#chosen ?? removed) : null;
    return wanted === null ? null : (this.#lines.find(({ copy }) => copy === wanted) ?? null);
  }

  /** Null: none, unless this laptop was just removed. */
  show(copy: string | null): void {
    this.#chosen = copy;
    if (copy !== null) this.#putAway = null;
  }

  putAway(copy: string): void {
    this.#chosen = null;
    this.#putAway = copy;
  }

  /** For good. Answers where files are that could not be removed yet; null: there are none. */
  async delete(copy: string): Promise<string | null> {
    const { remainsIn } = await this.#connection.call('copies.delete', { copy });
    this.putAway(copy);
    await this.#load();
    return remainsIn;
  }

  #takeStatus({ phase }: MemberStatus): void {
    // Leaving and being removed are what adds to them.
    if (phase.type === this.#phase) return;
    if (phase.type === 'member') this.#chosen = null;
    this.#phase = phase.type;
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.#lines = (await this.#connection.call('copies.list', {})).copies;
    } catch {
      // The connection broke at once; the next one reads again.
    }
  }
}
