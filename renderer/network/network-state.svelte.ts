import { SvelteMap } from 'svelte/reactivity';
import type { NetworkReport, PeerTestLine } from '../../src/api/network.ts';
import { failureCode } from '../lib/failure.ts';
import type { FailureCode, MemberConnection } from '../lib/rpc.ts';

const everyMs = 2_000;

/** What the network page shows. It asks the member for as long as it is watched, and the member looks for as long as it is asked. */
export class NetworkState {
  readonly #connection: MemberConnection;
  /** By what was asked: an id, or an address as it was typed. */
  readonly #tests = new SvelteMap<string, PeerTestLine>();
  readonly #testFailures = new SvelteMap<string, FailureCode>();
  #report = $state.raw<NetworkReport | null>(null);
  #failure = $state.raw<FailureCode | null>(null);

  constructor(connection: MemberConnection) {
    this.#connection = connection;
  }

  /** The last one; null until the first. */
  get report(): NetworkReport | null {
    return this.#report;
  }

  /** Why there is no newer one; null: there is. */
  get failure(): FailureCode | null {
    return this.#failure;
  }

  /** Returns what ends it. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let watching = true;
    const look = async (): Promise<void> => {
      try {
        this.#report = await this.#connection.call('network', {});
        this.#failure = null;
      } catch (error) {
        this.#failure = failureCode(error);
      }
      if (watching) timer = setTimeout(() => void look(), everyMs);
    };
    const deafen = this.#connection.on('peerTest', (test) => {
      if (this.#tests.has(test.target)) this.#tests.set(test.target, test);
    });
    void look();
    return () => {
      watching = false;
      if (timer !== null) clearTimeout(timer);
      deafen();
      for (const [target, { verdict }] of this.#tests) if (verdict === null) this.cancel(target);
    };
  }

  /** Null: it was not tested yet. */
  testOf(target: string): PeerTestLine | null {
    return this.#tests.get(target) ?? null;
  }

  testFailureOf(target: string): FailureCode | null {
    return this.#testFailures.get(target) ?? null;
  }

  async test(target: { readonly member: string } | { readonly address: string }): Promise<void> {
    const key = 'member' in target ? target.member : target.address;
    this.#testFailures.delete(key);
    this.#tests.set(key, { target: key, steps: [], verdict: null });
    try {
      this.#tests.set(key, await this.#connection.call('testPeer', target));
    } catch (error) {
      this.#tests.delete(key);
      this.#testFailures.set(key, failureCode(error));
    }
  }

  cancel(target: string): void {
    // If it is over, there is nothing to stop.
    this.#connection.call('cancelTest', { target }).catch(() => undefined);
  }
}
