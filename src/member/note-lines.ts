import type { NoteLine } from '../api/contract.ts';
import type { NotesState } from '../notes/state-machine.ts';

/** The list of notes, the last changed first. */
export function noteLines(
  notes: NotesState,
  nameOf: (member: string) => string,
  isWaiting: (note: string) => boolean,
): NoteLine[] {
  return notes.notes().map(({ note, title, version, preview, changedIndex, changedBy }) => ({
    note,
    title,
    version,
    preview,
    changedIndex,
    changedBy: nameOf(changedBy),
    waiting: isWaiting(note),
  }));
}
