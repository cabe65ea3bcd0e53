import type { FirewallLine, NetworkReport, Platform } from '../../src/api/network.ts';

const firewallsOf: { readonly [P in Platform]: readonly FirewallLine['firewall'][] } = {
  linux: ['ufw', 'firewalld'],
  windows: ['windows'],
  macos: ['macos'],
  other: [],
};

/** The commands for the platform that this laptop runs. */
export function ownFirewalls({ firewalls, platform }: NetworkReport): readonly FirewallLine[] {
  return firewalls.filter(({ firewall }) => firewallsOf[platform].includes(firewall));
}
