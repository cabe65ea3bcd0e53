import { settingsSchema } from '../src/api/shell-schemas.ts';
import { defaultSettings, type Language, type Settings, type ShellSettings } from '../src/api/shell.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The settings of this profile, in `settings.json` of its folder. */
export class SettingsStore {
  readonly #file: string;
  readonly #systemLanguages: () => readonly string[];
  #settings: Settings = defaultSettings;

  constructor(file: string, systemLanguages: () => readonly string[]) {
    this.#file = file;
    this.#systemLanguages = systemLanguages;
    const found = readJsonFile(file, settingsSchema);
    if (found.type === 'read') this.#settings = found.value;
    if (found.type === 'damaged') {
      const kept = found.keptAt === null ? 'it could not be moved away' : `it was kept as ${found.keptAt}`;
      console.warn(`The settings could not be read, so the defaults hold; ${kept}. ${found.reason}`);
    }
  }

  get current(): ShellSettings {
    return { ...this.#settings, resolvedLanguage: resolveLanguage(this.#settings.language, this.#systemLanguages()) };
  }

  /** Changes what is named, writes it down, and answers all of it. Throws if it cannot be written; then nothing changed. */
  change(changes: { readonly [K in keyof Settings]?: Settings[K] | undefined }): ShellSettings {
    const next: Settings = {
      language: changes.language ?? this.#settings.language,
      colorScheme: changes.colorScheme ?? this.#settings.colorScheme,
    };
    writeJsonFile(this.#file, next);
    this.#settings = next;
    return this.current;
  }
}

/** The first of the person's languages that there is a catalogue for; English otherwise. */
export function resolveLanguage(setting: Settings['language'], systemLanguages: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const language of systemLanguages) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}
