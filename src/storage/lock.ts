import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isOtherDirectory, markOf } from './directory-mark.ts';
import { DataDirectoryInUseError, errorCode } from './errors.ts';
import { isAlive, ownProcessName, readBootId } from './process-liveness.ts';
import type { LockHolder } from './types.ts';

export interface Lock {
  readonly holder: LockHolder;
  /** Lets the next member in. May be called again. */
  release(): Promise<void>;
}

export interface LockOptions {
  /** How long to wait for a living holder to go, in milliseconds. */
  readonly waitMs?: number;
}

/**
 * Takes the lock of a data directory: the file `lock`, which says who holds it. A lock whose process is dead is taken
 * over at once.
 *
 * Node has no flock, and "remove the dead lock, create one's own" lets two starters remove each other's. So starters
 * first queue up with a claim each: publish `lock.<random>.claim`, then look. Whoever sees another living claim steps back
 * and tries again a little later. Of two starters the one that published second always sees the first, so at most one is
 * ever past that point, and it alone may judge `lock` and replace it, by renaming its claim. Claims have names of their
 * own, so a dead one can be removed by anyone at any time.
 *
 * A lock from another host (a home directory on a server) is never taken over: from here nobody can see whether that
 * process lives. Processes in different PID namespaces do not see each other either; the desktop app does not rely on this
 * lock alone.
 *
 * @throws DataDirectoryInUseError, also if this very process holds it
 */
export async function takeLock(directory: string, { waitMs = 0 }: LockOptions = {}): Promise<Lock> {
  const path = join(directory, 'lock');
  const deadline = Date.now() + waitMs;
  for (let attempt = 0; ; attempt += 1) {
    const found = await tryTake(directory, path);
    if (found.type === 'taken') return found.lock;
    if (found.type === 'held' && Date.now() >= deadline) throw inUse(directory, path, found.holder);
    if (found.type === 'contended' && attempt >= 500) throw inUse(directory, path, found.holder);
    // Random, or two starters could step back and forth in step.
    await delay(found.type === 'held' ? 50 : 1 + Math.random() * 20);
  }
}

type Attempt =
  | { readonly type: 'taken'; readonly lock: Lock }
  | { readonly type: 'held'; readonly holder: LockRecord }
  | { readonly type: 'contended'; readonly holder: LockRecord };

const lockRecord = z.object({
  /** A larger one is damaged: it names no process, and the system would not say that. */
  pid: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  host: z.string(),
  startedAtMs: z.number(),
  bootId: z.string().nullable(),
  startTicks: z.number().nullable(),
  /** Of the directory that was locked (`markOf`): in a copy of that the lock is nobody's. */
  directory: z.string().nullable().default(null),
  /** Tells this taking of the lock from every other. */
  nonce: z.string(),
});
type LockRecord = z.infer<typeof lockRecord>;

async function tryTake(directory: string, path: string): Promise<Attempt> {
  const mark = await markOf(directory);
  const current = await readLock(path);
  if (current !== null && (await isHeld(current, mark))) return { type: 'held', holder: current };
  const own: LockRecord = {
    ...(await ownProcessName()),
    host: hostname(),
    startedAtMs: Date.now(),
    directory: mark,
    nonce: randomBytes(12).toString('hex'),
  };
  const claim = `${path}.${own.nonce}.claim`;
  try {
    // Complete before it has the name that others look for. No sync: after a power cut an empty lock is nobody's, rightly.
    await writeFile(`${claim}.new`, `${JSON.stringify(own)}\n`, { flag: 'wx', mode: 0o600 });
    await rename(`${claim}.new`, claim);
    const rival = await otherClaim(directory, mark, claim);
    if (rival !== null) return { type: 'contended', holder: rival };
    const holder = await readLock(path); // again: only what is read after the look for rivals counts
    if (holder !== null && (await isHeld(holder, mark))) return { type: 'held', holder };
    await renameOver(claim, path);
    return { type: 'taken', lock: new HeldLock(path, own) };
  } finally {
    await rm(claim, { force: true });
    await rm(`${claim}.new`, { force: true });
  }
}

/** A living starter besides us; claims of the dead are cleared away. */
async function otherClaim(directory: string, mark: string, own: string): Promise<LockRecord | null> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (!/^lock\.[0-9a-f]+\.claim$/.test(name) || path === own) continue;
    const claim = await readLock(path);
    if (claim !== null && (await isHeld(claim, mark))) return claim;
    await rm(path, { force: true });
  }
  return null;
}

/** null: nobody's. The file gets its name when it is complete, so one that cannot be read is no living member's. */
async function readLock(path: string): Promise<LockRecord | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    return lockRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** `mark`: of the directory that the record was found in. */
async function isHeld(holder: LockRecord, mark: string): Promise<boolean> {
  if (holder.directory !== null && isOtherDirectory(holder.directory, mark)) return false; // it came with a copy
  if (await isOfThisMachine(holder)) return isAlive(holder, holder.startedAtMs);
  return true;
}

/** The boot id says so even if the laptop was renamed meanwhile. */
async function isOfThisMachine({ host, bootId }: LockRecord): Promise<boolean> {
  return host === hostname() || (bootId !== null && bootId === (await readBootId()));
}

function inUse(directory: string, path: string, { pid, host, startedAtMs }: LockRecord): DataDirectoryInUseError {
  const advice =
    host === hostname()
      ? 'Close that one first, or start this one with another profile.'
      : `If no Raftpad runs there any more, or if this laptop was called ${host} before, delete ${path}.`;
  return new DataDirectoryInUseError(directory, { pid, host, startedAtMs }, advice);
}

/** On Windows a rename fails for as long as another starter happens to read the old file. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt >= 50) throw error;
      await delay(10);
    }
  }
}

class HeldLock implements Lock {
  readonly holder: LockHolder;
  readonly #path: string;
  readonly #nonce: string;
  #released: Promise<void> | null = null;

  constructor(path: string, { pid, host, startedAtMs, nonce }: LockRecord) {
    this.holder = { pid, host, startedAtMs };
    this.#path = path;
    this.#nonce = nonce;
  }

  release(): Promise<void> {
    this.#released ??= this.#remove();
    return this.#released;
  }

  async #remove(): Promise<void> {
    // If a person deleted the lock and started another member, the file there is that member's.
    if ((await readLock(this.#path))?.nonce === this.#nonce) await rm(this.#path, { force: true });
  }
}
