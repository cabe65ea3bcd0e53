import type { Language } from '../../src/api/shell.ts';
import { en } from './messages/en.ts';
import type { Messages } from './messages/en.ts';
import { zhCN } from './messages/zh-CN.ts';

const catalogues: { readonly [L in Language]: Messages } = { en, 'zh-CN': zhCN };

class I18n {
  #language = $state<Language>(navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
  readonly #time = $derived(new Intl.DateTimeFormat(this.#language, { dateStyle: 'medium', timeStyle: 'short' }));
  readonly #number = $derived(new Intl.NumberFormat(this.#language));
  readonly #list = $derived(new Intl.ListFormat(this.#language, { type: 'conjunction' }));

  get language(): Language {
    return this.#language;
  }

  get messages(): Messages {
    return catalogues[this.#language];
  }

  use(language: Language): void {
    this.#language = language;
    document.documentElement.lang = language;
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  /** So much of a disk, rounded for people. */
  bytes(count: number): string {
    const isLarge = count >= 1e9;
    const unit = isLarge ? 'gigabyte' : 'megabyte';
    const format = new Intl.NumberFormat(this.#language, {
      style: 'unit',
      unit,
      maximumFractionDigits: isLarge ? 1 : 0,
    });
    return format.format(count / (isLarge ? 1e9 : 1e6));
  }

  /** `atMs`: milliseconds since 1970. */
  time(atMs: number): string {
    return this.#time.format(atMs);
  }

  list(names: readonly string[]): string {
    return this.#list.format(names);
  }
}

/** What the window says, in the language of the settings. Read it in markup or a `$derived`: it may change live. */
export const i18n = new I18n();
document.documentElement.lang = i18n.language;
