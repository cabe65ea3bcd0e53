import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { removeTemporaries, writeTemporary } from './durable-file.ts';
import { errorCode, IdentityDamagedError, NewerFormatError } from './errors.ts';
import { nodeFiles } from './file-layer.ts';

/**
 * Reads this member's private key from `path` (`identity.key` of a data directory whose lock is held). If there is none,
 * takes one from `generate`, writes it durably with mode 0600 and returns it. `check` throws if the key is of no use.
 *
 * A file that is there is never replaced: whoever has another key is another member. If others may read it and it is
 * ours, it is closed to them (mode 0600); if it is of another account, it is refused.
 *
 *     raftpad identity 1
 *     <key, base64>
 *     <SHA-256 of the two lines above, hex>
 *
 * The checksum is there because almost any 32 bytes are a valid Ed25519 key: one flipped bit would go unnoticed and make
 * this laptop a stranger.
 *
 * @throws IdentityDamagedError, NewerFormatError; nothing is changed then
 */
export async function loadIdentity(
  path: string,
  generate: () => Promise<Uint8Array>,
  check: (key: Uint8Array) => Promise<void> | void,
): Promise<Uint8Array> {
  const found = await read(path);
  if (found !== null) {
    const key = parse(path, found);
    try {
      await check(key);
    } catch (error) {
      throw new IdentityDamagedError(path, `the key in it is not valid (${messageOf(error)})`, error);
    }
    return key;
  }
  const key = await generate();
  await check(key);
  await create(path, Buffer.from(format(key), 'latin1'));
  return key;
}

const formatVersion = 1;
/** Far above any key; a file beyond it is not ours and is not read into memory. */
const maxFileBytes = 64 * 1024;

/** null: there is none. */
async function read(path: string): Promise<string | null> {
  let file: FileHandle;
  try {
    // lstat: a link whose target is gone must not pass for "no identity yet".
    if (!(await lstat(path)).isFile()) throw new IdentityDamagedError(path, 'it is not a plain file');
    file = await open(path, constants.O_RDONLY);
  } catch (error) {
    if (error instanceof IdentityDamagedError) throw error;
    if (errorCode(error) === 'ENOENT') return null;
    throw new IdentityDamagedError(path, `it cannot be read (${messageOf(error)})`, error);
  }
  try {
    await closeToOthers(path, file);
    if ((await file.stat()).size > maxFileBytes) throw new IdentityDamagedError(path, 'it is far too long');
    return await file.readFile('latin1');
  } finally {
    await file.close();
  }
}

async function closeToOthers(path: string, file: FileHandle): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode, uid } = await file.stat();
  if ((mode & 0o077) === 0) return;
  if (uid !== process.getuid?.()) {
    throw new IdentityDamagedError(path, 'it belongs to another account and others may read it');
  }
  await file.chmod(0o600);
}

function format(key: Uint8Array): string {
  const body = `raftpad identity ${formatVersion}\n${Buffer.from(key).toString('base64')}\n`;
  return `${body}${checksum(body)}\n`;
}

function parse(path: string, text: string): Uint8Array {
  if (text === '') throw new IdentityDamagedError(path, 'it is empty');
  const version = Number(/^raftpad identity (\d{1,9})\n/.exec(text)?.[1]);
  const body = /^raftpad identity 1\n[A-Za-z0-9+/]+=*\n/.exec(text)?.[0];
  if (version > formatVersion) throw new NewerFormatError(path, version, formatVersion);
  if (body === undefined || text !== `${body}${checksum(body)}\n`) {
    throw new IdentityDamagedError(path, 'its content is not what was written (the checksum is wrong)');
  }
  return new Uint8Array(Buffer.from(body.split('\n')[1] ?? '', 'base64'));
}

function checksum(body: string): string {
  return createHash('sha256').update(body, 'latin1').digest('hex');
}

async function create(path: string, content: Uint8Array): Promise<void> {
  // An earlier attempt that was cut short: its key was never handed out.
  await removeTemporaries(dirname(path), `${basename(path)}.`);
  const temporary = await writeTemporary(path, content, nodeFiles);
  try {
    // Unlike a rename, a link never replaces what is there.
    await link(temporary, path);
  } catch (error) {
    if (!noLinks.has(errorCode(error) ?? '')) throw error;
    await rename(temporary, path); // no links on this file system; the lock keeps other members away
  } finally {
    await rm(temporary, { force: true });
  }
  await nodeFiles.syncDirectory(dirname(path));
}

const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
