/** Listeners of one kind of event. A listener that throws is a bug in it and stops nobody else. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  listen(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/** Calls `run` at most once per `intervalMs`: at once when quiet, and once more at the end if asked meanwhile. */
export class Throttle {
  readonly #run: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #asked = false;

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  ask(): void {
    this.#asked = true;
    if (this.#timer !== null) return;
    // Not in the caller's turn: several changes of one turn make one event.
    this.#timer = setTimeout(() => this.#fire(), 0);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#asked = false;
  }

  #fire(): void {
    this.#timer = null;
    if (!this.#asked) return;
    this.#asked = false;
    this.#run();
    this.#timer = setTimeout(() => this.#fire(), this.#intervalMs);
  }
}
