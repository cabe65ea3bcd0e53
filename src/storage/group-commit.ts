import { StorageFailedError } from './errors.ts';
import { maxRecordBytes } from './frame-file.ts';

interface Waiting {
  readonly record: Uint8Array;
  readonly late: boolean;
  readonly settle: { resolve(): void; reject(error: Error): void };
}

/**
 * Lets many writers share one sync: records that arrive while a commit is under way go together into the next one.
 * Order is kept. One failure is final, for what waits and for all that comes: the disk's state is unknown from then on
 * (after a failed fsync the kernel may drop the pages and report success the next time).
 */
export class GroupCommit {
  readonly #path: string;
  readonly #commit: (records: readonly Uint8Array[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #urgentCount = 0;
  #running: Promise<void> | null = null;
  #lateTimer: NodeJS.Timeout | null = null;
  #failure: StorageFailedError | null = null;
  #closing: Promise<void> | null = null;

  /** `commit` resolves once the records are durable; it is never called again before that. */
  constructor(path: string, commit: (records: readonly Uint8Array[]) => Promise<void>) {
    this.#path = path;
    this.#commit = commit;
  }

  /**
   * Resolves once the record is durable. A `late` record is in no hurry: it rides with the next other one, or is
   * written alone after a while, and its promise waits only for the records before it.
   */
  submit(record: Uint8Array, { late = false }: { readonly late?: boolean } = {}): Promise<void> {
    if (this.#closing !== null) return Promise.reject(new StorageFailedError(this.#path, new Error('it is closed')));
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (record.length > maxRecordBytes) {
      return Promise.reject(this.fail(new RangeError(`a record of ${record.length} bytes is too long`)));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, late, settle: { resolve, reject } });
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

  /** Writes what waits, late records too; nothing is accepted from now on. Never rejects: the writers were told. */
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
    // Nothing but late records, and nothing before them that could still fail.
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
        await this.#commit(batch.map(({ record }) => record));
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

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.#waiting) {
      if (count > 0 && bytes + record.length > maxBatchBytes) break;
      bytes += record.length;
      count += 1;
    }
    const batch = this.#waiting.splice(0, count);
    this.#urgentCount -= batch.reduce((sum, { late }) => sum + (late ? 0 : 1), 0);
    return batch;
  }
}

/** A batch ends before the record that would take it over this; large enough to fill any disk's write. */
const maxBatchBytes = 4 * 1024 * 1024;
/** How long a record that is in no hurry stays in memory. */
const lateMs = 100;
