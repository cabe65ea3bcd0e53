import type { FoundTextLine } from '../api/contract.ts';
import { limits } from '../notes/types.ts';
import { wholePairsLength } from '../notes/unicode.ts';
import type { FoundText, FoundTexts } from '../storage/found-texts.ts';
import type { Cluster } from './cluster.ts';
import { ApiError } from './errors.ts';
import { committedIndex } from './proposals.ts';

export interface FoundNotesOptions {
  readonly texts: FoundTexts;
  /** Throws ApiError if there is none whose notes may be written now. */
  readonly cluster: () => Pick<Cluster, 'notes' | 'documents' | 'run'>;
  /** There are more or fewer now. */
  readonly changed: () => void;
}

/** What becomes of the texts that only this laptop has: its person decides, one by one. */
export class FoundNotes {
  readonly #options: FoundNotesOptions;
  readonly #adding = new Map<string, Promise<string>>();

  constructor(options: FoundNotesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#options.texts.size;
  }

  list(): FoundTextLine[] {
    return this.#options.texts.lines();
  }

  async read(id: string): Promise<string> {
    return (await this.#found(id)).text;
  }

  /** Makes a note of it. The note's id is the text's: doing it again after a crash goes on where that was. */
  add(id: string, title: string | null, timeoutMs: number): Promise<string> {
    const adding = this.#adding.get(id) ?? this.#add(id, title, timeoutMs).finally(() => this.#adding.delete(id));
    this.#adding.set(id, adding);
    return adding;
  }

  async discard(id: string): Promise<void> {
    await this.#found(id);
    await this.#remove(id);
  }

  async #add(id: string, title: string | null, timeoutMs: number): Promise<string> {
    const { text, title: own } = await this.#found(id);
    const cluster = this.#options.cluster();
    const chosen = title ?? own;
    const fitting = chosen.slice(0, wholePairsLength(chosen, Math.min(limits.titleLength, chosen.length)));
    const created = await cluster.run({ type: 'create-note', note: id, title: fitting }, 'A note', timeoutMs);
    const isThere = created.outcome.type === 'no-effect' && created.outcome.reason === 'note-exists';
    if (!isThere) committedIndex(created);
    if (cluster.notes.document(id)?.version === 0) {
      await cluster.documents.edit(id, [{ from: 0, to: 0, insert: text }], timeoutMs);
    }
    await this.#remove(id);
    return id;
  }

  async #remove(id: string): Promise<void> {
    await this.#options.texts.remove(id);
    this.#options.changed();
  }

  async #found(id: string): Promise<FoundText> {
    const found = await this.#options.texts.read(id);
    if (found === null) throw new ApiError('unknown-note', 'That text was decided upon already.');
    return found;
  }
}
