import axe, { type AxeResults } from 'axe-core';
import { expect } from 'vitest';
import type { Language } from '../../src/api/shell.ts';
import type { DesktopApp } from './app.ts';

type Scheme = 'light' | 'dark';

/** Each language and each scheme once. `RAFTPAD_PICTURES=all` takes pictures of the other two pairs too. */
const pairs: readonly (readonly [Language, Scheme])[] = [
  ['zh-CN', 'dark'],
  ['en', 'light'],
];
const otherPairs: readonly (readonly [Language, Scheme])[] = [
  ['zh-CN', 'light'],
  ['en', 'dark'],
];

/**
 * Looks at a situation in both languages and both colour schemes: pictures are left in test-results/screenshots for a
 * person to look at, and axe finds nothing. Afterwards the window is in English, and light.
 */
export async function lookAt(app: DesktopApp, screen: string): Promise<void> {
  if (process.env['RAFTPAD_PICTURES'] === 'all') await takePictures(app, screen, otherPairs, () => Promise.resolve());
  await takePictures(app, screen, pairs, (look) => expectNothingFound(app, `${screen} ${look}`));
}

/**
 * The same of a situation made of the same parts as one that is looked at: what it says, in both languages. Axe would find
 * nothing else.
 */
export async function glanceAt(app: DesktopApp, screen: string): Promise<void> {
  await takePictures(app, screen, pairs, () => Promise.resolve());
}

async function takePictures(
  app: DesktopApp,
  screen: string,
  looks: typeof pairs,
  taken: (look: string) => Promise<void>,
): Promise<void> {
  for (const [language, colorScheme] of looks) {
    await set(app, language, colorScheme);
    const look = `${language}-${colorScheme}`;
    await app.screenshot(`${screen}-${look}`);
    await taken(look);
  }
}

async function set(app: DesktopApp, language: Language, colorScheme: Scheme): Promise<void> {
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
  // The window has one page, without frames; a page that was loaded anew does not have axe yet.
  await app.page.evaluate(`if (window.axe === undefined) (() => {${axe.source}})()`);
  // What passed is not described, only what did not.
  const found = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)`;
  const violations = await app.page.evaluate<AxeResults['violations']>(found);
  expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}
