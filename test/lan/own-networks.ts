/** Where LANs may be made: in namespaces that nobody else is in, and that end with whoever made them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { ensureSystemPackages } from '../../build/system-packages.ts';

const init = path.join(import.meta.dirname, 'init.ts');

/**
 * Runs `command` in namespaces of its own: of networks, where only loopback is, of processes and of mounts. When the
 * command ends, or this process does in any way, all that runs in there is killed and the networks are gone.
 * TMPDIR is a file system in memory, which goes too.
 *
 * @returns the command's exit status.
 * @throws on systems other than Linux, and where neither root nor user namespaces are allowed.
 */
export async function runWithOwnNetworks(command: readonly string[]): Promise<number> {
  if (process.platform !== 'linux') {
    throw new Error('These tests make LANs of network namespaces, which only Linux has: run them there.');
  }
  await ensureSystemPackages(null, 'lan');
  const folder = await mkdtemp(path.join(tmpdir(), 'raftpad-lan-'));
  try {
    const [program = '', ...args] = [...findUnshare(), process.execPath, init, ...command];
    // The end of this process ends the pipe, which is what init waits for.
    const child = spawn(program, args, {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...environment(), TMPDIR: folder },
    });
    child.stdin.on('error', () => undefined);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.stdin.end());
    const [status] = (await once(child, 'exit')) as [number | null];
    return status ?? 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Throws unless this process is where a LAN may be made: where there is nothing but loopback. */
export function requireOwnNetwork(): void {
  const others = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  if (others.length === 0) return;
  throw new Error(
    `A LAN for tests is made only where no other network is, and here is ${others.join(', ')}. Use npm run test:lan.`,
  );
}

/** An ordinary account's PATH leaves out where Debian keeps ip and nft. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
}

function findUnshare(): string[] {
  const namespaces = ['--net', '--pid', '--mount', '--fork', '--kill-child', '--mount-proc'];
  const candidates = [
    ['unshare', ...namespaces],
    ['unshare', '--user', '--map-root-user', ...namespaces],
  ];
  const refusals: string[] = [];
  for (const candidate of candidates) {
    const [program = '', ...args] = candidate;
    const tried = [...args, 'ip', 'link', 'set', 'lo', 'up'];
    const { status, stderr, error } = spawnSync(program, tried, { encoding: 'utf8', env: environment() });
    if (status === 0) return candidate;
    refusals.push(`${candidate.join(' ')}: ${(error?.message ?? stderr).trim()}`);
  }
  throw new Error(
    'These tests need network namespaces of their own and may not make any. Run them as root, or allow user ' +
      `namespaces: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n${refusals.join('\n')}`,
  );
}
