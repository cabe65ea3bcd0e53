import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, Laptops, type MemberProcess } from '../member/harness.ts';
import { notesOf } from '../member/notes.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { lookAt } from './look.ts';

const clusterName = '网络实验室';

/** A majority is lost, and one laptop goes on without it: first this one, then the other. The steps build on each other. */
describe('a majority that is lost at once', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;

  beforeAll(async () => {
    desktop = await Desktop.open();
    laptops = new Laptops();
    [app, ana] = await Promise.all([desktop.start('Recovery', '--no-mdns'), laptops.start({ name: 'Ana’s laptop' })]);
    await ana.call('create', { clusterName });
    await app.askAt(addressOf(ana), 'Bo’s ThinkPad');
    await ana.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    await ana.call('approve', { members: [ana.status.joinRequests[0]?.member ?? ''] });
    await ana.until('both vote', ({ cluster }) => cluster?.members.filter(({ vote }) => vote).length === 2);
    await app.get('nav-notes').waitFor();
    await app.newNote('Field trip');
    await app.type('Shared before it happened.');
    await app.onMajority('Shared before it happened.');
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-recovery'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
  });

  const banner = (type: string) => app.page.locator(`[data-testid=recovery-banner][data-type=${type}]`);

  it('the window says who is missing and what still works', async () => {
    await ana.end('SIGKILL');
    await banner('lost').waitFor();
    await app.type(' Typed without a majority.');
    await lookAt(app, 'recovery-1-lost');
    await banner('lost').getByTestId('recovery-banner-button').click();
    await app.get('missing-member').filter({ hasText: 'Ana’s laptop' }).waitFor();
    await lookAt(app, 'recovery-2-missing');
  });

  it('this laptop goes on alone after a warning and the name of the cluster, and what was typed goes on with it', async () => {
    await app.get('recover-button').click();
    await app.get('recover-name').fill('网络实验');
    expect(await app.get('confirm-button').isDisabled()).toBe(true);
    await lookAt(app, 'recovery-3-warning');
    await app.get('recover-name').fill(clusterName);
    await app.get('confirm-button').click();
    await app.get('confirm-dialog').waitFor({ state: 'detached' });
    await app
      .get('status-leader')
      .filter({ hasText: /领导|leads/ })
      .waitFor();
    ana = await laptops.restart(ana);
    await app.page.locator('[data-testid=former-member][data-seen=true]').waitFor();
    await lookAt(app, 'recovery-4-recovered');
    await app.page.evaluate(`window.raftpad.setSettings(${JSON.stringify({ language: 'en', colorScheme: 'light' })})`);
    await app.openNote('Field trip');
    await app.showsText('Shared before it happened. Typed without a majority.');
  });

  it('a laptop that was away comes back, and then goes on alone while this one is away', async () => {
    const { cluster } = await ana.until('it hears of it', (status) => status.cluster?.elsewhere.length === 1, 20_000);
    const goesOver = ana.until('it goes over', ({ phase }) => phase.type === 'rejoining');
    await ana.call('rejoin', { epoch: cluster?.elsewhere[0]?.epoch ?? 0 });
    await goesOver;
    await ana.until(
      'it is back',
      ({ phase, cluster: now }) => phase.type === 'member' && now?.members.length === 2,
      30_000,
    );
    await ana.until('both vote', ({ cluster: now }) => now?.members.every(({ vote }) => vote) === true);
    expect(await notesOf(ana)).toEqual([['Field trip', 'Shared before it happened. Typed without a majority.']]);
    await ana.end('SIGKILL');
    await banner('lost').waitFor();
    await app.type(' Only here.');
    await app.get('status-waiting').filter({ hasText: 'until a majority' }).waitFor();
    await app.keeps(' Only here.');
    await app.kill();
    ana = await laptops.restart(ana);
    await ana.until('its majority is lost', ({ cluster }) => (cluster?.lostMajority ?? null) !== null, 20_000);
    await ana.call('recover', { clusterName });
    await ana.until('it leads', (status) => status.cluster?.writable === true);
    await app.start();
  });

  it('the window says so, comes over when its person says so, and offers the text that only this laptop has', async () => {
    await app.get('elsewhere').waitFor();
    await lookAt(app, 'recovery-5-elsewhere');
    await app.get('not-now').click();
    await banner('elsewhere').getByTestId('recovery-banner-button').click();
    await ana.end('SIGKILL');
    await app.get('rejoin-button').click();
    await app.get('rejoining').waitFor();
    await lookAt(app, 'recovery-6-coming-over');
    ana = await laptops.restart(ana);
    await banner('found').waitFor({ timeout: 40_000 });
    await banner('found').getByTestId('recovery-banner-button').click();
    await app.get('found-text').filter({ hasText: 'Only here.' }).waitFor();
    await lookAt(app, 'recovery-7-found');
    await app.get('found-add').click();
    await app.get('found-none').waitFor();
    await app.get('found-back').click();
    await ana.until('both vote', ({ cluster }) => cluster?.members.filter(({ vote }) => vote).length === 2);
    expect((await notesOf(ana)).map(([, text]) => text)).toContain(
      'Shared before it happened. Typed without a majority. Only here.',
    );
  });
});
