/**
 * Addresses as people write them: a multiaddr (`/ip4/192.168.1.7/tcp/47101`, with or without `/p2p/…`) or
 * `host:port`. The port may be left out.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { multiaddr } from '@multiformats/multiaddr';
import type { Multiaddr } from '@multiformats/multiaddr';
import { peerIdFromString } from '@libp2p/peer-id';
import { BadAddressError } from './errors.ts';

export const defaultPort = 47_101;
const longestAddress = 300;

/**
 * The multiaddr to dial for what a person typed.
 * @throws BadAddressError
 */
export function parseAddress(text: string): string {
  const address = text.trim();
  const parsed = address.startsWith('/') ? parseMultiaddr(address) : fromHostAndPort(parseHostAndPort(address));
  const host = parsed.getComponents()[0]?.value;
  if (host === '0.0.0.0' || host === '::') bad(address, 'it stands for every interface, not for one laptop');
  if (portOf(parsed) === 0) bad(address, 'the port must be a number from 1 to 65535');
  return parsed.toString();
}

/** Where to listen; `port` null: none was named. Port 0: any free one. */
export interface ListenAddress {
  readonly hosts: readonly string[];
  readonly port: number | null;
}

/** @throws BadAddressError */
export function parseListenAddress(text: string): ListenAddress {
  const address = text.trim();
  if (!address.startsWith('/')) {
    const { host, port } = parseHostAndPort(address);
    return { hosts: [host], port };
  }
  const parsed = parseMultiaddr(address);
  const host = parsed.getComponents()[0]?.value;
  if (host === undefined) bad(address, 'it names no host');
  return { hosts: [host], port: portOf(parsed) };
}

export function listenMultiaddr(host: string, port: number): string {
  return fromHostAndPort({ host, port }).toString();
}

/** What a peer says of where it listens: only what can be dialed as it is, and names nobody else. */
export function dialableAddresses(addresses: Iterable<string>, peer: string): readonly Multiaddr[] {
  const found = new Map<string, Multiaddr>();
  for (const address of addresses) {
    const parsed = tryMultiaddr(address);
    if (parsed === null || !isTcp(parsed)) continue;
    const named = peerOf(parsed);
    if (named !== null && named !== peer) continue;
    const full = named === null ? parsed.encapsulate(`/p2p/${peer}`) : parsed;
    found.set(full.toString(), full);
  }
  return [...found.values()];
}

/** The PeerId that a multiaddr names at its end, or null. */
export function peerOf(address: Multiaddr): string | null {
  return address.getComponents().find((component) => component.name === 'p2p')?.value ?? null;
}

/** The IP address or host name that a multiaddr begins with, or null. */
export function hostOf(address: Multiaddr): string | null {
  return address.getComponents()[0]?.value ?? null;
}

interface HostAndPort {
  readonly host: string;
  readonly port: number | null;
}

function parseHostAndPort(address: string): HostAndPort {
  if (address === '') bad(address, 'it is empty');
  if (address.length > longestAddress)
    bad(`${address.slice(0, 40)}…`, `it is longer than ${longestAddress} characters`);
  if (address.includes('://')) bad(address, 'leave out what stands before the host name');
  if (isIPv6(address)) return { host: address, port: null };

  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(address);
  if (bracketed !== null) {
    const [, host = '', port] = bracketed;
    if (!isIPv6(host)) bad(address, 'what stands in brackets is not an IPv6 address');
    return { host, port: parsePort(port, address) };
  }
  const [host = '', port, ...rest] = address.split(':');
  if (rest.length > 0) bad(address, 'an IPv6 address with a port is written [address]:port');
  if (/^[\d.]+$/.test(host) ? !isIPv4(host) : !isHostName(host))
    bad(address, `"${host}" is not a host name or IP address`);
  return { host, port: parsePort(port, address) };
}

function parsePort(text: string | undefined, address: string): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) bad(address, 'the port must be a number from 1 to 65535');
  return port;
}

/** RFC 1123, and underscores as some home routers hand out. */
function isHostName(text: string): boolean {
  return text.length <= 253 && /^(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*\.?$/.test(text);
}

function fromHostAndPort({ host, port }: HostAndPort): Multiaddr {
  const protocol = isIPv4(host) ? 'ip4' : isIPv6(host) ? 'ip6' : 'dns';
  return multiaddr(`/${protocol}/${host}/tcp/${port ?? defaultPort}`);
}

function parseMultiaddr(address: string): Multiaddr {
  if (address.length > longestAddress)
    bad(`${address.slice(0, 40)}…`, `it is longer than ${longestAddress} characters`);
  const parsed = tryMultiaddr(address);
  if (parsed === null || !isTcp(parsed)) bad(address, 'it should look like /ip4/192.168.1.7/tcp/47101');
  const peer = peerOf(parsed);
  if (peer !== null && !isPeerId(peer)) bad(address, 'what stands after /p2p/ is not a PeerId');
  return parsed;
}

function tryMultiaddr(address: string): Multiaddr | null {
  try {
    return multiaddr(address);
  } catch {
    return null;
  }
}

function isTcp(address: Multiaddr): boolean {
  const shape = address.getComponents().map((component) => component.name);
  return /^(?:ip4|ip6|dns|dns4|dns6),tcp(?:,p2p)?$/.test(shape.join());
}

function isPeerId(text: string): boolean {
  try {
    peerIdFromString(text);
    return true;
  } catch {
    return false;
  }
}

function portOf(address: Multiaddr): number {
  return Number(address.getComponents().find((component) => component.name === 'tcp')?.value);
}

function bad(address: string, why: string): never {
  throw new BadAddressError(`"${address}" cannot be used as an address: ${why}.`);
}
