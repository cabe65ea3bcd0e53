import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InterfaceWatch, type SurroundingsChange } from '../../src/network/surroundings.ts';

const at = (address: string): NetworkInterfaceInfo => ({
  address,
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '02:00:00:00:00:01',
  internal: false,
  cidr: `${address}/24`,
});
const changes: SurroundingsChange[] = [];
let interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>;
let watch: InterfaceWatch;

/** What the system says from now on. */
function say(...addresses: string[]): void {
  interfaces = { eth0: addresses.map(at) };
}

beforeEach(() => {
  vi.useFakeTimers();
  changes.length = 0;
  say('10.0.0.1');
  watch = new InterfaceWatch(
    (change) => changes.push(change),
    () => interfaces,
  );
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

test('an address that comes or goes is told once, however often it is looked', () => {
  vi.advanceTimersByTime(2_000);
  expect(changes).toEqual([]);
  say('10.0.0.2');
  vi.advanceTimersByTime(2_000);
  expect(
    changes.map(({ lost, addresses }) => [lost, addresses].map((all) => all.map(({ address }) => address))),
  ).toEqual([[['10.0.0.1'], ['10.0.0.2']]]);
  say('10.0.0.1');
  vi.advanceTimersByTime(500);
  expect(changes).toHaveLength(2);
  expect(watch.addresses.map(({ address }) => address)).toEqual(['10.0.0.1']);
});

test('the same addresses in another order are no change', () => {
  say('10.0.0.1', '10.0.0.2');
  vi.advanceTimersByTime(1_000);
  say('10.0.0.2', '10.0.0.1');
  vi.advanceTimersByTime(1_000);
  expect(changes).toHaveLength(1);
});

test('a sleep is told, though no address changed', () => {
  vi.advanceTimersByTime(1_000);
  vi.setSystemTime(Date.now() + 60_000);
  vi.advanceTimersByTime(500);
  expect(changes).toMatchObject([{ lost: [] }]);
});
