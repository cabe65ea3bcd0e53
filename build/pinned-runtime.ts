/** The `electron` of package.json: whether its binary is there, and its own installer with a limit on waiting. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory, pinnedElectronVersion, projectDirectory } from './project.ts';

/** No byte for so long means out of reach. A slow download that moves is left alone. */
const stallLimitMs = 20_000;
/** After a failure, starts do not wait again for so long. */
const retryAfterMs = 60 * 60 * 1000;

const packageDirectory = path.join(projectDirectory, 'node_modules', 'electron');
const distDirectory = path.join(packageDirectory, 'dist');

export function executableName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'electron.exe';
  return platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

/** The folder of the pinned runtime, complete and of the right version; null: it is not there. */
export function findPinned(): string | null {
  try {
    // Electron's installer writes path.txt last: without it the unpacking was cut short.
    readFileSync(path.join(packageDirectory, 'path.txt'));
    const version = readFileSync(path.join(distDirectory, 'version'), 'utf8').trim().replace(/^v/, '');
    const complete = existsSync(path.join(distDirectory, executableName(process.platform)));
    return version === pinnedElectronVersion && complete ? distDirectory : null;
  } catch {
    return null;
  }
}

/** Why the last download failed, if that was less than an hour ago. */
export async function recentFailure(): Promise<string | null> {
  try {
    const { mtimeMs } = await stat(failureFile());
    const ageMs = Date.now() - mtimeMs;
    if (ageMs < 0 || ageMs > retryAfterMs) return null;
    const reason = await readFile(failureFile(), 'utf8');
    return `${reason}, ${Math.ceil(ageMs / 60_000)} min ago; delete ${failureFile()} to try at once`;
  } catch {
    return null;
  }
}

/** Runs Electron's own installer. Answers null when it worked, otherwise why not; never waits on silence for long. */
export async function downloadPinned(): Promise<string | null> {
  console.log(`Downloading Electron ${pinnedElectronVersion}, once …`);
  await mkdir(cacheDirectory(), { recursive: true });
  const temporary = await mkdtemp(path.join(cacheDirectory(), 'download-'));
  try {
    const failure = await install(temporary);
    if (failure === null) await rm(failureFile(), { force: true });
    else await writeFile(failureFile(), failure);
    return failure;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function install(temporary: string): Promise<string | null> {
  return new Promise((resolve) => {
    // The installer downloads into the folder for temporary files: given one of its own, its growth is the progress.
    const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const child = spawn(process.execPath, [path.join(packageDirectory, 'install.js')], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors = (errors + chunk).slice(-10_000)));

    let lastBytes = 0;
    let lastProgressMs = Date.now();
    let settled = false;
    const finish = (failure: string | null): void => {
      if (settled) return;
      settled = true;
      clearInterval(watch);
      resolve(failure);
    };
    const watch = setInterval(() => {
      void Promise.all([bytesIn(temporary), bytesIn(distDirectory)]).then(([downloaded, unpacked]) => {
        if (downloaded + unpacked !== lastBytes) lastProgressMs = Date.now();
        lastBytes = downloaded + unpacked;
        if (Date.now() - lastProgressMs < stallLimitMs) return;
        child.kill('SIGKILL');
        finish(`nothing arrived for ${stallLimitMs / 1000} s`);
      });
    }, 500);
    child.once('error', (error) => finish(error.message));
    child.once('close', (code) => finish(code === 0 ? null : firstReason(errors)));
  });
}

/** What a person needs of the installer's stack. */
function firstReason(stack: string): string {
  if (stack.includes('fetch failed')) return 'its release page cannot be reached';
  const line = stack.split('\n').find((text) => /^\w*Error\b/.test(text.trim()));
  return line?.trim() ?? 'its installer failed';
}

async function bytesIn(directory: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(directory, { recursive: true }).catch(() => [])) {
    bytes += await stat(path.join(directory, name)).then(
      (file) => file.size,
      () => 0,
    );
  }
  return bytes;
}

function failureFile(): string {
  return path.join(cacheDirectory(), `electron-${pinnedElectronVersion}-unreachable`);
}
