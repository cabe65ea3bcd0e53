import { readFile } from 'node:fs/promises';
import { errorCode } from './errors.ts';

/** Which process, so that a later one with the same pid is not taken for it. Null where the system does not tell. */
export interface ProcessName {
  readonly pid: number;
  /** Linux: changes with every boot of the machine. */
  readonly bootId: string | null;
  /** Linux: when the process started, in clock ticks since boot. */
  readonly startTicks: number | null;
}

export async function ownProcessName(): Promise<ProcessName> {
  return {
    pid: process.pid,
    bootId: await readBootId(),
    startTicks: (await readStat(process.pid))?.startTicks ?? null,
  };
}

/**
 * Whether that process of this machine still runs. `sinceMs` is a time (Unix, ms) at which it ran. Exact on Linux;
 * elsewhere a process that by chance got the same pid is taken for it.
 */
export async function isAlive({ pid, bootId, startTicks }: ProcessName, sinceMs: number): Promise<boolean> {
  if (bootId !== null && bootId !== (await readBootId())) return false; // the machine was started anew since
  if (!exists(pid)) return false;
  if (startTicks !== null) {
    const stat = await readStat(pid);
    if (stat !== null) return stat.startTicks === startTicks && !stat.isZombie;
  }
  const ownStartMs = Date.now() - process.uptime() * 1000;
  if (pid === process.pid && sinceMs < ownStartMs - 1000) return false; // an earlier process that had our pid
  return true;
}

export async function readBootId(): Promise<string | null> {
  return (await readSystemFile('/proc/sys/kernel/random/boot_id'))?.trim() ?? null;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH'; // EPERM: it runs under another account
  }
}

async function readStat(pid: number): Promise<{ readonly startTicks: number; readonly isZombie: boolean } | null> {
  const stat = await readSystemFile(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets, and may itself hold spaces and brackets (proc(5)).
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(fields?.[19]); // field 22
  return Number.isSafeInteger(startTicks) ? { startTicks, isZombie: fields?.[0] === 'Z' || fields?.[0] === 'X' } : null;
}

async function readSystemFile(path: string): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null; // /proc may be hidden; the caller does with less
  }
}
