import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { everyoneVotes, idOf, joinAt, Laptops, type MemberProcess } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { glanceAt, lookAt } from './look.ts';

/** Votes follow people: what a window shows while the others close, vanish and come back. The steps build on each other. */
describe('a window while others come and go', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;
  let bo: MemberProcess;

  beforeAll(async () => {
    desktop = await Desktop.open();
    laptops = new Laptops();
    [app, ana, bo] = await Promise.all([
      desktop.start('Roles', '--no-mdns'),
      laptops.start({ name: 'Ana’s laptop', awaySeconds: 2 }),
      laptops.start({ name: 'Bo’s ThinkPad', awaySeconds: 2 }),
    ]);
    await ana.call('create', { clusterName: 'Field team' });
    await joinAt(ana, bo);
    await app.askAt(ana.status.self.addresses[0] ?? '', 'This laptop');
    await ana.until('the app asks', ({ joinRequests }) => joinRequests.length === 1);
    await ana.call('approve', { members: ana.status.joinRequests.map(({ member }) => member) });
    await everyoneVotes([ana, bo], 3);
    await app.get('nav-cluster').click();
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-roles'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
  });

  const look = (name: string): Promise<void> => lookAt(app, `roles-${name}`);
  const cardOf = (name: string) => app.get('member-card').filter({ hasText: name });

  it('says who was lost without a word, and that its vote waits for it', async () => {
    await ana.call('handOver', { to: idOf(ana) }); // it is the one that counts the seconds
    await bo.end('SIGKILL');
    await app.get('cluster-attendance').filter({ hasText: 'Bo’s ThinkPad has not been heard from' }).waitFor();
    await cardOf('Bo’s ThinkPad').getByTestId('member-since').waitFor();
    await app.get('log-row').filter({ hasText: 'Bo’s ThinkPad is not heard from' }).waitFor();
    await look('silent');
  });

  it('when all others have closed, says that what is written is on this laptop only', async () => {
    await ana.end('SIGTERM');
    await app.get('cluster-standing').filter({ hasText: 'This laptop decides alone' }).waitFor();
    await app.get('cluster-attendance').filter({ hasText: 'Ana’s laptop has closed' }).waitFor();
    await cardOf('Ana’s laptop').getByTestId('member-vote').filter({ hasText: 'closed' }).waitFor();
    await app.get('nav-notes').click();
    await app.newNote('Written alone');
    await app.get('status-waiting').filter({ hasText: 'on this laptop only' }).waitFor();
    await app.get('nav-cluster').click();
    await look('alone');
  });

  it('when they are back, all vote again', async () => {
    [ana, bo] = await Promise.all([laptops.restart(ana), laptops.restart(bo)]);
    await app.get('cluster-standing').filter({ hasText: '3 voters' }).waitFor();
    await app.get('cluster-attendance').waitFor({ state: 'detached' });
    await app.get('status-waiting').filter({ hasText: 'on everyone' }).waitFor();
    await app.get('log-row').filter({ hasText: 'caught up and vote' }).first().waitFor();
    await glanceAt(app, 'roles-back');
  });

  it('when it closes and handing over takes long, says so and can be closed at once', async () => {
    // What the page shows for as long as main does nothing, for the pictures.
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.send('raftpad:closing');
    });
    await app
      .get('closing')
      .filter({ hasText: 'Handing over' })
      .filter({ has: app.get('close-now') })
      .waitFor();
    await look('closing');
    const member = app.memberPid();
    process.kill(member, 'SIGSTOP');
    try {
      await app.closeWindow();
      const now = app.get('close-now');
      const ended = app.ended();
      await now.click({ trial: true });
      // Once the page has answered: nobody hears that the click is done, for the window is gone with it.
      await now.evaluate((button: { click: () => void }) => void setTimeout(() => button.click()));
      await ended;
      expect(() => process.kill(member, 0)).toThrow();
    } finally {
      killIfThere(member);
    }
  });
});

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}
