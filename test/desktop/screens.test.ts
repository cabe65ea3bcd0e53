import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, it, vi } from 'vitest';
import { addressOf, askAt, everyoneVotes, idOf, Laptops, type MemberProcess } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { lookAt } from './look.ts';

/**
 * Every screen of a day on which nothing is lost, as look.ts looks at it; those of trouble.test.ts are the rest. The other
 * side of each situation is a member without a window.
 */
describe('every screen', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;

  beforeAll(async () => {
    desktop = await Desktop.open();
    laptops = new Laptops();
    [app, ana] = await Promise.all([desktop.start('Screens', '--no-mdns'), laptops.start({ name: 'Ana’s laptop' })]);
    await ana.call('create', { clusterName: '网络实验室' });
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-screens'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
  });

  let looks = 0;
  const look = (name: string): Promise<void> => lookAt(app, `${++looks}-${name}`);

  const askAna = async (): Promise<void> => {
    await app.askAt(addressOf(ana), 'This laptop');
    await app.get('asking').waitFor();
    await ana.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
  };
  const ownId = (): string => ana.status.joinRequests[0]?.member ?? '';

  it('welcome', () => look('welcome'));

  it('a file that is no backup, and asking before one is restored', async () => {
    await writeFile(desktop.file('letter.raftpad'), 'Dear friend');
    await app.chooses(desktop.file('letter.raftpad'));
    await app.get('restore-backup').click();
    await app.get('restore-error').waitFor();
    await look('no-backup');
    await ana.call('backup.save', { path: desktop.file('camp.raftpad') });
    await app.chooses(desktop.file('camp.raftpad'));
    await app.get('restore-backup').click();
    await app.get('backup-facts').waitFor();
    await look('restore');
    await app.page.keyboard.press('Escape');
  });

  it('an address that nobody answers at', async () => {
    await app.askAt('127.0.0.1:9', 'This laptop');
    await app.get('join-address-error').waitFor();
    await look('unreachable');
  });

  it('asking to join', async () => {
    await askAna();
    await look('asking');
  });

  it('refused', async () => {
    await ana.call('refuse', { member: ownId() });
    await app.get('refused').waitFor();
    await look('refused');
    await app.get('dismiss').click();
  });

  it('no notes yet', async () => {
    await askAna();
    await ana.call('approve', { members: [ownId()] });
    await app.get('notes-empty').waitFor();
    await look('no-notes');
  });

  it('a note', async () => {
    // Its text takes a while to come: the title is taken all the same, and what is typed next goes into the text.
    await app.page.evaluate(`(() => {
      const post = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (message, ...rest) {
        if (message.method !== 'notes.open') return post.call(this, message, ...rest);
        MessagePort.prototype.postMessage = post;
        window.openLate = () => post.call(this, message, ...rest);
      };
    })()`);
    await app.newNote('实验记录 · 第三组');
    await app.page.evaluate('openLate()');
    await app.page.locator('[data-testid=editor]:focus').waitFor();
    await app.type(
      '# Field trip\n\nCheck the **tents** and count the *pegs*.\n\n- [ ] Copy the permit\n备用电池\n\n> A quote, `code` and https://example.org\n',
    );
    await app.page.locator('[data-testid=status-waiting][data-waiting="0"]').waitFor();
    await look('note');
  });

  it('a request to join, and asking before a note is deleted', async () => {
    const dana = await laptops.start({ name: 'Dana’s laptop' });
    await dana.call('requestJoin', { address: addressOf(ana) });
    await app.get('join-request').waitFor();
    await look('join-request');
    await ana.call('refuse', { member: dana.status.self.member });
    await app.get('join-request').waitFor({ state: 'detached' });
    await dana.end('SIGTERM');
    await app.get('delete-note').click();
    await app.get('confirm-dialog').waitFor();
    await look('confirm');
    await app.page.keyboard.press('Escape');
  });

  it('several requests to join, of which one is compared', async () => {
    const newcomers = await Promise.all(['Emil’s laptop', '范文的电脑'].map((name) => laptops.start({ name })));
    await askAt(ana, ...newcomers);
    await app.get('join-request').nth(1).waitFor();
    await app.get('compared').first().check();
    await look('join-requests');
    await app.get('compared').nth(1).check();
    await app.get('approve-ticked').click();
    await everyoneVotes([ana, ...newcomers], 4);
    await app.get('join-request').waitFor({ state: 'detached' });
    // Both at once: the log shows a joint configuration.
    await ana.call('remove', { members: newcomers.map(idOf) });
    await Promise.all(newcomers.map((member) => member.end('SIGTERM')));
  });

  it('the cluster, after a joint configuration', async () => {
    await app.get('nav-cluster').click();
    await app.get('log-row').first().waitFor();
    await look('cluster');
  });

  it('leadership that could not be handed over, and then was', async () => {
    const takeOver = app.get('hand-over');
    const outcome = app.get('hand-over-outcome');
    // A leader that is asleep does not answer.
    ana.child.kill('SIGSTOP');
    await takeOver.click();
    await outcome.getByRole('status').waitFor();
    await app.screenshot(`${looks}-handing-over`);
    await outcome.getByRole('alert').waitFor();
    await look('hand-over-failed');
    ana.child.kill('SIGCONT');
    await ana.until('both are there', ({ cluster }) => cluster?.writable === true && cluster.reachable === 2);
    // Whoever leads must have heard of that too.
    await vi.waitFor(() => ana.call('handOver', { to: idOf(ana) }), { timeout: 60_000 });
    await takeOver.click();
    await app.page.locator('[data-testid=figure-role][data-role=leader]').waitFor();
    await outcome.getByRole('paragraph').waitFor();
    await look('handed-over');
  });

  it('asking before the leader leaves, and before it is removed', async () => {
    await app.get('leave-button').click();
    await app.get('confirm-dialog').waitFor();
    await look('leave');
    await app.page.keyboard.press('Escape');
    await app.get('hand-over').click();
    await app.page.locator('[data-testid=figure-role][data-role=follower]').waitFor();
    await app.get('remove-member').click();
    await app.get('confirm-dialog').waitFor();
    await look('remove-leader');
    await app.page.keyboard.press('Escape');
  });

  it('settings', async () => {
    await app.get('nav-settings').click();
    await app.get('language-select').waitFor();
    await look('settings');
  });

  it('a backup that was saved, and asking before one is imported', async () => {
    await app.chooses(desktop.file('own.raftpad'));
    await app.get('save-backup').click();
    await app.get('backup-outcome').filter({ hasText: 'own.raftpad' }).waitFor();
    await app.get('backup-outcome').scrollIntoViewIfNeeded();
    await look('backup-saved');
    await app.chooses(desktop.file('camp.raftpad'));
    await app.get('import-backup').click();
    await app.get('backup-facts').waitFor();
    await look('import');
    await app.page.keyboard.press('Escape');
  });

  it('a note that someone else deleted while it is open, and the smallest window', async () => {
    await app.openNote('实验记录 · 第三组');
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
    await look('small-note');
    const [line] = (await ana.call('notes.list', {})).notes;
    await ana.call('notes.delete', { note: line?.note ?? '' });
    await app.get('note-gone').waitFor();
    await look('small-note-gone');
    await app.get('nav-cluster').click();
    await look('small-cluster');
  });

  it('removed by someone else', async () => {
    const self = ana.status.cluster?.members.find((member) => !member.self);
    await ana.call('remove', { members: [self?.member ?? ''] });
    await app.get('removed').waitFor();
    await look('small-removed');
    await app.get('put-away').click();
  });

  it('without a majority, and leaving all the same', async () => {
    await askAna();
    await ana.call('approve', { members: [ownId()] });
    await app.get('nav-cluster').click();
    await ana.until('both vote', ({ cluster }) => cluster?.members.filter(({ vote }) => vote).length === 2);
    await ana.end('SIGKILL');
    await app.page.locator('[data-testid=figure-role]:not([data-role=follower])').waitFor();
    await look('small-no-majority');
    await app.get('leave-button').click();
    const confirm = app.get('confirm-button');
    const inOrder = await confirm.innerText();
    await confirm.click();
    // Nobody answers: after a while it says so, and offers to leave without telling them.
    await confirm
      .filter({ hasNotText: new RegExp(`^\\s*${inOrder}\\s*$`) })
      .and(app.page.locator(':enabled'))
      .waitFor({ timeout: 30_000 });
    await look('small-leave-anyway');
    await confirm.click();
    await app.get('create-button').waitFor();
  });
});
