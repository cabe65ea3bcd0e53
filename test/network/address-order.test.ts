import { multiaddr } from '@multiformats/multiaddr';
import { expect, test } from 'vitest';
import { announcedAddresses, dialOrder } from '../../src/network/address-order.ts';
import { isInSubnet, multicastAddresses, type InterfaceAddress } from '../../src/network/surroundings.ts';

const at = (name: string, address: string, prefixLength: number, isLoopback = false): InterfaceAddress => ({
  name,
  address,
  family: address.includes(':') ? 'IPv6' : 'IPv4',
  prefixLength,
  isLoopback,
  hardwareAddress: '02:00:00:00:00:01',
});
const lo = at('lo', '127.0.0.1', 8, true);
const wifi = at('wlan0', '192.168.1.7', 24);
const cable = at('eth0', 'fd00:1::7', 64);
const announced = (...own: string[]): string[] => announcedAddresses(own.map((each) => multiaddr(each))).map(String);

test('loopback is announced only by a laptop that has nothing else', () => {
  expect(announced('/ip4/127.0.0.1/tcp/1', '/ip4/192.168.1.7/tcp/1', '/ip6/::1/tcp/1')).toEqual([
    '/ip4/192.168.1.7/tcp/1',
  ]);
  expect(announced('/ip6/::1/tcp/1', '/ip4/127.0.0.1/tcp/1')).toEqual(['/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1']);
});

test('addresses that no router is needed for are dialed first, and loopback last', () => {
  const addresses = [
    '/ip4/127.0.0.1/tcp/1',
    '/ip4/10.8.0.2/tcp/1',
    '/dns/bo.local/tcp/1',
    '/ip6/fd00:1::8/tcp/1',
    '/ip4/192.168.1.8/tcp/1',
  ];
  expect(dialOrder(addresses, [lo, wifi, cable], [])).toEqual([
    '/ip6/fd00:1::8/tcp/1',
    '/ip4/192.168.1.8/tcp/1',
    '/ip4/10.8.0.2/tcp/1',
    '/dns/bo.local/tcp/1',
    '/ip4/127.0.0.1/tcp/1',
  ]);
});

test('a peer is not looked for where we listen ourselves', () => {
  const own = ['/ip4/172.17.0.1/tcp/47101/p2p/12D3KooWQnwEGNqcM2nAcPtRR9rAX8Hrg4k9kJLCHoTR5chJfz6d'];
  const addresses = ['/ip4/172.17.0.1/tcp/47101', '/ip4/172.17.0.1/tcp/47102', 'no address'];
  expect(dialOrder(addresses, [], own)).toEqual(['/ip4/172.17.0.1/tcp/47102', 'no address']);
});

test.each([
  ['192.168.1.200', wifi, true],
  ['192.168.2.7', wifi, false],
  ['fd00:1::ffff', cable, true],
  ['fd00:2::7', cable, false],
  ['192.168.1.200', cable, false],
  ['bo.local', wifi, false],
] as const)('%s in the subnet of %o: %s', (host, each, expected) => {
  expect(isInSubnet(host, each)).toBe(expected);
});

test('multicast goes to one IPv4 address of each interface, and to loopback only if there is no other', () => {
  const second = at('wlan0', '192.168.1.8', 24);
  expect(multicastAddresses([lo, wifi, second, cable, at('tun0', '10.8.0.2', 24)]).map(({ name }) => name)).toEqual([
    'wlan0',
    'tun0',
  ]);
  expect(multicastAddresses([lo])).toEqual([lo]);
});
