/** Which of our addresses are worth telling others, and in which order those of a peer are worth trying. */
import type { Multiaddr } from '@multiformats/multiaddr';
import { multiaddr } from '@multiformats/multiaddr';
import { hostOf } from './addresses.ts';
import { isInSubnet } from './surroundings.ts';
import type { InterfaceAddress } from './surroundings.ts';

/** Loopback leads every other machine to itself: it is told only by who has nothing else. IPv4 comes first. */
export function announcedAddresses(own: readonly Multiaddr[]): Multiaddr[] {
  const useful = own.filter((address) => !isLoopback(hostOf(address)));
  const told = useful.length > 0 ? useful : [...own];
  const isIPv4 = (address: Multiaddr): boolean => address.getComponents()[0]?.name === 'ip4';
  return [...told.filter(isIPv4), ...told.filter((address) => !isIPv4(address))];
}

/**
 * A peer's addresses, those first that no router is needed for, and loopback last. Left out is where we listen ourselves,
 * which a container's network or an address handed on may well make look like the peer's.
 */
export function dialOrder(
  addresses: readonly string[],
  interfaces: readonly InterfaceAddress[],
  own: readonly string[],
): string[] {
  const ownPlaces = new Set(own.map(placeOf));
  const places = addresses.filter((address) => !ownPlaces.has(placeOf(address)));
  const ranks = new Map(places.map((address) => [address, rank(address, interfaces)]));
  // What is equally near keeps its order.
  return places.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

function rank(address: string, interfaces: readonly InterfaceAddress[]): number {
  const host = hostOfText(address);
  if (host === null || isLoopback(host)) return 2;
  return interfaces.some((each) => isInSubnet(host, each)) ? 0 : 1;
}

const placeOf = (address: string): string => address.replace(/\/p2p\/.*/, '');

function hostOfText(address: string): string | null {
  try {
    return hostOf(multiaddr(address));
  } catch {
    return null; // what cannot be dialed is left out by whoever dials
  }
}

function isLoopback(host: string | null): boolean {
  return host !== null && (host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host));
}
