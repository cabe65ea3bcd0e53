import type { FirewallLine, Platform } from '../api/network.ts';

const mdnsPort = 5353;

/** Commands that let a TCP port, and mDNS, through the firewalls that laptops come with; this platform's first. */
export function firewallLines(port: number, platform: Platform, program: string): readonly FirewallLine[] {
  const lines: Readonly<Record<Exclude<Platform, 'other'>, readonly FirewallLine[]>> = {
    linux: [
      { firewall: 'ufw', command: `sudo ufw allow ${port}/tcp && sudo ufw allow ${mdnsPort}/udp` },
      {
        firewall: 'firewalld',
        command: `sudo firewall-cmd --permanent --add-port=${port}/tcp --add-port=${mdnsPort}/udp && sudo firewall-cmd --reload`,
      },
    ],
    // The local subnet only, and then on whatever kind of network Windows takes this one for.
    windows: [
      {
        firewall: 'windows',
        command: [
          `New-NetFirewallRule -DisplayName "Raftpad" -Direction Inbound -Action Allow -Protocol TCP -LocalPort ${port} -RemoteAddress LocalSubnet`,
          `New-NetFirewallRule -DisplayName "Raftpad mDNS" -Direction Inbound -Action Allow -Protocol UDP -LocalPort ${mdnsPort} -RemoteAddress LocalSubnet`,
        ].join('; '),
      },
      {
        firewall: 'windows-netsh',
        command: [
          `netsh advfirewall firewall add rule name="Raftpad" dir=in action=allow protocol=TCP localport=${port} remoteip=localsubnet`,
          `netsh advfirewall firewall add rule name="Raftpad mDNS" dir=in action=allow protocol=UDP localport=${mdnsPort} remoteip=localsubnet`,
        ].join(' & '),
      },
    ],
    // It knows programs, not ports.
    macos: [{ firewall: 'macos', command: macosCommand(platform === 'macos' ? program : '/Applications/Raftpad.app') }],
  };
  const own = platform === 'other' ? [] : lines[platform];
  const all = [...lines.linux, ...lines.windows, ...lines.macos];
  return [...own, ...all.filter((line) => !own.includes(line))];
}

function macosCommand(program: string): string {
  const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
  const quoted = `'${program.replaceAll("'", String.raw`'\''`)}'`;
  return `sudo ${tool} --add ${quoted} && sudo ${tool} --unblockapp ${quoted}`;
}
