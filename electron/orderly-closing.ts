/**
 * The window is to be closed: by its button, from the menu, or because the system ends the app. It stays until the member
 * has stopped in order, so that it can say what takes so long; and before that the page says whether anything is in it only.
 */
import type { BrowserWindow } from 'electron';
import type { ClosingAnswer } from '../src/api/shell.ts';

export interface OrderlyClosingOptions {
  readonly member: { stop(): Promise<void>; endNow(): void };
  /** Tells the page that the window is to be closed. */
  readonly askPage: () => void;
  /** Closes the window for good. */
  readonly close: () => void;
}

/** A page that does not even say that it has heard hangs. */
export const hearLimitMs = 2_000;

export class OrderlyClosing {
  readonly #options: OrderlyClosingOptions;
  #state: 'open' | 'asked' | 'deciding' | 'stopping' = 'open';
  #pageListens = false;
  #patience: NodeJS.Timeout | null = null;

  constructor(options: OrderlyClosingOptions) {
    this.#options = options;
  }

  watch(window: Pick<BrowserWindow, 'on'>): void {
    window.on('close', (event) => {
      event.preventDefault();
      this.begin();
    });
  }

  /** Somebody closes the window. While a person decides, or the member stops already, it changes nothing. */
  begin(): void {
    if (this.#state !== 'open') return;
    if (!this.#pageListens) return this.#stop();
    this.#state = 'asked';
    this.#patience = setTimeout(() => this.#stop(), hearLimitMs);
    this.#options.askPage();
  }

  answer(answer: ClosingAnswer): void {
    if (this.#state === 'open') return;
    switch (answer) {
      case 'heard':
        this.#cancelPatience();
        if (this.#state === 'asked') this.#state = 'deciding';
        return;
      case 'stay':
        this.#cancelPatience();
        if (this.#state !== 'stopping') this.#state = 'open';
        return;
      case 'go':
        return this.#stop();
      case 'now':
        this.#stop();
        return this.#options.member.endNow();
      default:
        return answer satisfies never;
    }
  }

  pageListens(): void {
    this.#pageListens = true;
  }

  /** What was in it only is lost already. */
  pageGone(): void {
    this.#pageListens = false;
    if (this.#state === 'asked' || this.#state === 'deciding') this.#stop();
  }

  #stop(): void {
    this.#cancelPatience();
    if (this.#state === 'stopping') return;
    this.#state = 'stopping';
    void this.#options.member.stop().finally(this.#options.close);
  }

  #cancelPatience(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }
}
