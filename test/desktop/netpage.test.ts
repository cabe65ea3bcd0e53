import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Laptops, type MemberProcess } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { glanceAt, lookAt } from './look.ts';
import { ScriptedLaptop } from './scripted-laptop.ts';

/** The network page of a laptop whose network goes through what keeps laptops apart. The steps build on each other. */
describe('the network page', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;
  /** Another program that has the usual port, and one that has the port of mDNS. */
  const server = createServer();
  const selfish = createSocket('udp4');

  beforeAll(async () => {
    // `npm run test:desktop` gives the tests a network of their own, which has nothing but loopback.
    expect(Object.keys(networkInterfaces())).toEqual(['lo']);
    await Promise.all([
      once(server.listen(47_101), 'listening'),
      new Promise<void>((resolve) => selfish.bind(5353, resolve)),
    ]);
    desktop = await Desktop.open();
    laptops = new Laptops();
    app = await desktop.start('Netpage');
  });
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => app.screenshot('failed-netpage'));
  });
  afterAll(async () => {
    await laptops.close();
    await desktop.close();
    server.close();
    for (const [command = '', ...args] of undo.splice(0).reverse()) execFileSync(command, args);
  });

  const undo: string[][] = [];
  const finding = (type: string): Locator => app.page.locator(`[data-testid=finding][data-type=${type}]`);

  const glance = (name: string): Promise<void> => glanceAt(app, `netpage-${name}`);
  const look = (name: string): Promise<void> => lookAt(app, `netpage-${name}`);

  it('is a step from the first screen, and says that this laptop is on no network, and that its port was taken', async () => {
    await app.get('find-out-why').click();
    await finding('no-network').waitFor();
    await glance('no-network');
    await app.page.keyboard.press('Escape');
    await app.get('find-out-why').waitFor();
  });

  it('where another program keeps the port of announcements to itself, it says so, and it goes on once that ends', async () => {
    addInterface('eth0', '192.168.77.2/24');
    await app.get('find-out-why').click();
    await finding('mdns-port-taken').waitFor();
    await finding('port-not-usual').waitFor();
    await glance('ports-taken');
    await new Promise<void>((resolve) => selfish.close(resolve));
    await finding('mdns-port-taken').waitFor({ state: 'detached' });
  });

  it('without a route for multicast, it says so', async () => {
    await finding('multicast-no-route').waitFor();
    await glance('no-route');
    run('ip', 'route add 224.0.0.0/4 dev eth0');
    await finding('multicast-no-route').waitFor({ state: 'detached' });
  });

  it('on a network with nobody else, it says so after a while, and names the VPN', async () => {
    addInterface('tun0', '10.8.0.2/24');
    await app.get('listening').waitFor();
    await app.screenshot('netpage-listening');
    await finding('nobody-heard').waitFor();
    await finding('vpn').waitFor();
    await look('nobody-heard');
  });

  it('another laptop that comes is heard, and a test of it shows each step', async () => {
    ana = await laptops.start({ name: 'Ana’s laptop', mdns: true, listen: '192.168.77.2:47120' });
    await ana.call('create', { clusterName: 'Field team' });
    const peer = app.get('peer').filter({ hasText: 'Ana’s laptop' });
    await peer.waitFor();
    await finding('all-well').waitFor();
    await peer.getByTestId('test-peer').click();
    await app.page.locator('[data-testid=test][data-verdict=works]').waitFor();
    await app.get('network-interfaces').locator('summary').click();
    await app.get('network-firewalls').locator('summary').click();
    await look('well');
  });

  it('a firewall on this laptop that drops what comes in is found by the other one', async () => {
    const port = await portOfApp(ana);
    run('nft', 'add table inet netpage');
    undo.push(['nft', 'delete', 'table', 'inet', 'netpage']);
    run('nft', 'add chain inet netpage input { type filter hook input priority 0; }');
    run('nft', `add rule inet netpage input tcp dport ${port} tcp flags & (syn | ack) == syn drop`);
    await app.get('peer').filter({ hasText: 'Ana’s laptop' }).getByTestId('test-peer').click();
    await app.get('cancel-test').waitFor();
    await app.screenshot('netpage-testing');
    await app.page.locator('[data-testid=test][data-verdict=works-outgoing-only]').waitFor();
    await finding('incoming-blocked').waitFor();
    expect(await finding('incoming-blocked').getByTestId('firewall-line').count()).toBe(2);
    await look('incoming-blocked');
  });

  it('announcements that are not heard back are told', async () => {
    run('nft', 'flush chain inet netpage input');
    run('nft', 'add rule inet netpage input udp dport 5353 drop');
    await finding('multicast-not-heard').waitFor({ timeout: 30_000 });
    await glance('not-heard');
    run('nft', 'flush chain inet netpage input');
  });

  it('other versions of Raftpad are named: one that is understood, and one that is not', async () => {
    const [older, foreign] = [await ScriptedLaptop.start('Chen’s Air'), await ScriptedLaptop.start('Dana’s Framework')];
    await older.hello((await addressesOfApp(ana))[0] ?? '');
    await finding('other-versions').waitFor();
    await app.get('test-address').fill(foreign.place);
    await app.get('test-address-button').click();
    await app.page.locator('[data-testid=test][data-verdict=foreign]').waitFor();
    await finding('foreign-peers').waitFor();
    await glance('versions');
    await Promise.all([older.stop(), foreign.stop()]);
  });

  it('an address where nobody listens is told', async () => {
    await app.get('test-address').fill('127.0.0.1:9');
    await app.get('test-address-button').click();
    await app.page.locator('[data-testid=test][data-verdict=refused]').waitFor();
    await app.get('test-address').fill('not an address at all');
    await app.get('test-address-button').click();
    await app.get('test-address-error').waitFor();
    await app.screenshot('netpage-address');
    await app.page.keyboard.press('Escape');
  });

  it('two clusters that are nearby stay two, each with a laptop and its fingerprint', async () => {
    const eva = await laptops.start({ name: 'Eva’s laptop', mdns: true, listen: '192.168.77.2:47121' });
    await eva.call('create', { clusterName: '网络实验室' });
    await app.get('nearby-cluster').nth(1).waitFor();
    await look('two-clusters');
  });

  /** A cable whose other end is loose. */
  function addInterface(name: string, address: string): void {
    run('ip', `link add ${name} type veth peer name ${name}-end`);
    undo.push(['ip', 'link', 'delete', name]);
    run('ip', `address add ${address} dev ${name}`);
    // Without an address of its own, the other end is no interface to Raftpad.
    run('ip', `link set ${name}-end addrgenmode none up`);
    run('ip', `link set ${name} up`);
  }
});

function run(command: string, args: string): void {
  execFileSync(command, args.split(' '));
}

/** As the other laptop knows it. */
async function portOfApp(ana: MemberProcess): Promise<string> {
  return (await addressesOfApp(ana))[0]?.split('/')[4] ?? '';
}

async function addressesOfApp(ana: MemberProcess): Promise<readonly string[]> {
  const { peers } = await ana.call('network', {});
  return peers.flatMap(({ addresses }) => addresses);
}
