/** The interfaces of this laptop, and what of Raftpad is on each of their addresses. */
import type { networkInterfaces } from 'node:os';
import { adapterOf } from './adapters.ts';
import type { AdapterKind } from './adapters.ts';

export interface InterfaceFacts {
  readonly name: string;
  readonly kind: AdapterKind;
  /** What a VPN's, container's or virtual machine's adapter belongs to; null: not known. */
  readonly product: string | null;
  readonly addresses: readonly AddressFacts[];
}
export interface AddressFacts {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** How many bits of the address name its subnet. */
  readonly prefixBits: number;
  /** Good on this one link only. An IPv6 one needs the name of the interface with it, so it is not given to others. */
  readonly isLinkLocal: boolean;
  /** The app listens there. */
  readonly isListening: boolean;
}

type Interfaces = ReturnType<typeof networkInterfaces>;

/** @param listening where the app listens, as multiaddrs */
export function interfaceFacts(interfaces: Interfaces, listening: readonly string[]): readonly InterfaceFacts[] {
  const hosts = new Set(listening.map(hostOf));
  return Object.entries(interfaces).map(([name, infos = []]): InterfaceFacts => {
    const addresses = infos.map(({ address, family, cidr, netmask }): AddressFacts => {
      const isIPv4 = family === 'IPv4';
      return {
        address,
        family: isIPv4 ? 'IPv4' : 'IPv6',
        prefixBits: prefixBits(cidr, netmask),
        isLinkLocal: isIPv4 ? address.startsWith('169.254.') : /^fe[89ab]/i.test(address),
        isListening: hosts.has(address),
      };
    });
    // What is only inside this laptop is, whatever it is called.
    const isInternal = infos.length > 0 && infos.every(({ internal }) => internal);
    return { name, ...(isInternal ? { kind: 'loopback', product: null } : adapterOf(name)), addresses };
  });
}

/** The host of a multiaddr like `/ip4/192.168.1.7/tcp/47101/p2p/…`. */
function hostOf(multiaddr: string): string {
  return multiaddr.split('/')[2] ?? '';
}

function prefixBits(cidr: string | null, netmask: string): number {
  const bits = Number(cidr?.split('/')[1]);
  if (Number.isInteger(bits)) return bits;
  const ones = netmask.split('.').map((part) => Number(part).toString(2).replaceAll('0', '').length);
  return ones.reduce((sum, each) => sum + each, 0);
}
