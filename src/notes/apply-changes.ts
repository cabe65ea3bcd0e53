import { Text } from '@codemirror/state';
import type { ChangeSet } from '@codemirror/state';

/** From this many places on, writing the text anew is cheaper than replacing place by place. */
const manyPlaces = 100;

/**
 * `changes.apply(text)`, also fast where a change touches thousands of places of one long line: CodeMirror would copy
 * the line for each of them, and one edit could hold up every member for a minute.
 */
export function applyChanges(changes: ChangeSet, text: Text): Text {
  let places = 0;
  changes.iterChangedRanges(() => {
    places += 1;
  });
  if (places < manyPlaces || changes.length !== text.length) return changes.apply(text);

  const before = text.toString();
  const pieces: string[] = [];
  let position = 0;
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    pieces.push(before.slice(position, from), inserted.toString());
    position = to;
  });
  pieces.push(before.slice(position));
  return Text.of(pieces.join('').split('\n'));
}
