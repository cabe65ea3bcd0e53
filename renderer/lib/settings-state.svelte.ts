import type { Settings, Shell, ShellInfo, ShellSettings } from '../../src/api/shell.ts';
import { i18n } from './i18n.svelte.ts';

/** The window's own settings and what the shell says about itself. */
export class SettingsState {
  readonly #shell: Shell;
  #current = $state.raw<ShellSettings | null>(null);
  #info = $state.raw<ShellInfo | null>(null);

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  get current(): ShellSettings | null {
    return this.#current;
  }

  get info(): ShellInfo | null {
    return this.#info;
  }

  async load(): Promise<void> {
    this.#shell.onSettings((settings) => this.#take(settings));
    this.#take(await this.#shell.getSettings());
    this.#info = await this.#shell.info();
  }

  async change(changes: Partial<Settings>): Promise<void> {
    this.#take(await this.#shell.setSettings(changes));
  }

  copyText(text: string): Promise<void> {
    return this.#shell.copyText(text);
  }

  showDataFolder(): Promise<void> {
    return this.#shell.showDataFolder();
  }

  #take(settings: ShellSettings): void {
    this.#current = settings;
    i18n.use(settings.resolvedLanguage);
  }
}
