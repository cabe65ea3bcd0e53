import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, everyoneVotes, Laptops, leaderOf, type MemberProcess } from '../member/harness.ts';
import { notesOf } from '../member/notes.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { glanceAt, lookAt } from './look.ts';

const shared = 'Tents, pegs and the long rope.\n帐篷和绳子。';

/** A laptop is removed while it is away, and then one that leaves: what its window shows. The steps build on each other. */
describe('a laptop that is out of its cluster', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;
  let bo: MemberProcess;

  beforeAll(async () => {
    desktop = await Desktop.open();
    laptops = new Laptops();
    [app, ana, bo] = await Promise.all([
      desktop.start('Removed', '--no-mdns'),
      laptops.start({ name: 'Ana’s laptop' }),
      laptops.start({ name: 'Bo’s ThinkPad' }),
    ]);
    await ana.call('create', { clusterName: 'Field team' });
    await app.askAt(addressOf(ana), 'This laptop');
    await bo.call('requestJoin', { address: addressOf(ana) });
    await ana.until('both ask', ({ joinRequests }) => joinRequests.length === 2);
    await ana.call('approve', { members: ana.status.joinRequests.map(({ member }) => member) });
    await everyoneVotes([ana, bo], 3);
    await app.newNote('Packing list');
    await app.newNote('Field trip');
    await app.type(shared);
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-removed'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
  });

  it('reads by whom, and has its notes as they last were, with what it had typed since', async () => {
    await expect.poll(() => notesOf(ana), { timeout: 20_000 }).toContainEqual(['Field trip', shared]);
    await Promise.all([ana.end('SIGKILL'), bo.end('SIGKILL')]);
    await app.type('\nTyped while nobody was there.');
    await app.get('status-waiting').filter({ hasText: 'until a majority' }).waitFor();
    await app.keeps('Typed while nobody was there.');
    const away = ana.status.cluster?.members.find(({ name }) => name === 'This laptop');
    await app.kill();
    [ana, bo] = await Promise.all([laptops.restart(ana), laptops.restart(bo)]);
    await leaderOf([ana, bo]);
    await ana.call('remove', { members: [away?.member ?? ''] });
    await app.start();
    await app.get('removed').filter({ hasText: 'Removed by Ana’s laptop' }).waitFor();
    await app.get('text-waiting').waitFor();
    await expect(app.page.locator('mark').innerText()).resolves.toContain('Typed while nobody was there.');
    await lookAt(app, 'removed-1-copy');
  });

  it('has them still when it goes on elsewhere', async () => {
    await app.get('put-away').click();
    await app.get('kept-copies').filter({ hasText: 'Field team' }).waitFor();
    await lookAt(app, 'removed-2-elsewhere');
    await app.createCluster('Second camp', 'This laptop');
    await app.get('nav-settings').click();
    await app.get('open-copy').click();
    await app.chooses(desktop.file(''));
    await app.get('export-notes').click();
    await app.get('backup-outcome').filter({ hasText: '2 notes' }).waitFor();
    expect((await readdir(desktop.file('Field team'))).sort()).toEqual(['Field trip.md', 'Packing list.md']);
    await app.get('delete-copy').press('Enter');
    await app.get('delete-waiting').filter({ hasText: '1 note' }).waitFor();
    await lookAt(app, 'removed-3-delete');
    await app.page.keyboard.press('Escape');
    await app.get('put-away').click();
    await app.get('kept-copies').waitFor();
  });

  it('that left by itself looks at what it left, and reads where the files should be when they are gone', async () => {
    await app.get('nav-notes').click();
    await app.newNote('Only here');
    await app.get('nav-cluster').click();
    await app.get('leave-button').click();
    await app.get('confirm-button').click();
    await app.get('notice-close').click();
    await app.get('open-copy').first().click();
    await app.get('left-copy').filter({ hasText: 'Only here' }).waitFor();
    await glanceAt(app, 'removed-4-left');
    await app.get('put-away').click();
    const left = join(desktop.dataFolder('Removed'), 'member', 'left');
    await rename(left, `${left}-elsewhere`);
    await app.get('open-copy').first().click();
    await app.get('copy-failed').waitFor();
    await glanceAt(app, 'removed-5-gone');
    await app.get('delete-copy').click();
    await app.get('confirm-button').click();
    await app.get('kept-copies').filter({ hasNotText: 'Second camp' }).waitFor();
    await rename(`${left}-elsewhere`, left);
  });

  it('deletes what it kept, and then nothing leads to it any more', async () => {
    const left = join(desktop.dataFolder('Removed'), 'member', 'left');
    expect(await readdir(left)).toHaveLength(2);
    await app.get('open-copy').click();
    await app.get('text-waiting').waitFor();
    await app.get('delete-copy').click();
    await app.get('confirm-button').click();
    await app.get('notice').filter({ hasText: 'Field team is deleted' }).waitFor();
    await app.get('create-button').waitFor();
    expect(await app.get('kept-copies').count()).toBe(0);
    expect(await readdir(left)).toHaveLength(1);
    await glanceAt(app, 'removed-6-deleted');
  });
});
