import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Text } from '@codemirror/state';
import { keptText, NoteSession } from '../notes/note-session.ts';
import type { NotesState } from '../notes/state-machine.ts';
import type { NoteId } from '../notes/types.ts';
import { asLogIndex } from '../raft/types.ts';
import { errorCode } from '../storage/errors.ts';
import type { FoundText } from '../storage/found-texts.ts';
import { salvageLog, type SalvagedLog } from '../storage/log-salvage.ts';
import { salvageOutbox } from '../storage/outbox.ts';
import type { RecoveryFacts } from '../storage/recovery-facts.ts';
import { readNotes } from './readable-notes.ts';
import { commonWith, decodeFacts, recoveryRegister, type OtherLog } from './recovery-facts.ts';

/** The notes of a cluster that this laptop has come into, and where they went apart from those that it had. */
export interface Present {
  readonly notes: Pick<NotesState, 'document' | 'notes'>;
  readonly facts: RecoveryFacts | null;
}

export interface Finding {
  readonly clusterName: string;
  readonly nowMs: number;
  /** The last entry of the log that its notes had; absent: all that can be read counts. */
  readonly appliedIndex?: number | undefined;
}

/**
 * What only this laptop has of the notes that were set aside in `keptIn` (log, snapshots and outbox of a cluster): notes
 * that were written on behind what both have in common, and edits that waited for a majority. Whole texts, for what was
 * done to them meanwhile is not merged with what was done here: that is for a person to see. Changes nothing.
 *
 * @param present null: this laptop is in no cluster now, only the edits that waited are its own
 */
export async function textsOnlyIn(
  keptIn: string,
  present: Present | null,
  { clusterName, nowMs, appliedIndex }: Finding,
): Promise<FoundText[]> {
  const waiting = await ifThere(salvageOutbox(join(keptIn, 'outbox')), new Map<string, Uint8Array>());
  const kept = new Map([...waiting].map(([note, bytes]) => [note, parsed(bytes)]));
  if (present === null && ![...kept.values()].some((edits) => keptText(edits) !== null)) return [];
  const log = await ifThere(salvageLog(join(keptIn, 'log')), nothing);
  const { notes } = await readNotes(join(keptIn, 'snapshots'), log, appliedIndex);
  const facts = present?.facts ?? null;
  const common = facts === null ? 0 : commonWith(facts, otherLog(notes, log));
  const texts = present === null ? null : new PresentTexts(present.notes);

  const found: FoundText[] = [];
  const add = (note: NoteId, title: string, text: string, isWhole: boolean): void => {
    if (text.trim() === '') return;
    found.push({ id: idOf(keptIn, note, isWhole), note, title, text, isWhole, clusterName, atMs: nowMs });
  };
  for (const { note, title, changedIndex } of notes.notes()) {
    const edits = kept.get(note) ?? null;
    kept.delete(note);
    const opened = NoteSession.open(notes, { note, editor: '', epoch: '', kept: edits });
    if (opened.type !== 'open') {
      // It waits on top of what cannot be read any more.
      add(note, title, keptText(edits) ?? '', false);
      continue;
    }
    if (opened.lost !== null) add(note, title, opened.lost.text, false);
    const isOwn = opened.session.isWaiting || (present !== null && changedIndex > common);
    if (isOwn && texts?.has(opened.session.text) !== true) {
      add(note, title, opened.session.text.toString(), true);
    }
  }
  for (const [note, edits] of kept) add(note, '', keptText(edits) ?? '', false);
  return found;
}

const nothing: SalvagedLog = { entries: [], hardState: null, reachedIndex: asLogIndex(0), problems: [] };

function otherLog(notes: NotesState, { entries, hardState }: SalvagedLog): OtherLog {
  const epoch = hardState?.epoch ?? 0;
  const facts = decodeFacts(notes.register(recoveryRegister));
  return { epoch, committed: hardState?.commitIndex ?? 0, entries, facts: facts?.epoch === epoch ? facts : null };
}

async function ifThere<T>(read: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return otherwise;
    throw error;
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

/** The same each time, so that what is done again after a crash finds nothing twice. */
function idOf(keptIn: string, note: NoteId, isWhole: boolean): string {
  return createHash('sha256').update(`${keptIn} ${note} ${isWhole}`).digest('hex').slice(0, 32);
}

/** The texts of the notes that there are now. */
class PresentTexts {
  readonly #notes: Present['notes'];
  readonly #byLength = new Map<number, NoteId[]>();

  constructor(notes: Present['notes']) {
    this.#notes = notes;
    for (const { note } of notes.notes()) {
      const length = notes.document(note)?.text.length ?? 0;
      this.#byLength.set(length, [...(this.#byLength.get(length) ?? []), note]);
    }
  }

  /** In whichever note: others may have brought it in already. */
  has(text: Text): boolean {
    return (this.#byLength.get(text.length) ?? []).some((note) => this.#notes.document(note)?.text.eq(text) === true);
  }
}
