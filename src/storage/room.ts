import { DiskFullError } from './errors.ts';
import type { SpaceState } from './types.ts';

/** Whether the disk has room, and what waits until it has. */
export class Room {
  readonly #onSpace: (space: SpaceState) => void;
  readonly #retryAfterMs: number;
  /** Called while the disk is full, now and then: try to make room, and say how it went with `tried`. */
  onRetry: () => void = () => undefined;
  #isThere = true;
  #space: SpaceState = 'ok';
  #timer: NodeJS.Timeout | null = null;
  #wake: (() => void) | null = null;
  #isClosed = false;

  constructor(options: {
    readonly onSpace?: ((space: SpaceState) => void) | undefined;
    readonly retryAfterMs?: number | undefined;
  }) {
    this.#onSpace = options.onSpace ?? (() => undefined);
    this.#retryAfterMs = options.retryAfterMs ?? 1000;
  }

  get space(): SpaceState {
    return this.#space;
  }

  /** False: the last attempt to make room found none. */
  get isThere(): boolean {
    return this.#isThere;
  }

  tried(isThere: boolean): void {
    this.#isThere = isThere;
    if (isThere) this.#wake?.();
    this.#update();
  }

  /**
   * Does it, or waits until there is room for it. Order is the caller's: it waits for this before the next.
   *
   * @throws what `attempt` throws, but DiskFullError only once this is closed
   */
  async whenThereIs(attempt: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await attempt();
        return;
      } catch (error) {
        if (!(error instanceof DiskFullError) || this.#isClosed) throw error;
        await this.#nextTry();
      }
    }
  }

  /** Nothing waits any more. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#wake?.();
  }

  async #nextTry(): Promise<void> {
    this.#isThere = false;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#update();
    });
    this.#wake = null;
    this.#update();
  }

  #update(): void {
    const space: SpaceState = this.#wake !== null ? 'full' : this.#isThere ? 'ok' : 'reserve';
    if (!this.#isThere && !this.#isClosed) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.onRetry();
        this.#wake?.();
        this.#update();
      }, this.#retryAfterMs).unref();
    }
    if (space === this.#space) return;
    this.#space = space;
    this.#onSpace(space);
  }
}
