/**
 * What kind of network adapter an interface is, told by its name: VPNs and virtual machines bring adapters of their own,
 * which take multicast, or the default route, from the network that the other laptops are on.
 */

export type AdapterKind = 'loopback' | 'vpn' | 'container' | 'virtual-machine' | 'ordinary';

export interface Adapter {
  readonly kind: AdapterKind;
  /** What it belongs to, if the name says it. */
  readonly product: string | null;
}

/** Names as `os.networkInterfaces()` gives them: kernel names on Linux and macOS, display names on Windows. */
export function adapterOf(name: string): Adapter {
  for (const [pattern, kind, product] of patterns) if (pattern.test(name)) return { kind, product };
  return { kind: 'ordinary', product: null };
}

/** The first that matches counts: products before the kinds of adapters that many of them use. */
const patterns: readonly (readonly [RegExp, AdapterKind, string | null])[] = [
  [/^(?:lo\d*|Loopback Pseudo-Interface \d+)$/, 'loopback', null],

  [/^tailscale|^Tailscale/, 'vpn', 'Tailscale'],
  [/^(?:zt[a-z0-9]{6,}|ZeroTier)/, 'vpn', 'ZeroTier'],
  [/^(?:nordlynx|nordtun|NordLynx)/, 'vpn', 'NordVPN'],
  [/^(?:proton|pvpn|ProtonVPN)/, 'vpn', 'Proton VPN'],
  [/^(?:wg-)?mullvad|^Mullvad/, 'vpn', 'Mullvad VPN'],
  [/^CloudflareWARP/i, 'vpn', 'Cloudflare WARP'],
  [/^(?:ham\d+|Hamachi)/, 'vpn', 'Hamachi'],
  [/^(?:gpd\d+|PANGP)/, 'vpn', 'GlobalProtect'],
  [/^(?:cscotun\d+|Cisco AnyConnect)/, 'vpn', 'Cisco AnyConnect'],
  [/^(?:OpenVPN|ovpn|TAP-Windows)/i, 'vpn', 'OpenVPN'],
  [/^(?:wg\d*(?:$|[-_.])|WireGuard)/, 'vpn', 'WireGuard'],
  [/^Wintun/, 'vpn', null],
  [/^(?:tun|tap|ppp|utun|ipsec|vti|gre|sit|l2tp|xfrm)\d*(?:$|[-_.])/, 'vpn', null],
  [/VPN/i, 'vpn', null],

  [/^(?:docker\d+|docker_gwbridge|br-[0-9a-f]{12})$/, 'container', 'Docker'],
  [/^podman\d+|^cni-podman/, 'container', 'Podman'],
  [/^(?:lxcbr|lxdbr|incusbr)\d*/, 'container', 'LXC'],
  [/^(?:cni|flannel|cali|cilium|kube|weave)/, 'container', 'Kubernetes'],
  [/^(?:veth[0-9a-z]{4,}|ve-)/, 'container', null],
  [/^br-/, 'container', null],

  [/^vEthernet \((?:WSL|DockerNAT)/, 'virtual-machine', 'WSL'],
  [/^vEthernet/, 'virtual-machine', 'Hyper-V'],
  [/^(?:virbr|vnet)\d+/, 'virtual-machine', 'libvirt'],
  [/^(?:vmnet\d+|VMware)/, 'virtual-machine', 'VMware'],
  [/^(?:vboxnet\d+|VirtualBox)/, 'virtual-machine', 'VirtualBox'],
  [/^(?:bridge1\d\d|vmenet\d+)$/, 'virtual-machine', null],
  [/^(?:waydroid|anbox)\d*/, 'virtual-machine', 'Waydroid'],
];
