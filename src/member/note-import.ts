import { randomBytes } from 'node:crypto';
import type { Text } from '@codemirror/state';
import { limits } from '../notes/types.ts';
import type { NoteId, NoteSummary } from '../notes/types.ts';
import { wholePairsLength } from '../notes/unicode.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { Cluster } from './cluster.ts';
import { ApiError, messageOf } from './errors.ts';
import { committedIndex } from './proposals.ts';

export interface ImportOptions {
  /** Put behind the title of a note where another of that title is here, with another text. */
  readonly mark: string;
  /** For each note. */
  readonly timeoutMs: number;
  readonly progress: (done: number, total: number) => void;
}

export interface Imported {
  readonly imported: number;
  /** Were here already, with the same text. */
  readonly skipped: number;
}

/** So many notes are on their way to a majority at a time. */
const atOnce = 16;

/**
 * Brings the notes of a backup into a cluster, as new notes: by ordinary commands, the last changed last. What comes in
 * is kept on this disk note by note, so an import that was broken off is done again: what is here by then is skipped.
 *
 * @throws ApiError that says how far it came
 */
export async function importNotes(
  cluster: Pick<Cluster, 'notes' | 'documents' | 'run' | 'read'>,
  source: NotesState,
  { mark, timeoutMs, progress }: ImportOptions,
): Promise<Imported> {
  await cluster.read(timeoutMs); // what the others have by now counts as here, and it shows that there is a majority
  const present = new PresentNotes(cluster.notes);
  const summaries = source.notes().reverse();
  const queue = summaries.values();
  const counts = { imported: 0, skipped: 0 };
  let failure: unknown = null;

  const bringIn = async ({ note: original, title }: NoteSummary): Promise<void> => {
    const text = source.document(original)?.text;
    if (text === undefined) throw new Error(`note ${original} is in the list and not in the notes`);
    const marked = withMark(title, mark);
    if ([title, marked].some((each) => present.has(original, each, text))) {
      counts.skipped += 1;
    } else {
      const note = randomBytes(16).toString('hex');
      const newTitle = present.knowsTitle(title) ? marked : title;
      committedIndex(await cluster.run({ type: 'create-note', note, title: newTitle }, 'A note', timeoutMs));
      const insert = text.toString();
      if (insert !== '') await cluster.documents.edit(note, [{ from: 0, to: 0, insert }], timeoutMs);
      counts.imported += 1;
    }
    progress(counts.imported + counts.skipped, summaries.length);
  };
  const worker = async (): Promise<void> => {
    for (const summary of queue) {
      if (failure !== null) return;
      await bringIn(summary).catch((error: unknown) => (failure ??= error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failure === null) return counts;
  if (!(failure instanceof ApiError)) throw new Error(messageOf(failure), { cause: failure });
  throw new ApiError(
    failure.code,
    `${counts.imported + counts.skipped} of ${summaries.length} notes are here, then it stopped: ${failure.message} ` +
      'Import the same backup again to go on: what is here by then is left out.',
  );
}

/** Which notes are here before the import, by title: two of a title are told apart by their texts. */
class PresentNotes {
  readonly #notes: NotesState;
  readonly #byTitle = new Map<string, NoteId[]>();

  constructor(notes: NotesState) {
    this.#notes = notes;
    for (const { note, title } of notes.notes()) {
      const known = this.#byTitle.get(title);
      if (known === undefined) this.#byTitle.set(title, [note]);
      else known.push(note);
    }
  }

  knowsTitle(title: string): boolean {
    return this.#byTitle.has(title);
  }

  /** Whether this text is here, in the note itself or in one of that title. */
  has(original: NoteId, title: string, text: Text): boolean {
    const candidates = [original, ...(this.#byTitle.get(title) ?? [])];
    return candidates.some((note) => this.#notes.document(note)?.text.eq(text) === true);
  }
}

/** A title has a longest length: it gives way to the mark. A note without one stays so. */
function withMark(title: string, mark: string): string {
  if (title === '') return title;
  const room = limits.titleLength - mark.length;
  return title.slice(0, wholePairsLength(title, Math.min(room, title.length))) + mark;
}
