import { StorageFailedError } from './errors.ts';

interface Waiting<T> {
  readonly item: T;
  readonly bytes: number;
  readonly late: boolean;
  readonly settle: { resolve(): void; reject(error: Error): void };
}

/**
 * Lets many writers share one sync: what arrives while a commit is under way goes together into the next one. So
 * batches grow with the load, and a lone write waits for nobody. Order is kept. One failure is final, for what waits
 * and for all that comes: the disk's state is unknown from then on (after a failed fsync the kernel may drop the pages
 * and report success the next time).
 */
export class GroupCommit<T> {
  readonly #path: string;
  readonly #commit: (batch: readonly T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #urgentCount = 0;
  #running: Promise<void> | null = null;
  #lateTimer: NodeJS.Timeout | null = null;
  #failure: StorageFailedError | null = null;
  #closing: Promise<void> | null = null;

  /** `commit` resolves once the batch is durable; it is never called again before that. */
  constructor(path: string, commit: (batch: readonly T[]) => Promise<void>) {
    this.#path = path;
    this.#commit = commit;
  }

  /**
   * Resolves once the item is durable. A `late` one is in no hurry: it rides with the next other one, or is written
   * alone after a while, and its promise waits only for the items before it.
   *
   * @param bytes about its size; batches are made of no more than a few megabytes
   */
  submit(item: T, bytes: number, { late = false }: { readonly late?: boolean } = {}): Promise<void> {
    if (this.#closing !== null) return Promise.reject(new StorageFailedError(this.#path, new Error('it is closed')));
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (bytes > maxItemBytes)
      return Promise.reject(this.fail(new RangeError(`a record of ${bytes} bytes is too long`)));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, bytes, late, settle: { resolve, reject } });
      if (!late) this.#urgentCount += 1;
      if (this.#running === null) this.#start();
    });
  }

  /** Refuses all that waits and all that comes. Returns the error that they get. */
  fail(cause: unknown): StorageFailedError {
    this.#failure ??= new StorageFailedError(this.#path, cause);
    const refused = this.#waiting;
    this.#waiting = [];
    this.#urgentCount = 0;
    for (const { settle } of refused) settle.reject(this.#failure);
    return this.#failure;
  }

  /** Writes what waits, late items too; nothing is accepted from now on. Never rejects: the writers were told. */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    if (this.#lateTimer !== null) clearTimeout(this.#lateTimer);
    while (this.#running !== null) await this.#running;
    if (this.#waiting.length > 0) await this.#drain(true);
  }

  #start(): void {
    if (this.#urgentCount > 0) {
      this.#running = this.#drain(false);
      return;
    }
    // Nothing but late items, and nothing before them that could still fail.
    for (const { settle } of this.#waiting) settle.resolve();
    if (this.#closing !== null || this.#waiting.length === 0) return;
    this.#lateTimer ??= setTimeout(() => {
      this.#lateTimer = null;
      if (this.#running === null && this.#waiting.length > 0) this.#running = this.#drain(true);
    }, lateMs);
    this.#lateTimer.unref();
  }

  async #drain(lateToo: boolean): Promise<void> {
    await Promise.resolve(); // what is submitted in the same turn shares the first commit
    while (this.#urgentCount > 0 || (lateToo && this.#waiting.length > 0)) {
      const batch = this.#takeBatch();
      try {
        await this.#commit(batch.map(({ item }) => item));
      } catch (error) {
        const failure = this.fail(error);
        for (const { settle } of batch) settle.reject(failure);
        break;
      }
      for (const { settle } of batch) settle.resolve();
    }
    this.#running = null;
    if (this.#failure === null) this.#start();
  }

  #takeBatch(): Waiting<T>[] {
    let total = 0;
    let count = 0;
    for (const { bytes } of this.#waiting) {
      if (count > 0 && total + bytes > maxBatchBytes) break;
      total += bytes;
      count += 1;
    }
    const batch = this.#waiting.splice(0, count);
    this.#urgentCount -= batch.reduce((sum, { late }) => sum + (late ? 0 : 1), 0);
    return batch;
  }
}

/** The most that one item may hold. */
const maxItemBytes = 64 * 1024 * 1024;
/** A batch ends before the item that would take it over this; large enough to fill any disk's write. */
const maxBatchBytes = 4 * 1024 * 1024;
/** How long an item that is in no hurry stays in memory. */
const lateMs = 100;
