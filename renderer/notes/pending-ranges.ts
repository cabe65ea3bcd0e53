/** Underlines what is kept on this laptop and not on a majority yet. */
import { StateEffect, StateField } from '@codemirror/state';
import type { Extension, TransactionSpec } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import type { Range } from './document-session.ts';

/** `label`: what the underline means, said when the pointer rests on it. */
export function pendingRanges(label: () => string): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(setPending)) return underline(effect.value, label());
      }
      return marks.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

export function showPending(ranges: readonly Range[]): TransactionSpec {
  return { effects: setPending.of(ranges) };
}

const setPending = StateEffect.define<readonly Range[]>();

function underline(ranges: readonly Range[], title: string): DecorationSet {
  // Inclusive: what is typed at its edges until the next word from the member is not on a majority either.
  const mark = Decoration.mark({
    class: 'cm-pending',
    attributes: { 'data-testid': 'pending-mark', title },
    inclusive: true,
  });
  return Decoration.set(
    joined(ranges).map(([from, to]) => mark.range(from, to)),
    true,
  );
}

/** Sorted, and what touches made one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}
