import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Laptops, type MemberProcess } from '../member/harness.ts';
import { Desktop, type DesktopApp } from './app.ts';
import { lookAt } from './look.ts';

/** The network page of a laptop whose network goes through what keeps laptops apart. The steps build on each other. */
describe('the network page', () => {
  let desktop: Desktop;
  let laptops: Laptops;
  let app: DesktopApp;
  let ana: MemberProcess;

  beforeAll(async () => {
    // `npm run test:desktop` gives the tests a network of their own, which has nothing but loopback.
    expect(Object.keys(networkInterfaces())).toEqual(['lo']);
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
    for (const [command = '', ...args] of undo.splice(0).reverse()) execFileSync(command, args);
  });

  const undo: string[][] = [];
  const finding = (type: string): Locator => app.page.locator(`[data-testid=finding][data-type=${type}]`);

  const look = (name: string): Promise<void> => lookAt(app, `netpage-${name}`);

  it('is a step from the first screen, and says that this laptop is on no network', async () => {
    await app.get('find-out-why').click();
    await finding('no-network').waitFor();
    // Of the same parts as the next one, which is looked at closely.
    await app.screenshot('netpage-no-network');
    await app.page.keyboard.press('Escape');
    await app.get('find-out-why').waitFor();
  });

  it('on a network with nobody else, it says so after a while, and names the VPN', async () => {
    addInterface('eth0', '192.168.77.2/24');
    addInterface('tun0', '10.8.0.2/24');
    run('ip', 'route add 224.0.0.0/4 dev eth0');
    await app.get('find-out-why').click();
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

  it('an address where nobody listens is told', async () => {
    await app.get('test-address').fill('127.0.0.1:9');
    await app.get('test-address-button').click();
    await app.page.locator('[data-testid=test][data-verdict=refused]').waitFor();
    await app.get('test-address').fill('not an address at all');
    await app.get('test-address-button').click();
    await app.get('test-address-error').waitFor();
    await app.screenshot('netpage-address');
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
  const { peers } = await ana.call('network', {});
  const [address = ''] = peers.flatMap(({ addresses }) => addresses);
  return address.split('/')[4] ?? '';
}
