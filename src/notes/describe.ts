import type { ChangeJson } from './types.ts';
import { wholePairsLength } from './unicode.ts';

const shownLength = 80;

export interface EditDescription {
  /** What was inserted, at most 80 UTF-16 units, cut off with an ellipsis; places of insertion are set apart by ` … `. */
  readonly inserted: string;
  readonly deletedLength: number;
}

/** An edit for the log view. Takes a change of a log entry as it is, which need not be a valid one. */
export function describeEdit(changes: ChangeJson): EditDescription {
  let inserted = '';
  let deletedLength = 0;
  for (const part of changes) {
    if (typeof part === 'number') continue;
    const [deleted, ...lines] = part;
    deletedLength += deleted;
    const text = lines.join('\n');
    // Nothing beyond the first characters is shown: a long paste is not copied again and again.
    if (text !== '' && inserted.length <= shownLength)
      inserted += (inserted === '' ? '' : ' … ') + text.slice(0, shownLength + 1);
  }
  return { inserted: shorten(inserted), deletedLength };
}

function shorten(text: string): string {
  return text.length <= shownLength ? text : `${text.slice(0, wholePairsLength(text, shownLength - 1))}…`;
}
