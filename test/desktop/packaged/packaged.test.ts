import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desktop } from '../app.ts';

let desktop: Desktop;
beforeAll(async () => {
  desktop = await Desktop.open();
});
afterAll(() => desktop.close());

it('the packaged app starts, makes a cluster, and keeps what is typed', async () => {
  const app = await desktop.start('Packaged', '--no-mdns');
  await app.createCluster('Field team', 'Ana’s laptop');
  await app.newNote('Field trip checklist');
  await app.openNote('Field trip checklist');
  await app.type('Packaged and still typing.');
  await app.page.locator('[data-testid=status-waiting][data-waiting="0"]').waitFor();
  await app.close();
  await app.start();
  await app.openNote('Field trip checklist');
  await app.showsText('Packaged and still typing.');
  expect(await app.electron.evaluate(({ app: electron }) => electron.isPackaged)).toBe(true);
});
