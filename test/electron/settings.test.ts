import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolveLanguage, SettingsStore } from '../../electron/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'raftpad-settings-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});
const open = (languages: string[] = ['en-GB']): SettingsStore =>
  new SettingsStore(path.join(folder, 'settings.json'), () => languages);

describe('settings', () => {
  it('are the defaults at first, and last until they are changed again', () => {
    expect(open().current).toEqual({ language: 'system', colorScheme: 'system', resolvedLanguage: 'en' });
    open().change({ colorScheme: 'dark' });
    expect(open().change({ language: 'zh-CN' })).toMatchObject({ colorScheme: 'dark', language: 'zh-CN' });
    expect(open().current).toEqual({ language: 'zh-CN', colorScheme: 'dark', resolvedLanguage: 'zh-CN' });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.each(['', '{"language":', '{"language":"tlh","colorScheme":"dark"}', 'null'])(
    'that cannot be read (%j) are kept aside, and the defaults hold',
    (damage) => {
      const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined);
      writeFileSync(path.join(folder, 'settings.json'), damage);
      expect(open().current).toMatchObject({ language: 'system', colorScheme: 'system' });
      expect(readFileSync(path.join(folder, 'settings.json.damaged'), 'utf8')).toBe(damage);
      expect(warned.mock.calls[0]?.[0]).toContain('settings.json.damaged');
      open().change({ colorScheme: 'light' });
      expect(open().current.colorScheme).toBe('light');
    },
  );

  it('stay as they were if the new ones cannot be written', () => {
    const store = new SettingsStore(path.join(folder, 'file', 'settings.json'), () => []);
    writeFileSync(path.join(folder, 'file'), 'in the way');
    expect(() => store.change({ colorScheme: 'dark' })).toThrow();
    expect(store.current.colorScheme).toBe('system');
  });
});

describe('the language', () => {
  it('is what the person chose, otherwise the first of theirs that there is, otherwise English', () => {
    expect(resolveLanguage('en', ['zh-CN'])).toBe('en');
    expect(resolveLanguage('system', ['fr-FR', 'zh-Hans-CN', 'en-US'])).toBe('zh-CN');
    expect(resolveLanguage('system', ['en-US', 'zh-CN'])).toBe('en');
    expect(resolveLanguage('system', ['de'])).toBe('en');
  });
});
