import { describe, expect, test } from 'vitest';
import { adapterOf } from '../../src/network/adapters.ts';
import { interfaceFacts } from '../../src/network/interfaces.ts';

describe('an adapter is told by its name', () => {
  const table: readonly (readonly [name: string, kind: string, product: string | null])[] = [
    // Linux
    ['lo', 'loopback', null],
    ['eth0', 'ordinary', null],
    ['enp3s0', 'ordinary', null],
    ['wlp2s0', 'ordinary', null],
    ['wlan0', 'ordinary', null],
    ['usb0', 'ordinary', null],
    ['bond0', 'ordinary', null],
    ['br0', 'ordinary', null],
    ['tun0', 'vpn', null],
    ['tap1', 'vpn', null],
    ['ppp0', 'vpn', null],
    ['wg0', 'vpn', 'WireGuard'],
    ['wg-office', 'vpn', 'WireGuard'],
    ['wg0-mullvad', 'vpn', 'WireGuard'],
    ['mullvad', 'vpn', 'Mullvad VPN'],
    ['tailscale0', 'vpn', 'Tailscale'],
    ['ztabcdef12', 'vpn', 'ZeroTier'],
    ['nordlynx', 'vpn', 'NordVPN'],
    ['proton0', 'vpn', 'Proton VPN'],
    ['CloudflareWARP', 'vpn', 'Cloudflare WARP'],
    ['gpd0', 'vpn', 'GlobalProtect'],
    ['cscotun0', 'vpn', 'Cisco AnyConnect'],
    ['docker0', 'container', 'Docker'],
    ['docker_gwbridge', 'container', 'Docker'],
    ['br-1a2b3c4d5e6f', 'container', 'Docker'],
    ['br-lan', 'container', null],
    ['veth1a2b3c4', 'container', null],
    ['podman0', 'container', 'Podman'],
    ['lxcbr0', 'container', 'LXC'],
    ['cni0', 'container', 'Kubernetes'],
    ['virbr0', 'virtual-machine', 'libvirt'],
    ['vnet3', 'virtual-machine', 'libvirt'],
    ['vboxnet0', 'virtual-machine', 'VirtualBox'],
    ['vmnet8', 'virtual-machine', 'VMware'],
    // macOS
    ['lo0', 'loopback', null],
    ['en0', 'ordinary', null],
    ['awdl0', 'ordinary', null],
    ['utun4', 'vpn', null],
    ['ipsec0', 'vpn', null],
    ['bridge100', 'virtual-machine', null],
    ['bridge0', 'ordinary', null],
    // Windows
    ['Loopback Pseudo-Interface 1', 'loopback', null],
    ['Wi-Fi', 'ordinary', null],
    ['Ethernet 2', 'ordinary', null],
    ['以太网', 'ordinary', null],
    ['vEthernet (WSL (Hyper-V firewall))', 'virtual-machine', 'WSL'],
    ['vEthernet (Default Switch)', 'virtual-machine', 'Hyper-V'],
    ['VMware Network Adapter VMnet8', 'virtual-machine', 'VMware'],
    ['VirtualBox Host-Only Network', 'virtual-machine', 'VirtualBox'],
    ['OpenVPN TAP-Windows6', 'vpn', 'OpenVPN'],
    ['OpenVPN Wintun', 'vpn', 'OpenVPN'],
    ['Wintun Userspace Tunnel', 'vpn', null],
    ['NordLynx', 'vpn', 'NordVPN'],
    ['ProtonVPN TUN', 'vpn', 'Proton VPN'],
    ['Tailscale', 'vpn', 'Tailscale'],
    ['ZeroTier One [abcdef]', 'vpn', 'ZeroTier'],
    ['Company VPN 2', 'vpn', null],
  ];
  test.each(table)('%s is %s (%s)', (name, kind, product) => {
    expect(adapterOf(name)).toEqual({ kind, product });
  });
});

describe('interfaces', () => {
  const ipv4 = { family: 'IPv4', mac: '', internal: false } as const;
  const ipv6 = { family: 'IPv6', mac: '', internal: false, scopeid: 2 } as const;
  const interfaces = {
    lo: [{ ...ipv4, address: '127.0.0.1', netmask: '255.0.0.0', cidr: '127.0.0.1/8', internal: true }],
    wlan0: [
      { ...ipv4, address: '192.168.1.20', netmask: '255.255.255.0', cidr: '192.168.1.20/24' },
      { ...ipv6, address: 'fe80::1', netmask: 'ffff:ffff:ffff:ffff::', cidr: 'fe80::1/64' },
    ],
    usb0: [{ ...ipv4, address: '169.254.7.7', netmask: '255.255.0.0', cidr: null }],
  };
  const facts = interfaceFacts(interfaces, ['/ip4/192.168.1.20/tcp/47101/p2p/x', '/ip4/127.0.0.1/tcp/47101/p2p/x']);

  test('each address says its subnet, whether it is good on its link only, and whether the app listens there', () => {
    expect(facts.map(({ name, kind }) => [name, kind])).toEqual([
      ['lo', 'loopback'],
      ['wlan0', 'ordinary'],
      ['usb0', 'ordinary'],
    ]);
    expect(facts[1]?.addresses).toEqual([
      { address: '192.168.1.20', family: 'IPv4', prefixBits: 24, isLinkLocal: false, isListening: true },
      { address: 'fe80::1', family: 'IPv6', prefixBits: 64, isLinkLocal: true, isListening: false },
    ]);
    expect(facts[2]?.addresses[0]).toMatchObject({ prefixBits: 16, isLinkLocal: true, isListening: false });
  });
});
