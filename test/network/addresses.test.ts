import { expect, test } from 'vitest';
import { dialableAddresses, parseAddress } from '../../src/network/addresses.ts';
import { BadAddressError } from '../../src/network/errors.ts';

const peer = '12D3KooWQnwEGNqcM2nAcPtRR9rAX8Hrg4k9kJLCHoTR5chJfz6d';

test.each([
  ['192.168.1.7:47102', '/ip4/192.168.1.7/tcp/47102'],
  ['192.168.1.7', '/ip4/192.168.1.7/tcp/47101'],
  ['  192.168.1.7:1  ', '/ip4/192.168.1.7/tcp/1'],
  ['[::1]:47102', '/ip6/::1/tcp/47102'],
  ['[fe80::1]', '/ip6/fe80::1/tcp/47101'],
  ['::1', '/ip6/::1/tcp/47101'],
  ['adas-laptop.local:47101', '/dns/adas-laptop.local/tcp/47101'],
  ['localhost', '/dns/localhost/tcp/47101'],
  ['/ip4/10.0.0.1/tcp/47101', '/ip4/10.0.0.1/tcp/47101'],
  [`/ip4/10.0.0.1/tcp/47101/p2p/${peer}`, `/ip4/10.0.0.1/tcp/47101/p2p/${peer}`],
])('%s is an address', (text, expected) => {
  expect(parseAddress(text)).toBe(expected);
});

test.each([
  [''],
  ['   '],
  ['192.168.1.7:0'],
  ['192.168.1.7:65536'],
  ['192.168.1.7:port'],
  ['192.168.1.7:'],
  ['192.168.1.256'],
  ['192.168.1'],
  ['0.0.0.0:47101'],
  ['1:2:3'],
  ['fe80::1:47101:zz'],
  ['[::1'],
  ['[nonsense]:47101'],
  ['http://192.168.1.7:47101'],
  ['two words'],
  ['-laptop'],
  ['laptop/etc'],
  ['/'],
  ['/ip4'],
  ['/ip4/10.0.0.1'],
  ['/ip4/10.0.0.1/udp/47101'],
  ['/ip4/10.0.0.999/tcp/1'],
  ['/ip4/10.0.0.1/tcp/99999'],
  ['/ip4/10.0.0.1/tcp/47101/p2p/nobody'],
  ['/ip4/10.0.0.1/tcp/47101/ws'],
  ['/unix/tmp/socket'],
  ['x'.repeat(10_000)],
  ['\u0000'],
])('%j is refused with a reason', (text) => {
  expect(() => parseAddress(text)).toThrow(BadAddressError);
  expect(() => parseAddress(text)).toThrow(/cannot be used as an address: .+\.$/);
});

test('of the addresses that a peer names, only TCP addresses of its own are dialed', () => {
  const other = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp';
  const named = [
    '/ip4/10.0.0.1/tcp/1',
    `/ip4/10.0.0.2/tcp/2/p2p/${peer}`,
    `/ip4/10.0.0.3/tcp/3/p2p/${other}`,
    '/unix/x',
    'junk',
  ];
  expect(dialableAddresses(named, peer).map(String)).toEqual([
    `/ip4/10.0.0.1/tcp/1/p2p/${peer}`,
    `/ip4/10.0.0.2/tcp/2/p2p/${peer}`,
  ]);
});
