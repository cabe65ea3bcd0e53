/** The Markdown editor of a note: CodeMirror with our own colours, and nothing that a notepad does not need. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdown, markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, Transaction } from '@codemirror/state';
import type { Extension, TransactionSpec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { pendingRanges } from './pending-ranges.ts';

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly synchronization: Extension;
  readonly label: string;
  readonly placeholder: string;
  /** What the underline of pending text means. */
  readonly pendingLabel: () => string;
  /** After each change that was made in this editor. */
  onLocalChange(): void;
}

export function makeEditor(options: EditorOptions): EditorView {
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
  return new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        options.synchronization,
        // Only local changes enter it: undo takes back one's own edits, also after others edited around them.
        history(),
        drawSelection(),
        keymap.of([...markdownKeymap, ...defaultKeymap, ...historyKeymap]),
        markdown({ base: markdownLanguage, completeHTMLTags: false }),
        syntaxHighlighting(markdownColours),
        pendingRanges(options.pendingLabel),
        placeholder(options.placeholder),
        EditorView.lineWrapping,
        spaceIsNoLineBreak,
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'data-testid': 'editor',
          spellcheck: 'true',
          tabindex: '0',
        }),
        EditorView.updateListener.of(({ docChanged, transactions }) => {
          if (docChanged && transactions.some((each) => each.docChanged && !each.annotation(Transaction.remote))) {
            options.onLocalChange();
          }
        }),
        paper,
      ],
    }),
  });
}

/** An editor that goes on where another one was left, with what that could undo. */
export function resumeEditor(parent: HTMLElement, state: EditorState): EditorView {
  return new EditorView({ parent, state });
}

/** From here on the text can be read and copied, and not changed. */
export function readOnly(): TransactionSpec {
  return { effects: StateEffect.appendConfig.of(EditorState.readOnly.of(true)) };
}

/**
 * Typed spaces do not go through Chromium's own editing: where a wrapped line begins, that writes a line break as well.
 * CodeMirror takes it back at its own cursor, but not where someone else's edit came in at the same moment.
 */
const spaceIsNoLineBreak = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const isSpace = event.inputType === 'insertText' && event.data === ' ';
    if (!isSpace || event.isComposing || view.state.readOnly) return false;
    view.dispatch(view.state.replaceSelection(' '), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

const paper = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--sans)', fontSize: '15.5px', lineHeight: '1.7' },
  '.cm-content': { padding: '0 0 40vh', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
});

const markdownColours = HighlightStyle.define([
  { tag: tags.heading1, fontSize: '1.4em', fontWeight: '650' },
  { tag: tags.heading2, fontSize: '1.2em', fontWeight: '650' },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], fontWeight: '650' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url, tags.atom], color: 'var(--accent)' },
  { tag: tags.monospace, fontFamily: 'var(--mono)', fontSize: '0.9em' },
  { tag: tags.quote, color: 'var(--ink-2)' },
  // The marks themselves step back behind the words.
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: 'var(--ink-3)' },
]);
