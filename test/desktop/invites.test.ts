import jsQR from 'jsqr';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf, everyoneVotes, Laptops, type MemberProcess } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { glanceAt, lookAt } from './look.ts';
import { readPng } from './png.ts';

/** Inviting and being invited, as people see it. The other side is a member without a window. The steps build on each other. */
describe('an invite', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;
  let chen: MemberProcess;
  let link: string;

  beforeAll(async () => {
    desktop = await Desktop.open();
    laptops = new Laptops();
    [app, ana] = await Promise.all([desktop.start('Invites', '--no-mdns'), laptops.start({ name: 'Ana’s laptop' })]);
    await ana.call('create', { clusterName: '网络实验室' });
    ({ link } = await ana.call('createInvite', {}));
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-invites'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
  });

  const glance = (name: string): Promise<void> => glanceAt(app, `invites-${name}`);
  const look = (name: string): Promise<void> => lookAt(app, `invites-${name}`);
  /** As if the system opened a link while the app runs. */
  const open = (opened: string): Promise<void> =>
    app.electron.evaluate(({ app: electron }, argument) => {
      electron.emit('second-instance', {}, ['/opt/Raftpad/raftpad', argument], '/');
    }, opened);

  it('that is cut off is told so where it was pasted', async () => {
    await app.get('join-address').fill(link.slice(0, -20));
    await app.page.getByText('This is an invite').waitFor();
    await app.get('join-address-button').click();
    await app.get('join-address-error').filter({ hasText: 'cut off' }).waitFor();
    await look('cut-off');
  });

  it('shows whose it is, and nothing happens before a person says so', async () => {
    await app.get('create-laptop-name').fill('Bo’s ThinkPad');
    await app.get('join-address').fill(link);
    await app.get('join-address-button').click();
    await app.get('inviter-fingerprint').filter({ hasText: ana.status.self.fingerprint }).waitFor();
    expect(await app.get('invited-laptop-name').inputValue()).toBe('Bo’s ThinkPad');
    expect(await app.get('join-address').inputValue()).toBe('');
    await look('invited');
    await app.get('cancel-button').click();
    expect((await ana.call('status', {})).invites.map(({ state }) => state)).toEqual(['open']);
  });

  it('shows that it looks for the others, and may be stopped', async () => {
    ana.child.kill('SIGSTOP');
    await open(link);
    await app.get('invited-laptop-name').fill('Bo’s ThinkPad');
    await app.get('confirm-button').click();
    await app.get('joining').waitFor();
    await look('joining');
    await app.get('cancel-join').click();
    await app.get('join-address').waitFor();
    ana.child.kill('SIGCONT');
  });

  it('that is opened while this laptop asks to join has to wait', async () => {
    await app.askAt(addressOf(ana), 'Bo’s ThinkPad');
    await app.get('join-code').waitFor();
    await open(link);
    await app.get('confirm-button').click();
    await app.get('confirm-dialog').filter({ hasText: 'asks to join already' }).waitFor();
    await look('while-asking');
    await app.page.keyboard.press('Escape');
    await app.get('cancel-join').click();
    await app.get('join-address').waitFor();
  });

  it('that was taken back lets nobody in, nor one that is used or has expired, and each says so', async () => {
    const expired = await ana.call('createInvite', { expiresInMs: 1_000 });
    const revoked = await ana.call('createInvite', {});
    await ana.call('revokeInvite', { invite: revoked.invite });
    await open(revoked.link);
    await app.get('confirm-button').click();
    await app.get('invite-failed').filter({ hasText: 'taken back' }).waitFor();
    await look('revoked');
    await app.get('dismiss').click();

    const used = await ana.call('createInvite', {});
    chen = await laptops.start({ name: 'Chen’s Air' });
    await chen.call('joinByInvite', { link: used.link });
    await open(used.link);
    await app.get('confirm-button').click();
    await app.get('invite-failed').filter({ hasText: 'has been used' }).waitFor();
    await glance('used');
    await app.get('dismiss').click();
    await everyoneVotes([ana, chen]);
    await chen.call('leave', {});

    await open(expired.link);
    await app.get('confirm-dialog').filter({ hasText: 'has expired' }).waitFor();
    await glance('expired');
    await app.get('confirm-button').click();
  });

  it('lets this laptop in', async () => {
    await open(link);
    await app.get('confirm-button').click();
    await app.get('nav-notes').waitFor();
    await everyoneVotes([ana], 2);
    expect(ana.status.cluster?.members.map(({ name }) => name)).toContain('Bo’s ThinkPad');
  });

  it('of another cluster, or of this one, is told so', async () => {
    await chen.call('create', { clusterName: 'Reading group' });
    await open((await chen.call('createInvite', {})).link);
    await app.get('invitation').filter({ hasText: 'leave 网络实验室 first' }).waitFor();
    await look('other-cluster');
    await open(link);
    await app.get('confirm-dialog').filter({ hasText: 'is in 网络实验室 already' }).waitFor();
    await glance('same-cluster');
    await open('raftpad://join/whatever');
    await app.get('confirm-dialog').filter({ hasText: 'cannot be used' }).waitFor();
    await glance('unreadable');
    await app.get('confirm-button').click();
  });

  it('is made, shown as a link and as a QR code that says the same, and taken back', async () => {
    await app.get('nav-cluster').click();
    await app.get('invite-button').click();
    await look('make');
    await app.get('invite-period').selectOption('day');
    await app.get('make-invite').click();
    await app.get('qr-code').waitFor();
    const made = await app.get('invite-link').inputValue();
    expect(await ana.call('readInvite', { link: made })).toMatchObject({ inviter: 'Bo’s ThinkPad', standing: 'same' });
    await look('made');
    // As a camera would see it on this screen.
    const { pixels, width, height } = readPng(await app.get('qr-code').screenshot());
    expect(jsQR(pixels, width, height)?.data).toBe(made);
    await app.get('open-invites').getByTestId('revoke-invite').first().click();
    await app.get('invite-taken').filter({ hasText: 'took it back' }).waitFor();
    await look('ended');
    const newcomer = await laptops.start({ name: 'Dana’s Framework' });
    await expect(newcomer.call('joinByInvite', { link: made })).rejects.toThrow('invite-revoked');
  });
});
