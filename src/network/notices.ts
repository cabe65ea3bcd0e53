/** Tells the person about misbehaving peers, without letting a peer flood the window. */
import { RateLimit } from './rate-limit.ts';
import type { NetworkEvents } from './types.ts';

export type NoticeType = Parameters<NetworkEvents['onNotice']>[0]['type'];

export class Notices {
  readonly #events: Pick<NetworkEvents, 'onNotice'>;
  readonly #perPeer = new RateLimit({ burst: 3, perSecond: 1 / 60 });
  readonly #total = new RateLimit({ burst: 30, perSecond: 1 / 5 });

  constructor(events: Pick<NetworkEvents, 'onNotice'>) {
    this.#events = events;
  }

  raise(type: NoticeType, peer: string, detail: string): void {
    const nowMs = performance.now();
    if (this.#perPeer.take(`${type} ${peer}`, nowMs) && this.#total.take('', nowMs)) {
      this.#events.onNotice({ type, peer, detail });
    }
  }
}
