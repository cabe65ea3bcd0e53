import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory } from '../../src/storage/data-directory.ts';
import { DataDirectoryInUseError, DataDirectoryUnsafeError } from '../../src/storage/errors.ts';

let root: string;
let path: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'raftpad-dir-'));
  path = join(root, 'profiles', 'ada');
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  rmSync(root, { recursive: true });
});

/** Starts another process on the directory and resolves with what it says first. */
async function start(waitMs = 0): Promise<{ child: ChildProcess; says: string }> {
  const script = fileURLToPath(new URL('hold-lock.ts', import.meta.url));
  const child = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', script, path, String(waitMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [says] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, says };
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
const lockFile = (): string => join(path, 'lock');
const writeLock = (holder: object): void => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  writeFileSync(lockFile(), JSON.stringify({ bootId: null, startTicks: null, nonce: 'x', ...holder }));
};

describe('a data directory', () => {
  it('is created for its owner alone, with its parents', async () => {
    const directory = await openDataDirectory(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(lockFile()).mode & 0o777).toBe(0o600);
    await directory.release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('of ours that others could enter is closed to them', async () => {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
    const directory = await openDataDirectory(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    await directory.release();
  });

  it('that is a file is refused', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(openDataDirectory(join(root, 'file'))).rejects.toThrow(DataDirectoryUnsafeError);
    await expect(openDataDirectory(join(root, 'file', 'below'))).rejects.toThrow(DataDirectoryUnsafeError);
  });
});

describe('the lock', () => {
  it('names its holder', async () => {
    const before = Date.now();
    const directory = await openDataDirectory(path);
    const holder = JSON.parse(readFileSync(lockFile(), 'utf8'));
    expect(holder).toMatchObject({ pid: process.pid, host: hostname() });
    expect(holder.startedAtMs).toBeGreaterThanOrEqual(before);
    await directory.release();
  });

  it('refuses a second open in the same process, until it is released', async () => {
    const first = await openDataDirectory(path);
    await expect(openDataDirectory(path)).rejects.toThrow(DataDirectoryInUseError);
    await first.release();
    await first.release();
    const second = await openDataDirectory(path);
    await first.release();
    expect(readdirSync(path)).toEqual(['lock']); // a late release of the first does not take the second's
    await second.release();
  });

  it('of another process is refused by pid, host and time, and is free at once after SIGKILL', async () => {
    const { child, says } = await start();
    expect(says).toBe('held');
    const error: unknown = await openDataDirectory(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataDirectoryInUseError);
    expect((error as DataDirectoryInUseError).holder).toMatchObject({ pid: child.pid, host: hostname() });
    expect((error as DataDirectoryInUseError).message).toMatch(new RegExp(`process ${child.pid} on .* since 20`));
    await kill(child);
    const directory = await openDataDirectory(path);
    await directory.release();
  });

  it('held here is refused to another process', async () => {
    const directory = await openDataDirectory(path);
    expect((await start()).says).toMatch(new RegExp(`refused: .* in use by process ${process.pid} `));
    await directory.release();
  });

  it('is waited for if asked', async () => {
    const directory = await openDataDirectory(path);
    const waiting = openDataDirectory(path, { lockWaitMs: 10_000 });
    await directory.release();
    await (await waiting).release();
  });

  it("is nobody's in a copy of a directory that is in use", async () => {
    const running = await openDataDirectory(path);
    const copy = `${path}-copy`;
    await cp(path, copy, { recursive: true });
    const copied = await openDataDirectory(copy);
    await expect(openDataDirectory(copy)).rejects.toBeInstanceOf(DataDirectoryInUseError);
    await copied.release();
    await running.release();
    await rm(copy, { recursive: true });
  });

  it('goes to exactly one of many starters, again and again, also over a dead lock', async () => {
    for (let round = 0; round < 10; round += 1) {
      if (round % 2 === 0) writeLock({ pid: 2 ** 22 + 1, host: hostname(), startedAtMs: 1 });
      const starts = await Promise.allSettled(Array.from({ length: 8 }, () => openDataDirectory(path)));
      const holders = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
      expect(holders).toHaveLength(1);
      await holders[0]!.release();
      expect(readdirSync(path)).toEqual([]);
    }
  });

  it('goes to exactly one of several processes over a dead lock', async () => {
    writeLock({ pid: 2 ** 22 + 1, host: hostname(), startedAtMs: 1 });
    const starts = await Promise.all([start(), start(), start(), start()]);
    expect(starts.filter(({ says }) => says === 'held')).toHaveLength(1);
    expect(starts.filter(({ says }) => says.startsWith('refused'))).toHaveLength(3);
  });

  it('of a dead starter that was queueing does not stand in the way', async () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const dead = { pid: 2 ** 22 + 1, host: hostname(), startedAtMs: 1, bootId: null, startTicks: null, nonce: 'ab' };
    writeFileSync(join(path, 'lock.ab.claim'), JSON.stringify(dead));
    const directory = await openDataDirectory(path);
    expect(readdirSync(path)).toEqual(['lock']);
    await directory.release();
  });

  it('of an earlier boot is dead, whatever runs under its pid now', async () => {
    writeLock({ pid: process.ppid, host: hostname(), startedAtMs: Date.now(), bootId: 'another boot' });
    await (await openDataDirectory(path)).release();
  });

  it.runIf(process.platform === 'linux')('of a process whose pid was given to another is dead', async () => {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeLock({ pid: process.ppid, host: hostname(), startedAtMs: Date.now(), bootId, startTicks: 1 });
    await (await openDataDirectory(path)).release();
  });

  it('with our own pid from before this process started is dead', async () => {
    writeLock({ pid: process.pid, host: hostname(), startedAtMs: 1000 });
    await (await openDataDirectory(path)).release();
  });

  it('with a number that is no pid is damaged, and nobody’s', async () => {
    writeLock({ pid: 9_073_741_824, host: hostname(), startedAtMs: Date.now() });
    await (await openDataDirectory(path)).release();
  });

  it('from another host is never taken over, and the message says what to do', async () => {
    writeLock({ pid: 2 ** 22 + 1, host: 'elsewhere', startedAtMs: 1 });
    await expect(openDataDirectory(path)).rejects.toThrow(/on elsewhere .*delete .*lock/);
  });

  it.each(['', '{', '{"pid":"x"}'])('that a power cut left as %j is nobody’s', async (content) => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeFileSync(lockFile(), content);
    await (await openDataDirectory(path)).release();
  });
});
