import { execFile as execFileWithCallback, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import type { NetworkReport } from '../../src/api/network.ts';
import type { Laptop } from './lan.ts';
import { LanRoom, type Seat } from './room.ts';

const execFile = promisify(execFileWithCallback);

let room: LanRoom;
afterEach(() => room.close());

/** As somebody does who has the network page open: resolves with the first report that is so. */
async function reports(
  seat: Seat,
  what: string,
  holds: (report: NetworkReport) => boolean,
  timeoutMs = 60_000,
): Promise<NetworkReport> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const report = await seat.member.call('network', {});
    if (holds(report)) return report;
    if (performance.now() > deadlineMs) throw new Error(`${seat.name}: ${what}, but ${JSON.stringify(report)}`);
    await delay(250);
  }
}
const finds =
  (finding: string) =>
  ({ findings }: NetworkReport): boolean =>
    findings.some(({ weight, type }) => `${weight} ${type}` === finding);
const multicastOf = ({ interfaces }: NetworkReport): string | undefined =>
  interfaces.find(({ name }) => name === 'eth0')?.multicast?.type;

async function onLaptop(laptop: Laptop, ...command: readonly string[]): Promise<void> {
  const [program = '', ...args] = [...laptop.within, ...command];
  await execFile(program, args);
}
/** The rules of a firewall for what comes in. */
async function firewall(laptop: Laptop, ...rules: readonly string[]): Promise<void> {
  await onLaptop(laptop, 'nft', 'add table inet firewall; delete table inet firewall; add table inet firewall');
  await onLaptop(laptop, 'nft', 'add chain inet firewall in { type filter hook input priority 10; }');
  for (const rule of rules) await onLaptop(laptop, 'nft', `add rule inet firewall in ${rule}`);
}

test('a firewall that drops what comes in is found by asking the other laptop, from either side', async () => {
  room = await LanRoom.open();
  const [ana, bo] = await room.cluster('Ana', 'Bo');
  if (ana === undefined || bo === undefined) throw new Error('two take part');
  const fine = await reports(ana, 'all is well', finds('fine all-well'));
  expect(multicastOf(fine)).not.toBe('failed');
  await reports(ana, 'Bo dialed back', ({ peers }) => peers[0]?.reach?.outcome === 'connected');

  // The first packet of a connection only: those that are open stay.
  await firewall(ana.laptop, 'tcp dport 47101 tcp flags & (syn | ack) == syn drop');
  const [fromAna, fromBo] = await Promise.all([
    ana.member.call('testPeer', { member: bo.id }),
    bo.member.call('testPeer', { member: ana.id }),
  ]);
  expect(fromAna.verdict).toBe('works-outgoing-only');
  expect(fromBo.verdict).toBe('works-incoming-only');
  const dialed = fromBo.steps.flatMap((step) => (step.type === 'dial' ? [step.result?.outcome] : []));
  expect(dialed).toEqual(['no-answer']);
  const { findings } = await ana.member.call('network', {});
  expect(findings[0]).toMatchObject({ type: 'incoming-blocked', names: ['Bo'], port: 47101, outcome: 'no-answer' });

  await firewall(ana.laptop, 'tcp dport 47101 tcp flags & (syn | ack) == syn reject with tcp reset');
  const rejected = await bo.member.call('testPeer', { member: ana.id });
  expect(rejected.steps).toContainEqual(
    expect.objectContaining({ type: 'dial', result: expect.objectContaining({ outcome: 'refused' }) as object }),
  );
});

test('multicast that does not come in, does not go out, or finds no route is told, each by its name', async () => {
  room = await LanRoom.open();
  const ana = await room.seat('Ana');
  await reports(ana, 'its own copy is heard', (report) => multicastOf(report) === 'heard');

  await firewall(ana.laptop, 'udp dport 5353 drop');
  await reports(ana, 'nothing is heard back', finds('blocks multicast-not-heard'));
  await firewall(ana.laptop);
  await ana.laptop.dropMulticast();
  await reports(ana, 'nothing may go out', finds('blocks multicast-not-permitted'));
  await ana.laptop.dropNothing();
  await reports(ana, 'it is heard again', (report) => multicastOf(report) === 'heard');

  await onLaptop(ana.laptop, 'ip', 'route', 'flush', 'table', 'main', 'type', 'multicast');
  await onLaptop(ana.laptop, 'ip', 'route', 'flush', '224.0.0.0/4');
  await reports(ana, 'there is no route', finds('tells multicast-no-route'));
  await ana.laptop.remove('eth0');
  await reports(ana, 'there is no network', finds('blocks no-network'));
});

test('where nobody else is, it says so within about ten seconds, and names the VPN', async () => {
  room = await LanRoom.open();
  const ana = await room.seat('Ana');
  await onLaptop(ana.laptop, 'ip', 'link', 'add', 'tun0', 'type', 'veth', 'peer', 'name', 'tun0-end');
  await onLaptop(ana.laptop, 'ip', 'address', 'add', '10.8.0.2/24', 'dev', 'tun0');
  await onLaptop(ana.laptop, 'ip', 'link', 'set', 'tun0-end', 'up');
  await onLaptop(ana.laptop, 'ip', 'link', 'set', 'tun0', 'up');
  await onLaptop(ana.laptop, 'ip', 'route', 'add', 'default', 'via', '10.8.0.1', 'dev', 'tun0');
  const { findings } = await reports(ana, 'nobody is heard', finds('blocks nobody-heard'));
  expect(findings).toContainEqual({
    weight: 'hinders',
    type: 'vpn',
    interface: 'tun0',
    product: null,
    takesDefaultRoute: true,
    takesMulticast: false,
  });
});

test('ports that are taken are told: the usual one of TCP, and that of mDNS', async () => {
  room = await LanRoom.open();
  const laptop = await room.lan.add();
  const hog = `require('node:dgram').createSocket('udp4').bind(5353, () => console.log('bound'))`;
  const [program, ...args] = [...laptop.within, process.execPath, '-e', hog];
  const other = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(other.stdout, 'data');
    const ana = await room.take('Ana', laptop);
    const bo = await room.take('Bo', laptop);
    await reports(ana, 'the port of mDNS is taken', finds('blocks mdns-port-taken'));
    const report = await reports(bo, 'the usual port is taken', finds('tells port-not-usual'));
    expect(report.port).toEqual({ number: 47102, choice: 'next-free' });
    expect(report.firewalls[0]?.command).toContain('47102/tcp');
  } finally {
    other.kill('SIGKILL');
  }
});

test('of a member that is away it says when it was last heard, and a test tells a closed app from a closed lid', async () => {
  room = await LanRoom.open();
  const [ana, bo, chen] = await room.cluster('Ana', 'Bo', 'Chen');
  if (ana === undefined || bo === undefined || chen === undefined) throw new Error('three take part');
  await Promise.all([bo.kill(), chen.laptop.cut()]);
  const lineOf = ({ peers }: NetworkReport, seat: Seat) => peers.find(({ member }) => member === seat.id);
  const report = await reports(ana, 'both are away', (now) =>
    [bo, chen].every((seat) => lineOf(now, seat)?.connection === null),
  );
  expect(lineOf(report, bo)?.heardAgoMs).toBeGreaterThan(0);
  expect(lineOf(report, bo)?.appVersion).toBe(ana.member.status.self.appVersion);
  const [closedApp, closedLid] = await Promise.all(
    [bo, chen].map((seat) => ana.member.call('testPeer', { member: seat.id })),
  );
  expect(closedApp?.verdict).toBe('refused');
  expect(['no-answer', 'no-route']).toContain(closedLid?.verdict);
});
