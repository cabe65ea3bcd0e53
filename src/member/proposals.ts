import type { Command, Outcome } from '../notes/types.ts';
import type { Sequence } from '../raft/types.ts';
import { encodeCommand, type DigestCommand } from './command-codec.ts';
import { ApiError, timeoutError } from './errors.ts';

/** What became of a command of this member, and at which log index. */
export interface Applied {
  readonly index: number;
  readonly outcome: Outcome;
}

interface Waiter {
  readonly settle: (result: Applied | ApiError) => void;
  /** What is waited for, in words. */
  readonly what: string;
  /** Infinity: as long as it takes. */
  readonly timeoutMs: number;
  readonly deadlineMs: number;
}

/** Commands of this run that someone waits for, by their sequence. */
export class Proposals {
  readonly #propose: (payload: Uint8Array) => Sequence;
  readonly #waiters = new Map<Sequence, Waiter>();
  /** One for all: no waiter's deadline is before it fires. Nearly every command is applied long before its own. */
  #timer: NodeJS.Timeout | null = null;
  #timerAtMs = Infinity;

  constructor(propose: (payload: Uint8Array) => Sequence) {
    this.#propose = propose;
  }

  /** Proposes and waits until it is applied here. A timeout leaves it open whether it will be. */
  run(command: Command, what: string, timeoutMs: number): Promise<Applied> {
    return new Promise((resolve, reject) => {
      const settle = (result: Applied | ApiError): void => (result instanceof Error ? reject(result) : resolve(result));
      this.#start(command, settle, timeoutMs, what);
    });
  }

  /** Proposes without a time limit; `settle` hears what became of it, unless this member stops before. */
  start(command: Command | DigestCommand, settle: (result: Applied | ApiError) => void): void {
    this.#start(command, settle, Infinity, '');
  }

  #start(command: Command | DigestCommand, settle: Waiter['settle'], timeoutMs: number, what: string): void {
    // Nothing is applied before the log write that it causes is durable, which takes a turn of the event loop: the
    // waiter is entered in time.
    const sequence = this.#propose(encodeCommand(command));
    const deadlineMs = performance.now() + timeoutMs;
    this.#waiters.set(sequence, { settle, what, timeoutMs, deadlineMs });
    this.#wakeBy(deadlineMs);
  }

  get areWaitedFor(): boolean {
    return this.#waiters.size > 0;
  }

  applied(sequence: Sequence, result: Applied): void {
    const waiter = this.#waiters.get(sequence);
    if (waiter === undefined) return;
    this.#waiters.delete(sequence);
    waiter.settle(result);
  }

  /** A snapshot stands for all commands up to `last`: they are done, and what came of each is not told. */
  passed(last: Sequence): void {
    for (const [sequence, waiter] of [...this.#waiters]) {
      if (sequence > last) continue;
      this.#waiters.delete(sequence);
      waiter.settle(
        new ApiError(
          'timeout',
          'It was decided, but this laptop was away meanwhile and heard only of the result of everything together. Look at the present state.',
        ),
      );
    }
  }

  stop(reason: ApiError): void {
    this.#clearTimer();
    for (const waiter of this.#waiters.values()) waiter.settle(reason);
    this.#waiters.clear();
  }

  #wakeBy(deadlineMs: number): void {
    if (deadlineMs >= this.#timerAtMs) return;
    this.#clearTimer();
    this.#timerAtMs = deadlineMs;
    this.#timer = setTimeout(() => this.#onTimer(), Math.max(1, Math.ceil(deadlineMs - performance.now())));
  }

  #onTimer(): void {
    this.#clearTimer();
    const nowMs = performance.now();
    let nextMs = Infinity;
    for (const [sequence, { settle, what, timeoutMs, deadlineMs }] of this.#waiters) {
      if (deadlineMs > nowMs) {
        nextMs = Math.min(nextMs, deadlineMs);
      } else {
        this.#waiters.delete(sequence);
        settle(timeoutError(what, timeoutMs));
      }
    }
    this.#wakeBy(nextMs);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#timerAtMs = Infinity;
  }
}

/** Where a command was committed. Throws ApiError if the state machine, alike on every member, did nothing with it. */
export function committedIndex({ index, outcome }: Applied): number {
  if (outcome.type !== 'no-effect') return index;
  const { reason } = outcome;
  if (reason === 'unknown-note' || reason === 'note-deleted') {
    throw new ApiError('unknown-note', 'There is no such note, or it was deleted.');
  }
  if (reason === 'too-large' || reason === 'too-many') {
    throw new ApiError('too-large', 'That is more than this notebook holds. Nothing was changed.');
  }
  throw new ApiError('refused', `Nothing was changed: ${reason.replaceAll('-', ' ')}.`);
}
