import { describe, expect, test } from 'vitest';
import type { InterfaceLine, MulticastLine, PeerLine, PeerTestStepLine } from '../../src/api/network.ts';
import { firewallLines } from '../../src/member/firewall-lines.ts';
import { networkFindings, type ReportFacts } from '../../src/member/network-findings.ts';
import { peerTestVerdict } from '../../src/member/peer-test-verdict.ts';

const heard: MulticastLine = { type: 'heard', tookMs: 0.4 };

function network(name: string, address: string, line: Partial<InterfaceLine> = {}): InterfaceLine {
  const addresses = [{ address, family: 'IPv4', prefixBits: 24, isLinkLocal: false, isListening: true }] as const;
  return { name, kind: 'ordinary', product: null, addresses, multicast: heard, ...line };
}
const loopback = network('lo', '127.0.0.1', { kind: 'loopback' });
const wifi = network('wlan0', '192.168.1.20');
const vpn = network('tun0', '10.8.0.2', { kind: 'vpn', multicast: { type: 'failed', at: 'send', code: 'EPERM' } });

function peer(name: string, line: Partial<PeerLine> = {}): PeerLine {
  return {
    member: name,
    fingerprint: name,
    name,
    isMember: true,
    appVersion: '1.0.0',
    foreign: null,
    addresses: [],
    connection: { address: '192.168.1.21:47101', direction: 'outgoing' },
    heardAgoMs: 200,
    announcedAgoMs: 900,
    roundTripMs: 1,
    failedAgoMs: null,
    reach: { outcome: 'connected', tookMs: 2, agoMs: 1_000 },
    ...line,
  };
}
const gone = { connection: null, announcedAgoMs: null, reach: null, heardAgoMs: null } as const;

const well: ReportFacts = {
  watchedMs: 20_000,
  platform: 'linux',
  mdns: true,
  port: { number: 47101, choice: 'usual' },
  interfaces: [loopback, wifi],
  defaultInterface: 'wlan0',
  multicastInterface: 'wlan0',
  noMulticastRoute: false,
  othersHeardAgoMs: 500,
  announcedAgoMs: 900,
  peers: [peer('Bo')],
};
const alone: Partial<ReportFacts> = { peers: [], announcedAgoMs: null, othersHeardAgoMs: null };
const without = (multicast: MulticastLine): Partial<ReportFacts> => ({
  ...alone,
  interfaces: [loopback, { ...wifi, multicast }],
});

describe('what is known of the network gives the reason', () => {
  const table: readonly (readonly [claim: string, facts: Partial<ReportFacts>, found: readonly string[]])[] = [
    ['all is well', {}, ['fine all-well']],
    ['nothing is known yet', { ...alone, watchedMs: 500 }, []],
    ['no interface is up', { ...alone, interfaces: [loopback] }, ['blocks no-network']],
    [
      'it listens nowhere',
      { ...alone, watchedMs: 0, port: { number: null, choice: 'usual' } },
      ['blocks listens-nowhere'],
    ],
    [
      'it listens on loopback only',
      {
        ...alone,
        watchedMs: 0,
        interfaces: [
          loopback,
          { ...wifi, addresses: wifi.addresses.map((address) => ({ ...address, isListening: false })) },
        ],
      },
      ['blocks listens-on-loopback'],
    ],
    ['discovery is off', { ...alone, mdns: false }, ['blocks discovery-off']],
    [
      'discovery is off, and the others are there all the same',
      { mdns: false },
      ['fine all-well', 'tells discovery-off'],
    ],
    [
      'another program has the port of mDNS',
      without({ type: 'failed', at: 'listen', code: 'EADDRINUSE' }),
      ['blocks mdns-port-taken'],
    ],
    [
      'the system forbids multicast',
      without({ type: 'failed', at: 'send', code: 'EPERM' }),
      ['blocks multicast-not-permitted'],
    ],
    [
      'no route leads to the multicast group',
      without({ type: 'failed', at: 'send', code: 'ENETUNREACH' }),
      ['blocks multicast-no-route'],
    ],
    [
      'no route leads there, but naming the interface helps',
      { noMulticastRoute: true },
      ['fine all-well', 'tells multicast-no-route'],
    ],
    ['sending fails otherwise', without({ type: 'failed', at: 'send', code: 'ENOBUFS' }), ['blocks multicast-failed']],
    ['multicast is sent, and not heard back', without({ type: 'not-heard', sent: 3 }), ['blocks multicast-not-heard']],
    ['the first copy is late', without({ type: 'not-heard', sent: 1 }), []],
    [
      'it is heard on one interface and not on another',
      { interfaces: [loopback, wifi, network('eth0', '10.0.0.5', { multicast: { type: 'not-heard', sent: 5 } })] },
      ['hinders multicast-not-heard'],
    ],
    ['nobody was heard for ten seconds', alone, ['blocks nobody-heard']],
    ['nobody was heard for five seconds', { ...alone, watchedMs: 5_000 }, []],
    [
      'the others are reached at remembered addresses, and not announced',
      { announcedAgoMs: null },
      ['fine all-well', 'tells announcements-do-not-pass'],
    ],
    [
      'a laptop is announced, and does not answer',
      { peers: [peer('Bo'), peer('Chen', { ...gone, announcedAgoMs: 800, failedAgoMs: 4_000 })] },
      ['hinders peers-do-not-answer'],
    ],
    [
      'the others cannot dial this laptop',
      { peers: [peer('Bo', { reach: { outcome: 'no-answer', tookMs: 3_000, agoMs: 10 } })] },
      ['hinders incoming-blocked'],
    ],
    [
      'one cannot dial this laptop, another has',
      {
        peers: [
          peer('Bo', { reach: { outcome: 'no-answer', tookMs: 3_000, agoMs: 10 } }),
          peer('Chen', { connection: { address: '192.168.1.9:5000', direction: 'incoming' }, reach: null }),
        ],
      },
      ['fine all-well'],
    ],
    ['a member is away', { peers: [peer('Bo'), peer('Chen', gone)] }, ['fine all-well', 'tells members-away']],
    ['a VPN is there, and all is well', { interfaces: [loopback, wifi, vpn] }, ['fine all-well', 'tells vpn']],
    [
      'a VPN takes what should go to the network',
      { ...alone, interfaces: [loopback, wifi, vpn], defaultInterface: 'tun0', multicastInterface: 'tun0' },
      ['blocks nobody-heard', 'hinders vpn'],
    ],
    [
      'another version is about',
      { peers: [peer('Bo'), peer('Chen', { appVersion: '0.9.0' })] },
      ['fine all-well', 'tells other-versions'],
    ],
    [
      'the Raftpad of another is so new or old that the two have no language in common',
      { peers: [peer('Bo'), peer('Chen', { appVersion: '0.1.0', foreign: 'unsure', reach: null })] },
      ['hinders foreign-peers'],
    ],
    [
      'the Raftpad of another is newer, and this one does not know its language',
      { peers: [peer('Bo'), peer('Chen', { foreign: 'newer', reach: null })] },
      ['hinders newer-peers'],
    ],
    [
      'the usual port was taken',
      { port: { number: 47102, choice: 'next-free' } },
      ['fine all-well', 'tells port-not-usual'],
    ],
  ];
  test.each(table)('%s', (_claim, facts, found) => {
    const findings = networkFindings({ ...well, ...facts }, '1.0.0');
    expect(findings.map(({ weight, type }) => `${weight} ${type}`)).toEqual(found);
  });

  test('whether other devices are heard tells a quiet room from a network that keeps laptops apart', () => {
    const [apart] = networkFindings({ ...well, ...alone }, '1.0.0');
    const [quiet] = networkFindings({ ...well, ...alone, othersHeardAgoMs: 2_000 }, '1.0.0');
    expect(apart).toMatchObject({ othersHeard: false, networks: ['wlan0 (192.168.1.20/24)'] });
    expect(quiet).toMatchObject({ othersHeard: true });
  });
});

