import { isDiskFull } from './errors.ts';
import type { FileLayer } from './file-layer.ts';
import { segmentPath } from './log-directory.ts';
import type { Seal, SealFile } from './log-seal.ts';

/** What the keeper asks of the log. */
export interface KeptLog {
  /** What a seal of now says. */
  end(): Seal;
  /** The seal cannot be written: no more may be acknowledged. */
  failed(error: unknown): void;
}

/**
 * What is done for a log beside its writes, one thing after the other: it is sealed a little after a write (so an idle
 * log costs nothing), and segments that are of no more use are dropped.
 */
export class LogKeeper {
  readonly #directory: string;
  readonly #seal: SealFile;
  readonly #files: FileLayer;
  readonly #sealAfterMs: number;
  #log: KeptLog | null = null;
  #obsolete: number[] = [];
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(directory: string, seal: SealFile, files: FileLayer, sealAfterMs: number) {
    this.#directory = directory;
    this.#seal = seal;
    this.#files = files;
    this.#sealAfterMs = sealAfterMs;
  }

  attach(log: KeptLog): void {
    this.#log = log;
  }

  /** There was a write: its end is sealed after a while, with that of all others until then. */
  sealSoon(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      // On a full disk the seal before stays in force.
      void this.#inTurn(() => this.#writeSeal()).catch((error: unknown) => {
        if (!isDiskFull(error)) this.#log?.failed(error);
      });
    }, this.#sealAfterMs).unref();
  }

  /** These segments are of no more use: the log begins behind them. */
  obsolete(numbers: readonly number[]): void {
    this.#obsolete.push(...numbers);
  }

  /** Seals the log and drops what is obsolete, oldest first. A rejection is no harm to the log. */
  tidy(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        // First: until the seal says where the log begins, a missing segment is damage.
        await this.#writeSeal();
      } catch (error) {
        if (!isDiskFull(error)) this.#log?.failed(error);
        throw error;
      }
      for (let number = this.#obsolete[0]; number !== undefined; number = this.#obsolete[0]) {
        await this.#files.remove(segmentPath(this.#directory, number));
        this.#obsolete.shift();
        if (this.#obsolete.length === 0) await this.#files.syncDirectory(this.#directory);
      }
    });
  }

  /** Does something that no write waits for. */
  whenQuiet(task: () => Promise<void>): void {
    void this.#inTurn(task).catch(() => undefined);
  }

  /** Seals the log a last time. Never rejects: without that seal the one before is in force. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#inTurn(() => this.#writeSeal()).catch(() => undefined);
    await this.#seal.close();
  }

  async #writeSeal(): Promise<void> {
    const seal = this.#log?.end();
    if (seal !== undefined && !isSame(seal, this.#seal.seal)) await this.#seal.write(seal);
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function isSame(a: Seal, b: Seal): boolean {
  return (
    a.firstSegment === b.firstSegment &&
    a.segment === b.segment &&
    a.end === b.end &&
    a.lastIndex === b.lastIndex &&
    a.term === b.term &&
    a.check === b.check
  );
}
