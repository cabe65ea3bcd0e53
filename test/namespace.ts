/**
 * A network namespace of its own for whatever sends mDNS or runs many members, so that no test ever speaks on the
 * machine's real interfaces. Only loopback is up in it; multicast between its processes works.
 */
import { spawnSync } from 'node:child_process';

let prefix: readonly string[] | null = null;

/**
 * `command` as it is to be spawned to run in a new network namespace of its own. The processes that share a network
 * must be children of one such command.
 *
 * Throws on systems other than Linux, and where neither root nor user namespaces are allowed.
 */
export function inOwnNetwork(command: readonly string[]): string[] {
  prefix ??= findPrefix();
  // Multicast needs a route; only loopback is there to take it.
  const script = 'ip link set lo up && ip link set lo multicast on && ip route add 224.0.0.0/4 dev lo && exec "$@"';
  return [...prefix, 'sh', '-c', script, 'sh', ...command];
}

function findPrefix(): readonly string[] {
  if (process.platform !== 'linux')
    throw new Error('Network namespaces are a feature of Linux: run these tests there.');
  const candidates = [
    ['unshare', '--net'],
    ['unshare', '--user', '--map-root-user', '--net'],
  ];
  const refusals: string[] = [];
  for (const candidate of candidates) {
    const [file = '', ...args] = candidate;
    const { status, stderr, error } = spawnSync(file, [...args, 'ip', 'link', 'set', 'lo', 'up'], { encoding: 'utf8' });
    if (status === 0) return candidate;
    refusals.push(`${candidate.join(' ')}: ${(error?.message ?? stderr).trim()}`);
  }
  throw new Error(
    'These tests need a network namespace of their own and may not make one. Run them as root, or allow user ' +
      `namespaces (sysctl kernel.unprivileged_userns_clone=1), with "unshare" and "ip" installed.\n${refusals.join('\n')}`,
  );
}
