import { execFile as execFileWithCallback, execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readMemberFile, writeMemberFile } from '../../src/storage/member-file.ts';
import { raftpad } from '../../src/wire/generated/raftpad.js';
import { fill } from '../member/filled-log.ts';
import { addressOf, everyoneVotes, Laptops, type MemberProcess } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { lookAt } from './look.ts';

const execFile = promisify(execFileWithCallback);

/** The screens of a laptop whose files were copied, damaged or have no room, as look.ts looks at them. */
describe('when something is wrong with the disk, the screen', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;

  beforeAll(async () => {
    desktop = await Desktop.open();
    laptops = new Laptops();
    app = await desktop.start('Trouble', '--no-mdns');
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-trouble'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
  });

  let looks = 0;
  const look = (name: string): Promise<void> => lookAt(app, `trouble-${++looks}-${name}`);

  it('started from a copy of its data folder', async () => {
    await app.close();
    const member = join(desktop.dataFolder('Trouble'), 'member');
    await rename(member, `${member}-before`);
    await cp(`${member}-before`, member, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    await app.start();
    await app.get('copied').waitFor();
    await look('copied');
    await app.get('dismiss').click();
    await app.get('create-button').waitFor();
  });

  it('alone with damaged files, and asking before it starts anew', async () => {
    await app.createCluster('网络实验室', 'This laptop');
    await app.newNote('Packing list');
    await app.openNote('Packing list');
    await app.type('- two tents\n帐篷钉\nThe long rope');
    await app.onMajority('The long rope');
    await app.close();
    const log = join(desktop.dataFolder('Trouble'), 'member', 'log', '00000001.log');
    const bytes = await readFile(log);
    let at = bytes.length - 1;
    while (bytes[at] === 0) at -= 1;
    bytes[at - 100]! ^= 1;
    await writeFile(log, bytes);
    await app.start();
    await app.get('read-only-text').filter({ hasText: 'tents' }).waitFor();
    await look('read-only');
    await app.get('start-anew').click();
    await app.get('confirm-dialog').waitFor();
    await look('start-anew');
    await app.get('confirm-button').click();
    await app.get('notice').waitFor();
    await app.openNote('Packing list');
    await look('started-anew');
    await app.get('notice-close').click();
    await app.get('nav-cluster').click();
    await app.get('leave-button').click();
    await app.get('confirm-button').click();
    await app.get('create-button').waitFor();
  });

  let others: readonly MemberProcess[] = [];

  it('being repaired from the others: they are away, too few, and all here again', async () => {
    const [bo, chen] = await laptops.cluster('Bo’s laptop', 'Chen’s laptop');
    if (bo === undefined || chen === undefined) throw new Error('there are two');
    await app.askAt(addressOf(bo), 'This laptop');
    await bo.until('the request shows', ({ joinRequests }) => joinRequests.length === 1);
    await bo.call('approve', { members: bo.status.joinRequests.map(({ member }) => member) });
    await everyoneVotes([bo, chen], 3);
    await app.close();
    await Promise.all([bo.end('SIGKILL'), chen.end('SIGKILL')]);
    const log = join(desktop.dataFolder('Trouble'), 'member', 'log', '00000001.log');
    const bytes = await readFile(log);
    bytes.write('damaged', 300);
    await writeFile(log, bytes);

    await app.start();
    await app.page.locator('[data-testid=repairing][data-step=looking]').waitFor();
    await look('repairing');
    await app.get('leave-repair').click();
    await app.get('confirm-dialog').waitFor();
    await look('leave-repair');
    await app.page.keyboard.press('Escape');
    const boAgain = await laptops.restart(bo);
    await app.page.locator('[data-testid=repairing][data-step=no-majority]').waitFor();
    await app.page.locator('[data-testid=repairing] summary').click();
    await look('repairing-no-majority');
    const chenAgain = await laptops.restart(chen);
    await app.page.locator('[data-testid=notice][data-type=repaired]').waitFor({ timeout: 30_000 });
    await everyoneVotes([boAgain, chenAgain], 3);
    await look('repaired');
    others = [boAgain, chenAgain];
  });

  it('notes that are not those of the majority, with nobody there to fetch them from', async () => {
    await app.close();
    await Promise.all(others.map((other) => other.end('SIGTERM')));
    // As if the last run had found it out.
    const record = join(desktop.dataFolder('Trouble'), 'member', 'member.json');
    const found = await readMemberFile(record);
    if (found === null) throw new Error('a member has a record');
    await writeMemberFile(record, { ...found, diverged: { mark: 1, digest: 'd'.repeat(32) } });
    await app.start();
    await app.get('reloading').waitFor();
    await look('reloading');
    await app.get('nav-cluster').click();
    await app.page.locator('[data-testid=condition][data-type=reloading]').waitFor();
  });

  it('a log with a command of a newer Raftpad: the member ends once, and says what to do', async () => {
    await app.close();
    const newer = raftpad.CommandEnvelope.encode({ version: 1_000, body: Uint8Array.of(1) });
    app = await desktop.start('Outdated', '--no-mdns');
    await app.createCluster('Field team', 'This laptop');
    await app.close();
    const dataDirectory = join(desktop.dataFolder('Outdated'), 'member');
    // On its way at first, so that it is met while the member runs; then there from the start on.
    await fill({ dataDirectory }, [newer], { committed: false });
    await app.start();
    await app.get('outdated').filter({ hasText: 'Update Raftpad' }).waitFor();
    await expect.poll(() => app.hasMember(), { timeout: 20_000 }).toBe(false);
    await app.get('outdated').waitFor();
    expect(await app.get('process-banner').count()).toBe(0);
    await app.close();
    await fill({ dataDirectory }, []);
    await app.start();
    await app.get('outdated').filter({ hasText: 'Update Raftpad' }).waitFor();
    expect(await app.get('process-banner').count()).toBe(0);
    await look('outdated');
  });

  it('little room on the disk, and none', async () => {
    await app.close();
    const folder = join(desktop.dataFolder('SmallDisk'), 'member');
    await mkdir(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'tmpfs', folder]);
    try {
      app = await desktop.start('SmallDisk', '--no-mdns');
      await app.createCluster('Field team', 'This laptop');
      await app.page.locator('[data-testid=condition][data-type=disk-low]').waitFor({ timeout: 30_000 });
      await app.get('nav-settings').click();
      await app.get('free-space').waitFor();
      await look('disk-low');
      await app.get('nav-notes').click();
      await app.newNote('Camp');
      await app.openNote('Camp');
      await app.type('Tents and pegs');
      await app.onMajority('Tents and pegs');
      await execFile('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=64k']).catch(() => undefined);
      await execFile('dd', ['if=/dev/zero', `of=${join(folder, 'filler-2')}`, 'bs=512']).catch(() => undefined);
      await app.page.locator('[data-testid=condition][data-type=disk-full]').waitFor({ timeout: 30_000 });
      await app.type(', not kept');
      await app.get('unkept').waitFor();
      // The status bar and the inspector say the same, and nobody that it is on a majority or on everyone.
      for (const place of ['status-waiting', 'inspector'])
        await app.get(place).filter({ hasText: 'only in this window' }).waitFor();
      await look('disk-full');
      // Neither another screen nor closing the window costs what was typed.
      await app.get('nav-cluster').click();
      await app.get('status-waiting').filter({ hasText: 'only in this window' }).waitFor();
      await app.closeWindow();
      await app.get('unkept-note').filter({ hasText: 'Camp' }).waitFor();
      await look('close-unkept');
      await app.get('cancel-button').click();
      await app.openNote('Camp');
      await app.showsText('Tents and pegs, not kept');
      await Promise.all(['filler', 'filler-2'].map((name) => rm(join(folder, name))));
      await app.get('unkept').waitFor({ state: 'detached', timeout: 30_000 });
      await app.page.locator('[data-testid=condition][data-type=disk-low]').waitFor({ timeout: 30_000 });
      await app.page.locator('[data-testid=status-waiting][data-waiting="0"]').waitFor();
      await app.showsText('Tents and pegs, not kept');
    } finally {
      await app.close();
      execFileSync('umount', [folder]);
    }
  });
});
