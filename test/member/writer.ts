import type { CallError, ControlClient } from './harness.ts';

/** Someone who writes into a note, one word after the other, each waiting until the one before is on a majority. */
export class Writer {
  /** The words that were acknowledged, in order. */
  readonly acknowledged: string[] = [];
  /** The longest time between two acknowledgements, in milliseconds; may be set to 0 to measure from then on. */
  longestGapMs = 0;
  readonly #latenciesMs: number[] = [];
  readonly #client: ControlClient;
  readonly #note: string;
  readonly #name: string;
  readonly #pauseMs: number;
  readonly #done: Promise<void>;
  readonly #heard = new Set<() => void>();
  #stopped = false;
  #failure: CallError | null = null;

  /** `pauseMs`: between an acknowledgement and the next word. */
  constructor(client: ControlClient, note: string, name: string, pauseMs = 0) {
    this.#client = client;
    this.#note = note;
    this.#name = name;
    this.#pauseMs = pauseMs;
    this.#done = this.#write();
  }

  /** Two seconds, and as much more as twenty words usually take: on a busy machine everything takes longer. */
  get allowedGapMs(): number {
    const sorted = [...this.#latenciesMs].sort((a, b) => a - b);
    return 2_000 + 20 * (sorted[Math.floor(sorted.length / 2)] ?? 0);
  }

  /** Resolves when so many more words are acknowledged than at the call. */
  async more(words: number): Promise<void> {
    const target = this.acknowledged.length + words;
    while (this.acknowledged.length < target) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => this.#heard.add(resolve));
    }
  }

  /** Ends it. Throws if a call failed, unless its laptop has left the cluster. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    if (this.#failure !== null && this.#failure.code !== 'not-a-member') throw this.#failure;
  }

  async #write(): Promise<void> {
    let sinceMs = performance.now();
    try {
      for (let count = 1; !this.#stopped; count++) {
        const word = `${this.#name}${count}.`;
        const splices = [{ from: 0, to: 0, insert: `${word}\n` }];
        await this.#client.call('notes.edit', { note: this.#note, splices, committed: true });
        this.acknowledged.push(word);
        const nowMs = performance.now();
        this.longestGapMs = Math.max(this.longestGapMs, nowMs - sinceMs);
        this.#latenciesMs.push(nowMs - sinceMs);
        sinceMs = nowMs;
        this.#wake();
        if (this.#pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
      }
    } catch (error) {
      this.#failure = error as CallError;
      this.#wake();
    }
  }

  #wake(): void {
    for (const heard of this.#heard) heard();
    this.#heard.clear();
  }
}

/** The acknowledged words that are not in `text` exactly once. */
export function missingOrDoubled(writers: readonly Writer[], text: string): string[] {
  const times = new Map<string, number>();
  for (const word of text.split(/\s+/)) times.set(word, (times.get(word) ?? 0) + 1);
  return writers.flatMap(({ acknowledged }) => acknowledged.filter((word) => times.get(word) !== 1));
}
