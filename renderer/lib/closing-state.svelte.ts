import type { Shell } from '../../src/api/shell.ts';
import type { OpenNotes } from '../notes/open-notes.ts';

export type ClosingStep =
  | { readonly type: 'open' }
  /** What is in this window only would be lost: its person decides. */
  | { readonly type: 'unkept'; readonly texts: ReturnType<OpenNotes['unsettled']> }
  /** The member stops. `isSlow`: it takes longer than anyone would wait without a word. */
  | { readonly type: 'closing'; readonly isSlow: boolean };

/** Typed a moment ago, it is kept within this time on any disk that has room. */
const settleLimitMs = 1_000;
const slowMs = 1_000;

/** The window is to be closed: whether that costs anything, and how long it takes. */
export class ClosingState {
  readonly #shell: Pick<Shell, 'onClosing' | 'closing'>;
  readonly #openNotes: Pick<OpenNotes, 'settled' | 'unsettled'>;
  #step = $state.raw<ClosingStep>({ type: 'open' });

  constructor(shell: Pick<Shell, 'onClosing' | 'closing'>, openNotes: Pick<OpenNotes, 'settled' | 'unsettled'>) {
    this.#shell = shell;
    this.#openNotes = openNotes;
    shell.onClosing(() => void this.#begin());
  }

  get step(): ClosingStep {
    return this.#step;
  }

  /** Closes, whatever is in this window only. */
  async go(): Promise<void> {
    this.#step = { type: 'closing', isSlow: false };
    setTimeout(() => (this.#step = { type: 'closing', isSlow: true }), slowMs);
    await this.#shell.closing('go');
  }

  async stay(): Promise<void> {
    if (this.#step.type !== 'unkept') return;
    this.#step = { type: 'open' };
    await this.#shell.closing('stay');
  }

  /** Does not wait for the member any longer. */
  async now(): Promise<void> {
    await this.#shell.closing('now');
  }

  async #begin(): Promise<void> {
    await this.#shell.closing('heard');
    await this.#openNotes.settled(settleLimitMs);
    const texts = this.#openNotes.unsettled();
    if (texts.length === 0) return await this.go();
    this.#step = { type: 'unkept', texts };
    return undefined;
  }
}
