import type { JoinAnswer, JoinRequest } from '../network/types.ts';
import type { MemberId } from '../raft/types.ts';

/** More than this many people do not ask at once; a flood of made-up identities would only hide the real one. */
const maxRequests = 16;

export interface PendingJoin {
  readonly request: JoinRequest;
  readonly sinceMs: number;
}

/**
 * Who asks to be let in. A request lives in memory only: with the member that holds the asker's stream (`via`), and
 * as a copy with every other member, so that anyone at any laptop can decide.
 */
export class JoinRequests {
  readonly #self: MemberId;
  readonly #pending = new Map<MemberId, PendingJoin>();
  readonly #answers = new Map<MemberId, (answer: JoinAnswer) => void>();
  readonly #onChange: () => void;

  constructor(self: MemberId, onChange: () => void) {
    this.#self = self;
    this.#onChange = onChange;
  }

  list(): readonly PendingJoin[] {
    return [...this.#pending.values()];
  }

  get(peer: MemberId): PendingJoin | undefined {
    return this.#pending.get(peer);
  }

  /** Those whose asker is connected to this laptop: to be told to members that connect later. */
  held(): readonly JoinRequest[] {
    return this.list()
      .map((pending) => pending.request)
      .filter((request) => request.via === this.#self);
  }

  /** Takes a request whose stream is ours; null: too many ask already. Its promise resolves with what was decided. */
  hold(request: JoinRequest, nowMs: number): Promise<JoinAnswer> | null {
    if (!this.#pending.has(request.peer) && this.#pending.size >= maxRequests) return null;
    this.#answers.get(request.peer)?.({ type: 'unavailable', reason: 'busy' }); // it asked anew: the older stream is done
    this.#pending.set(request.peer, { request, sinceMs: nowMs });
    this.#onChange();
    return new Promise((resolve) => this.#answers.set(request.peer, resolve));
  }

  /** Another member told us of a request that it holds. */
  heard(request: JoinRequest, nowMs: number): void {
    if (this.#answers.has(request.peer)) return; // it asks here too, and here we can answer
    if (!this.#pending.has(request.peer) && this.#pending.size >= maxRequests) return;
    this.#pending.set(request.peer, { request, sinceMs: this.#pending.get(request.peer)?.sinceMs ?? nowMs });
    this.#onChange();
  }

  /** Ends a request; the asker is answered if its stream is here. */
  settle(peer: MemberId, answer: JoinAnswer | null): boolean {
    const known = this.#pending.delete(peer);
    const resolve = this.#answers.get(peer);
    this.#answers.delete(peer);
    if (answer !== null) resolve?.(answer);
    if (known) this.#onChange();
    return known;
  }

  /** The member that held these requests is gone; their askers will ask elsewhere. */
  forgetVia(member: MemberId): void {
    for (const { request } of this.list()) if (request.via === member) this.settle(request.peer, null);
  }

  /** This laptop leaves: everyone still asking is told to ask elsewhere. */
  close(): void {
    for (const { request } of this.list()) this.settle(request.peer, { type: 'unavailable', reason: 'no-cluster' });
  }
}
