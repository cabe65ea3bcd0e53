import AxeBuilder from '@axe-core/playwright';
import { expect } from 'vitest';
import { languages, type Language } from '../../src/api/shell.ts';
import type { DesktopApp } from './app.ts';

const schemes = ['light', 'dark'] as const;
/**
 * Where axe looks too: once in each language and once in each scheme. What it finds depends on the one or on the other,
 * and it takes the most time of all.
 */
const looksWithAxe: ReadonlySet<string> = new Set(['en-light', 'zh-CN-dark']);

/**
 * Looks at a situation in both languages and both colour schemes: a picture of each is left in
 * test-results/screenshots for a person to look at, and axe finds nothing. Afterwards the window is in English, and light.
 */
export async function lookAt(app: DesktopApp, screen: string): Promise<void> {
  for (const language of languages) {
    for (const colorScheme of schemes) {
      await set(app, language, colorScheme);
      const look = `${language}-${colorScheme}`;
      await app.screenshot(`${screen}-${look}`);
      if (looksWithAxe.has(look)) await expectNothingFound(app, `${screen} ${look}`);
    }
  }
  await set(app, 'en', 'light');
}

/**
 * The same of a situation made of the same parts as one that is looked at: what it says, in both languages. Axe would find
 * nothing else.
 */
export async function glanceAt(app: DesktopApp, screen: string): Promise<void> {
  await set(app, 'zh-CN', 'dark');
  await app.screenshot(`${screen}-zh-CN-dark`);
  await set(app, 'en', 'light');
  await app.screenshot(`${screen}-en-light`);
}

async function set(app: DesktopApp, language: Language, colorScheme: (typeof schemes)[number]): Promise<void> {
  await app.page.evaluate(`window.raftpad.setSettings(${JSON.stringify({ language, colorScheme })})`);
  await app.page.locator(`html[lang="${language}"]`).waitFor();
  const shows = `matchMedia('(prefers-color-scheme: ${colorScheme})').matches`;
  await app.until(
    colorScheme,
    () => app.page.evaluate<boolean>(shows),
    5_000,
    () => Promise.resolve('another scheme'),
  );
}

async function expectNothingFound(app: DesktopApp, what: string): Promise<void> {
  // What passed is not described, only what did not.
  const axe = new AxeBuilder({ page: app.page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
