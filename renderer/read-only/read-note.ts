/** What the member has of a note, and which ranges of it had not reached a majority. */
export interface ReadText {
  readonly text: string;
  readonly pending: readonly (readonly [from: number, to: number])[];
}

export type ReadNote = (note: string) => Promise<ReadText>;

/** The text in pieces, each wholly in a pending range or wholly outside of all. `pending` is in ascending order. */
export function pieces({ text, pending }: ReadText): readonly { readonly text: string; readonly waits: boolean }[] {
  const found: { text: string; waits: boolean }[] = [];
  let at = 0;
  for (const [from, to] of pending) {
    if (from > at) found.push({ text: text.slice(at, from), waits: false });
    if (to > from) found.push({ text: text.slice(from, to), waits: true });
    at = Math.max(at, to);
  }
  if (at < text.length) found.push({ text: text.slice(at), waits: false });
  return found;
}