describe('the steps of a test give a verdict', () => {
  const dial = (outcome: 'connected' | 'refused' | 'no-answer' | 'no-route'): PeerTestStepLine => ({
    type: 'dial',
    address: '192.168.1.21:47101',
    result: { outcome, tookMs: 1 },
  });
  const handshake = (outcome: 'proved' | 'other-peer'): PeerTestStepLine => ({
    type: 'handshake',
    address: '192.168.1.21:47101',
    result: { outcome, member: 'x', fingerprint: 'x', tookMs: 1 },
  });
  const hello: PeerTestStepLine = {
    type: 'hello',
    result: { outcome: 'answered', name: 'Bo', appVersion: '1.0.0', versionDiffers: false, roundTripMs: 1 },
  };
  const dialBack = (outcome: 'connected' | 'no-answer' | 'unsupported' | 'busy'): PeerTestStepLine => ({
    type: 'dial-back',
    result: { outcome, tookMs: 1 },
  });
  const table: readonly (readonly [steps: readonly PeerTestStepLine[], verdict: string])[] = [
    [[], 'no-address'],
    [[dial('refused')], 'refused'],
    [[dial('no-answer'), dial('refused'), dial('no-route')], 'refused'],
    [[dial('no-route'), dial('no-answer')], 'no-answer'],
    [[dial('connected'), handshake('other-peer')], 'other-peer'],
    [
      [dial('connected'), { type: 'handshake', address: '', result: { outcome: 'not-raftpad', tookMs: 1 } }],
      'not-raftpad',
    ],
    [[dial('connected'), handshake('proved'), { type: 'hello', result: { outcome: 'silent' } }], 'silent'],
    [[dial('connected'), handshake('proved'), hello, dialBack('connected')], 'works'],
    [[dial('connected'), handshake('proved'), hello, dialBack('unsupported')], 'works'],
    [[dial('connected'), handshake('proved'), hello, dialBack('no-answer')], 'works-outgoing-only'],
    [[dial('no-answer'), hello, dialBack('connected')], 'works-incoming-only'],
  ];
  test.each(table)('%j: %s', (steps, verdict) => {
    expect(peerTestVerdict(steps)).toBe(verdict);
  });
});

describe('firewall commands', () => {
  test('name the port in use, this platform’s first', () => {
    const windows = firewallLines(47103, 'windows', 'C:\\Raftpad\\Raftpad.exe');
    expect(windows.map(({ firewall }) => firewall)).toEqual(['windows', 'windows-netsh', 'ufw', 'firewalld', 'macos']);
    for (const { firewall, command } of windows) if (firewall !== 'macos') expect(command).toContain('47103');
    expect(firewallLines(47101, 'macos', '/x')[0]?.firewall).toBe('macos');
  });

  test('a program’s path goes into the command as one word', () => {
    const [line] = firewallLines(47101, 'macos', "/Applications/Ana's $(apps)/Raftpad");
    expect(line?.command).toContain(String.raw`--add '/Applications/Ana'\''s $(apps)/Raftpad' &&`);
  });
});
