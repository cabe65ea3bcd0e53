import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asMemberId } from '../../src/raft/types.ts';
import { ControlClient } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { glanceAt, lookAt } from './look.ts';
import { ScriptedLaptop } from './scripted-laptop.ts';

const clusterName = '网络实验室';
const elsewhere = { id: '00112233445566778899aabbccddeeff', name: 'Reading group', memberCount: 2 };

/**
 * What windows say where asking and being asked does not go as it should. The other laptops are scripted: they say and do
 * what apps do that are older, slow, or too many. The steps build on each other.
 */
describe('asking to join, and being asked', () => {
  let desktop: Desktop;
  let app: DesktopApp;
  let client: ControlClient;
  const laptops: ScriptedLaptop[] = [];

  beforeAll(async () => {
    desktop = await Desktop.open();
    app = await desktop.start('Codes', '--no-mdns');
    await app.get('create-button').waitFor(); // its member is running
    client = await ControlClient.connect(join(desktop.dataFolder('Codes'), 'member'));
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-codes'));
  });
  afterAll(async () => {
    client.close();
    await Promise.all(laptops.map((laptop) => laptop.stop()));
    await desktop.close();
  });

  const look = (name: string): Promise<void> => lookAt(app, `codes-${name}`);
  const glance = (name: string): Promise<void> => glanceAt(app, `codes-${name}`);
  const laptop = async (name: string, opensTo?: string): Promise<ScriptedLaptop> => {
    const started = await ScriptedLaptop.start(name, opensTo);
    laptops.push(started);
    return started;
  };

  it('a laptop that is in no cluster, and one whose Raftpad speaks another language, are told', async () => {
    const other = await laptop('Eva’s laptop');
    await app.askAt(other.place, 'Bo’s ThinkPad');
    await app.get('join-address-error').filter({ hasText: 'Another version of Raftpad' }).waitFor();
    await look('foreign');
    await other.isIn(null);
    await app.askAt(other.place, 'Bo’s ThinkPad');
    await app.get('join-address-error').filter({ hasText: 'is in no cluster' }).waitFor();
    await glance('no-cluster');
  });

  it('a laptop whose Raftpad knows no digits is told', async () => {
    const old = await laptop('Dana’s Framework');
    await Promise.all([old.isIn(elsewhere), old.isOld()]);
    await app.askAt(old.place, 'Bo’s ThinkPad');
    await app.get('join-failed').filter({ hasText: 'older Raftpad' }).waitFor();
    await look('older');
    await app.get('dismiss').click();
  });

  it('while digits are agreed on, it says so, and when nobody answered in time', async () => {
    const slow = await laptop('Chen’s Air');
    let goOn = (): void => undefined;
    const ready = new Promise<void>((resolve) => (goOn = resolve));
    await slow.isIn(elsewhere);
    await slow.answers({ type: 'unavailable', reason: 'timed-out' }, ready);
    await app.askAt(slow.place, 'Bo’s ThinkPad');
    await app.get('asking').waitFor();
    expect(await app.get('join-code').count()).toBe(0);
    await glance('agreeing');
    goOn();
    await app.get('join-failed').filter({ hasText: 'Nobody there answered in time' }).waitFor();
    await glance('timed-out');
    await app.get('dismiss').click();
  });

  let clusterId = '';
  let address = '';

  it('a request that has other digits by now lets nobody in, and says so', async () => {
    await app.createCluster(clusterName, 'Ana’s laptop');
    const { self, cluster } = await client.call('status', {});
    clusterId = cluster?.id ?? '';
    address = self.addresses[0] ?? '';
    const chen = await laptop('Chen’s Air');
    await chen.ask(address, clusterId);
    await app.get('join-request').waitFor();
    // As if the request had taken the place of another just before the click.
    await app.page.evaluate(`(() => {
      const post = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (message, ...rest) {
        if (message.method !== 'approve') return post.call(this, message, ...rest);
        MessagePort.prototype.postMessage = post;
        const codes = Object.fromEntries(Object.keys(message.params.codes).map((member) => [member, '000000']));
        return post.call(this, { ...message, params: { ...message.params, codes } }, ...rest);
      };
    })()`);
    await app.get('approve').click();
    await app.get('join-request').getByRole('alert').filter({ hasText: 'not the digits' }).waitFor();
    await look('other-digits');
    expect((await client.call('status', {})).cluster?.members).toHaveLength(1);
    await chen.stop();
    await app.get('join-request').waitFor({ state: 'detached' });
  });

  it('a request at a member with an older Raftpad shows no digits, but a fingerprint to compare', async () => {
    const { self } = await client.call('status', {});
    const bo = await laptop('Bo’s ThinkPad', self.member);
    await bo.ask(address, clusterId);
    await app.approve('Bo’s ThinkPad');
    // Until the log says so it is a stranger, whose stream is refused.
    await app.get('join-request').waitFor({ state: 'detached' });
    const say = await bo.openRaft(address);
    const [peer, via] = [asMemberId((await laptop('Dana’s Framework')).id), asMemberId(bo.id)];
    say({
      type: 'join-asked',
      request: { peer, via, name: 'Dana’s Framework', addresses: [], isRepair: false, code: null },
    });
    await app.get('join-request').filter({ hasText: 'Dana’s Framework' }).waitFor();
    await app.get('nav-cluster').click();
    await app.get('member-version').filter({ hasText: '0.0.9' }).waitFor();
    await look('no-digits');
    say({ type: 'join-settled', peer, outcome: 'refused', by: via });
    await app.get('join-request').waitFor({ state: 'detached' });
  });

  it('a tenth laptop is told apart: the cluster is full', async () => {
    for (const names of [
      ['Chen’s Air', 'Dana’s Framework', '小波的电脑', 'Emil’s laptop'],
      ['Farah', 'Gus', 'Hana'],
    ]) {
      const newcomers = await Promise.all(names.map((name) => laptop(name)));
      await Promise.all(newcomers.map((newcomer) => newcomer.ask(address, clusterId)));
      await app
        .get('join-request')
        .nth(names.length - 1)
        .waitFor();
      await client.call('approve', { members: newcomers.map(({ id }) => id) });
      await app.get('join-request').first().waitFor({ state: 'detached' });
    }
    await (await laptop('Ida’s laptop')).ask(address, clusterId);
    await app.get('approve').click();
    await app.get('join-request').getByRole('alert').filter({ hasText: 'as many laptops as it can have' }).waitFor();
    await look('full');
    await app.get('refuse').click();
    await app.get('join-request').waitFor({ state: 'detached' });
  });

  it('the last member is told that the cluster ends with it', async () => {
    const { cluster } = await client.call('status', {});
    const others = (cluster?.members ?? []).filter(({ self }) => !self).map(({ member }) => member);
    await client.call('remove', { members: others });
    await app.get('cluster-standing').filter({ hasText: '1 voter' }).waitFor();
    await app.get('leave-button').click();
    await app.get('confirm-dialog').filter({ hasText: 'the last member' }).waitFor();
    await glance('leave-last');
    await app.get('confirm-button').click();
    await app.get('create-button').waitFor();
  });
});
