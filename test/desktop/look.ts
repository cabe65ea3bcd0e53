import AxeBuilder from '@axe-core/playwright';
import { expect } from 'vitest';
import { languages } from '../../src/api/shell.ts';
import type { DesktopApp } from './app.ts';

const schemes = ['light', 'dark'] as const;

/**
 * Looks at what the window shows, in both languages and both colour schemes: axe finds nothing, and a picture of each is
 * left in test-results/screenshots for a person to look at.
 */
export async function lookAt(app: DesktopApp, name: string): Promise<void> {
  for (const language of languages) {
    for (const colorScheme of schemes) {
      await app.page.evaluate(`window.raftpad.setSettings(${JSON.stringify({ language, colorScheme })})`);
      await app.page.locator(`html[lang="${language}"]`).waitFor();
      const dark = `matchMedia('(prefers-color-scheme: ${colorScheme})').matches`;
      await app.until(
        colorScheme,
        () => app.page.evaluate<boolean>(dark),
        5_000,
        () => Promise.resolve('another scheme'),
      );
      await app.screenshot(`${name}-${language}-${colorScheme}`);
      const { violations } = await new AxeBuilder({ page: app.page }).setLegacyMode(true).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(told, `${name} ${language} ${colorScheme}`).toEqual([]);
    }
  }
}
