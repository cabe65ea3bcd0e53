import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ControlClient } from '../member/harness.ts';
import { missingOrDoubled, Writer } from '../member/writer.ts';
import { Desktop, type DesktopApp } from './app.ts';

const laptopNames = { ana: 'Ana’s laptop', bo: 'Bo’s ThinkPad', chen: 'Chen’s Air', dana: 'Dana’s Framework' };
const typed = 'Typed by Chen while all that went on.';
const betweenWordsMs = 40;

/**
 * Members come and go and leadership moves, all through the windows of four real apps, while each of them writes. The
 * steps build on each other.
 */
describe('a cluster changes while everyone writes', () => {
  let desktop: Desktop;
  let ana: DesktopApp;
  let bo: DesktopApp;
  let chen: DesktopApp;
  let dana: DesktopApp;
  let note: string;
  const clients = new Map<DesktopApp, ControlClient>();
  const writers = new Map<DesktopApp, Writer>();

  beforeAll(async () => {
    desktop = await Desktop.open();
    [ana, bo, chen, dana] = (await Promise.all(
      ['Ana', 'Bo', 'Chen', 'Dana'].map((profile) => desktop.start(profile)),
    )) as [DesktopApp, DesktopApp, DesktopApp, DesktopApp];
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(async () => {
      for (const app of [ana, bo, chen, dana]) await app.screenshot(`failed-${app.options.profile}`);
    });
  });
  afterAll(async () => {
    for (const writer of writers.values()) await writer.stop().catch(() => undefined);
    for (const client of clients.values()) client.close();
    await desktop.close();
  });

  const clientOf = async (app: DesktopApp): Promise<ControlClient> => {
    const client =
      clients.get(app) ?? (await ControlClient.connect(join(desktop.dataFolder(app.options.profile), 'member')));
    clients.set(app, client);
    return client;
  };
  const startWriting = async (app: DesktopApp): Promise<void> => {
    const writer = new Writer(await clientOf(app), note, app.options.profile, betweenWordsMs);
    writers.set(app, writer);
    await writer.more(1);
  };
  /** Makes sure who leads: on a busy machine someone else may have been elected since. */
  const letLead = async (app: DesktopApp): Promise<void> => {
    const client = await clientOf(app);
    const to = (await client.call('status', {})).self.member;
    // Given up within an election timeout, which a busy machine may exceed.
    await vi.waitFor(() => client.call('handOver', { to }), { timeout: 60_000 });
  };
  const everyoneWrites = async (apps: readonly DesktopApp[], words: number): Promise<void> => {
    await Promise.all(apps.map(async (app) => await writers.get(app)?.more(words)));
  };

  it('three laptops ask and are let in at once, by one click, after their digits were compared', async () => {
    await ana.createCluster('Field team', laptopNames.ana);
    await ana.newNote('Field trip');
    const { notes } = await (await clientOf(ana)).call('notes.list', {});
    note = notes[0]?.note ?? '';
    await startWriting(ana);
    const newcomers = [
      [bo, laptopNames.bo],
      [chen, laptopNames.chen],
      [dana, laptopNames.dana],
    ] as const;
    const codes = new Map<string, string>();
    for (const [app, name] of newcomers) {
      await app.askNearby('Field team', name);
      codes.set(name, await app.get('join-code').innerText());
    }
    await ana.get('join-request').nth(2).waitFor();
    await ana.screenshot('three-requests');
    await ana.approveTogether(codes);
    await Promise.all(newcomers.map(([app]) => app.get('nav-notes').waitFor()));
    await ana.get('join-request').waitFor({ state: 'detached' });
    for (const app of [ana, bo, chen, dana]) {
      await app.get('status-reachable').filter({ hasText: '4 of 4' }).waitFor();
    }
    await ana.get('nav-cluster').click();
    await ana.get('cluster-standing').filter({ hasText: '4 voters' }).waitFor();
    await ana.get('log-row').filter({ hasText: 'come in as learners' }).waitFor();
    await ana.screenshot('three-let-in');
    for (const app of [bo, chen, dana]) await startWriting(app);
    await everyoneWrites([ana, bo, chen, dana], 3);
  });

  it('leadership goes to another laptop by a click in the window of a third', async () => {
    await letLead(ana);
    for (const writer of writers.values()) writer.longestGapMs = 0;
    await chen.openNote('Field trip');
    await chen.type(typed.slice(0, 15));
    const card = await chen.memberCard(laptopNames.bo);
    await card.getByTestId('hand-over').click();
    await chen
      .get('hand-over-outcome')
      .filter({ hasText: `${laptopNames.bo} leads now` })
      .waitFor();
    await chen.screenshot('handed-over');
    for (const app of [ana, chen, dana]) {
      await app
        .get('status-leader')
        .filter({ hasText: `${laptopNames.bo} leads` })
        .waitFor();
    }
    await bo.get('status-leader').filter({ hasText: 'This laptop leads' }).waitFor();
    await everyoneWrites([ana, bo, chen, dana], 3);
  });

  it('the leader is removed by a click in the window of another, and its own window says by whom', async () => {
    await letLead(bo);
    const card = await ana.memberCard(laptopNames.bo);
    await card.getByTestId('remove-member').click();
    await ana.get('confirm-dialog').filter({ hasText: 'It leads now' }).waitFor();
    await ana.screenshot('remove-leader');
    await ana.get('confirm-button').click();
    await ana.get('confirm-dialog').waitFor({ state: 'detached' });
    await bo.get('removed').filter({ hasText: laptopNames.ana }).waitFor();
    await bo.screenshot('leader-removed');
    for (const app of [ana, chen, dana]) {
      await app.get('status-reachable').filter({ hasText: '3 of 3' }).waitFor();
      await app.get('status-leader').filter({ hasText: ' leads' }).waitFor();
    }
    await chen.openNote('Field trip');
    await chen.type(typed.slice(15));
    await everyoneWrites([ana, chen, dana], 3);
  });

  it('every edit that was acknowledged is there, once, on every laptop that is in', async () => {
    const all = [...writers.values()];
    for (const writer of all) await writer.stop();
    // The writers' words tell nothing of what was typed in Chen's window.
    await chen.keeps(typed);
    await expect
      .poll(async () => (await (await clientOf(chen)).call('status', {})).waitingEdits, { timeout: 60_000 })
      .toBe(0);
    for (const app of [ana, chen, dana]) {
      const { text } = await (await clientOf(app)).call('notes.read', { note, linearizable: true });
      expect(missingOrDoubled(all, text)).toEqual([]);
      expect(text.trimEnd().endsWith(typed)).toBe(true);
      await app.openNote('Field trip');
      await app.get('editor').click();
      await app.page.keyboard.press('Control+End');
      await app.page.getByText(typed).waitFor();
    }
    const gaps = all.map(({ longestGapMs }) => Math.round(longestGapMs));
    const words = all.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    console.log(`${words} edits acknowledged; since leadership moved, each waited at most ${gaps.join(', ')} ms`);
  });
});
