import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { crc32c } from './crc32c.ts';
import { isOtherDirectory, markOf } from './directory-mark.ts';
import { writeFileDurably } from './durable-file.ts';
import { errorCode, NewerFormatError } from './errors.ts';

/**
 * Whether a data directory is where it was when it was last used. A copy of it, or one put back from a backup, has
 * forgotten what the original has promised since: it must not vote or write as the same member.
 */
export type Place =
  /** Where it was, or never used before. */
  | { readonly type: 'same' }
  /** On another machine, or another directory of this one. */
  | { readonly type: 'copied'; readonly from: 'another-machine' | 'another-directory' };

/**
 * Compares the directory `root`, whose lock is held, with what `place.json` in it says. Changes nothing.
 *
 * The machine is known by the id that its system was given when it was installed, kept only as a keyed hash, for that id is
 * not for everyone to see; the directory by `markOf`. A directory that is moved within its file system stays what it is.
 * A whole disk that is cloned cannot be told from the original by looking at it.
 *
 * @throws NewerFormatError
 */
export async function findPlace(root: string, machineId: () => Promise<string | null> = systemId): Promise<Place> {
  const known = await readPlace(placePath(root));
  if (known === null) return { type: 'same' };
  const here = await thisPlace(root, machineId);
  if (isOtherDirectory(known.directory, here.directory)) return { type: 'copied', from: 'another-directory' };
  const isOtherMachine = known.machine !== null && here.machine !== null && known.machine !== here.machine;
  return isOtherMachine ? { type: 'copied', from: 'another-machine' } : { type: 'same' };
}

/** Remembers, durably, that the directory is used here. Call it at each start: a place that was damaged is known again. */
export async function settlePlace(root: string, machineId: () => Promise<string | null> = systemId): Promise<void> {
  const here = await thisPlace(root, machineId);
  const known = await readPlace(placePath(root));
  // Where the machine's id cannot be read this time, what is known of it is kept.
  const place = { ...here, machine: here.machine ?? known?.machine ?? null };
  if (JSON.stringify(known) === JSON.stringify(place)) return;
  const stored = { formatVersion, ...place, checksum: checksumOf(place) };
  await writeFileDurably(placePath(root), Buffer.from(`${JSON.stringify(stored, null, 2)}\n`));
}

const formatVersion = 1;
const place = z.object({
  machine: z.string().max(100).nullable(),
  directory: z.string().max(60),
});
/** Without a checksum it is of an earlier app. A flipped bit must not make a copy of an original. */
const storedPlace = place.extend({ formatVersion: z.int(), checksum: z.string().optional() }).strict();
type StoredPlace = z.infer<typeof place>;

function checksumOf({ machine, directory }: StoredPlace): string {
  return crc32c(Buffer.from(JSON.stringify([machine, directory])))
    .toString(16)
    .padStart(8, '0');
}

function placePath(root: string): string {
  return join(root, 'place.json');
}

/** null: there is none, or it says nothing that can be read; then nothing speaks for a copy. */
async function readPlace(path: string): Promise<StoredPlace | null> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
  const version = z.object({ formatVersion: z.int() }).safeParse(json).data?.formatVersion ?? 0;
  if (version > formatVersion) throw new NewerFormatError(path, version, formatVersion);
  const stored = storedPlace.safeParse(json).data;
  if (stored === undefined) return null;
  const { machine, directory, checksum } = stored;
  return checksum === undefined || checksum === checksumOf({ machine, directory }) ? { machine, directory } : null;
}

async function thisPlace(root: string, machineId: () => Promise<string | null>): Promise<StoredPlace> {
  const id = await machineId();
  return {
    machine: id === null ? null : createHmac('sha256', 'raftpad place').update(id).digest('hex'),
    directory: await markOf(root),
  };
}

/** The id that this system was given when it was installed; null if it has none or does not tell. */
async function systemId(): Promise<string | null> {
  try {
    if (process.platform === 'linux') return (await readFile('/etc/machine-id', 'utf8')).trim() || null;
    if (process.platform === 'darwin') {
      return await idFrom('ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], /"IOPlatformUUID" = "([^"]+)"/);
    }
    if (process.platform === 'win32') {
      const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography';
      return await idFrom('reg', ['query', key, '/v', 'MachineGuid'], /REG_SZ\s+(\S+)/);
    }
    return null;
  } catch {
    return null; // the directory's own marks remain
  }
}

async function idFrom(command: string, args: readonly string[], pattern: RegExp): Promise<string | null> {
  const { stdout } = await promisify(execFile)(command, [...args], { timeout: 5_000, windowsHide: true });
  return pattern.exec(stdout)?.[1] ?? null;
}
