import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desktop, type DesktopApp } from './app.ts';

/** Ana saves a backup in her window; Bo, in no cluster, restores it in his, and Ana brings back what she deleted. */
describe('a backup', () => {
  let desktop: Desktop;
  let ana: DesktopApp;
  let bo: DesktopApp;
  let file: string;

  beforeAll(async () => {
    desktop = await Desktop.open();
    [ana, bo] = await Promise.all([desktop.start('Ana', '--no-mdns'), desktop.start('Bo', '--no-mdns')]);
    file = desktop.file('camp.raftpad');
  });
  afterAll(() => desktop.close());

  const outcome = (app: DesktopApp, text: string): Promise<void> =>
    app.get('backup-outcome').filter({ hasText: text }).waitFor();

  it('is saved from the settings, where the person chose', async () => {
    await ana.createCluster('Field team', 'Ana');
    await ana.newNote('Camp');
    await ana.openNote('Camp');
    await ana.type('two tents');
    await ana.onMajority('two tents');
    await ana.get('nav-settings').click();
    await ana.chooses(file);
    await ana.get('save-backup').click();
    await outcome(ana, '1 note,');
    expect((await readFile(file)).subarray(0, 8).toString()).toBe('RAFTBKUP');
  });

  it('is restored from the first screen to a cluster with a name of its own', async () => {
    await bo.get('create-laptop-name').fill('Bo');
    await bo.chooses(file);
    await bo.get('restore-backup').click();
    await bo.get('backup-facts').filter({ hasText: 'Field team' }).filter({ hasText: '1 note,' }).waitFor();
    await bo.get('restored-name').fill('Second camp');
    await bo.get('confirm-button').click();
    await bo.get('note-item').filter({ hasText: 'Camp' }).waitFor();
    await bo.openNote('Camp');
    await bo.showsText('two tents');
    await bo.type(' and pegs');
    await bo.onMajority('two tents and pegs');
  });

  it('gives back a note that was deleted, and leaves out what is there', async () => {
    await ana.chooses(file);
    const importAll = async (): Promise<void> => {
      await ana.get('nav-settings').click();
      await ana.get('import-backup').click();
      await ana.get('confirm-button').click();
      await ana.get('confirm-dialog').waitFor({ state: 'detached' });
    };
    await importAll();
    await outcome(ana, '0 notes came in. 1 note was here already.');
    await ana.openNote('Camp');
    await ana.get('delete-note').click();
    await ana.get('confirm-button').click();
    await ana.get('notes-empty').waitFor();
    await importAll();
    await outcome(ana, '1 note came in.');
    await ana.openNote('Camp');
    await ana.showsText('two tents');
  });

  it('has its notes as text files too', async () => {
    await bo.get('nav-settings').click();
    await bo.chooses(desktop.file(''));
    await bo.get('export-notes').click();
    await outcome(bo, 'Second camp');
    const folder = desktop.file('Second camp');
    expect(await readdir(folder)).toEqual(['Camp.md']);
    expect(await readFile(join(folder, 'Camp.md'), 'utf8')).toBe('two tents and pegs');
  });

  it('lets the page reach no file that nobody chose', async () => {
    const refused = await ana.page.evaluate<string>(`(async () => {
      const port = await new Promise((resolve) => {
        addEventListener('message', ({ data, ports }) => data === 'raftpad-member-port' && resolve(ports[0]));
        void window.raftpad.connectMember();
      });
      const answer = new Promise((resolve) => {
        port.onmessage = ({ data }) => data.id === 'x' && resolve(data.error?.data.code ?? 'done');
      });
      port.postMessage({ jsonrpc: '2.0', id: 'x', method: 'backup.save', params: { path: ${JSON.stringify(desktop.file('stolen.raftpad'))} } });
      return answer;
    })()`);
    expect(refused).toBe('file-unreadable');
    expect(await readdir(desktop.file(''))).not.toContain('stolen.raftpad');
  });
});
