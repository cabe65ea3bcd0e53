import { join } from 'node:path';
import { z } from 'zod';
import { crc32c } from './crc32c.ts';
import { makeDirectoryDurably, removeTemporaries, writeFileDurably } from './durable-file.ts';
import { errorCode } from './errors.ts';
import { nodeFiles, readWhole, type FileLayer } from './file-layer.ts';

/** A text that only this laptop has: kept until its person has decided what becomes of it. */
export interface FoundText {
  /** 32 hexadecimal digits; a note that is made of it has this id. */
  readonly id: string;
  /** The note that it was in. */
  readonly note: string;
  readonly title: string;
  readonly text: string;
  /** Whether it is all of the note as this laptop had it, or only what was typed into it. */
  readonly isWhole: boolean;
  readonly clusterName: string;
  /** When it was found, in milliseconds since 1970. */
  readonly atMs: number;
}

/** Without the text, and without where it was: nobody needs that to decide. */
export type FoundTextLine = Omit<FoundText, 'text' | 'note'> & {
  readonly length: number;
  /** The first characters. */
  readonly excerpt: string;
};

/** More are not taken: what is not here is where it was found. */
export const foundLimits = { texts: 1_000, characters: 64 * 1024 * 1024, excerpt: 400 } as const;

/**
 * The texts in `found/` of a data directory, one file for each, so that one can be decided upon without the others. A file
 * is there whole or not at all; one that cannot be read is left alone.
 */
export class FoundTexts {
  readonly #path: string;
  readonly #files: FileLayer;
  readonly #lines = new Map<string, FoundTextLine>();

  static async open(path: string, files: FileLayer = nodeFiles): Promise<FoundTexts> {
    const found = new FoundTexts(path, files);
    for (const name of await found.#names()) {
      const id = /^([0-9a-f]{32})\.json$/.exec(name)?.[1];
      if (id === undefined) continue;
      try {
        found.#know(await found.#readFile(id));
      } catch (error) {
        console.error(`raftpad: ${join(path, name)} cannot be read: ${String(error)}`);
      }
    }
    return found;
  }

  private constructor(path: string, files: FileLayer) {
    this.#path = path;
    this.#files = files;
  }

  get size(): number {
    return this.#lines.size;
  }

  /** By title. */
  lines(): FoundTextLine[] {
    return [...this.#lines.values()].sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id));
  }

  /** null: there is none of that id. */
  async read(id: string): Promise<FoundText | null> {
    return this.#lines.has(id) ? await this.#readFile(id) : null;
  }

  /** Keeps a text, durably. False: there are too many already. One of the same id is replaced. */
  async put(found: FoundText): Promise<boolean> {
    let characters = found.text.length;
    for (const { id, length } of this.#lines.values()) if (id !== found.id) characters += length;
    const isKnown = this.#lines.has(found.id);
    if (characters > foundLimits.characters || (!isKnown && this.#lines.size >= foundLimits.texts)) return false;
    await makeDirectoryDurably(this.#path, this.#files);
    const body = JSON.stringify(fileSchema.parse(found));
    const bytes = Buffer.from(JSON.stringify({ checksum: crc32c(Buffer.from(body)), body }));
    await writeFileDurably(this.#pathOf(found.id), bytes, this.#files);
    this.#know(found);
    return true;
  }

  async remove(id: string): Promise<void> {
    if (!this.#lines.delete(id)) return;
    await this.#files.remove(this.#pathOf(id));
    await this.#files.syncDirectory(this.#path);
  }

  async #names(): Promise<string[]> {
    try {
      await removeTemporaries(this.#path, '', this.#files);
      return await this.#files.list(this.#path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  async #readFile(id: string): Promise<FoundText> {
    const text = Buffer.from(await readWhole(this.#pathOf(id), this.#files)).toString('utf8');
    const { checksum, body } = z.object({ checksum: z.number(), body: z.string() }).parse(JSON.parse(text));
    if (crc32c(Buffer.from(body)) !== checksum) throw new Error('the checksum is wrong');
    return fileSchema.parse(JSON.parse(body));
  }

  #know({ id, title, isWhole, clusterName, atMs, text }: FoundText): void {
    const excerpt = text.slice(0, foundLimits.excerpt);
    this.#lines.set(id, { id, title, isWhole, clusterName, atMs, length: text.length, excerpt });
  }

  #pathOf(id: string): string {
    return join(this.#path, `${id}.json`);
  }
}

const fileSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  note: z.string(),
  title: z.string(),
  text: z.string(),
  isWhole: z.boolean(),
  clusterName: z.string(),
  atMs: z.int(),
});
