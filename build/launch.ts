/** How a runtime is started with the app in it. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronRuntime } from './electron-runtime.ts';
import { cacheDirectory, output, projectDirectory } from './project.ts';

export interface Launch {
  readonly executable: string;
  /** Goes before the app's own arguments. */
  readonly args: readonly string[];
  /** What a person should know about this start. */
  readonly remarks: readonly string[];
}

/** The program and the first arguments that start the built app of this project on `runtime`. */
export async function prepareLaunch(runtime: ElectronRuntime): Promise<Launch> {
  const sandbox = await sandboxArguments();
  const standalone =
    existsSync(path.join(runtime.directory, 'resources', 'default_app.asar')) || process.platform === 'darwin';
  if (standalone) return { executable: runtime.executable, ...sandbox, args: [...sandbox.args, projectDirectory] };
  const farm = await linkFarm(runtime);
  return { executable: path.join(farm, path.basename(runtime.executable)), ...sandbox };
}

/** Where Chromium's sandbox cannot work, Electron does not start at all without being told to go without. */
async function sandboxArguments(): Promise<{ args: readonly string[]; remarks: readonly string[] }> {
  if (process.platform !== 'linux') return { args: [], remarks: [] };
  if (process.getuid?.() === 0) {
    return {
      args: ['--no-sandbox'],
      remarks: ['Started as root: Chromium runs without its sandbox. Use an ordinary account for daily use.'],
    };
  }
  const restricted = await output('sysctl', ['-n', 'kernel.apparmor_restrict_unprivileged_userns']);
  if (restricted?.trim() !== '1') return { args: [], remarks: [] };
  return {
    args: ['--no-sandbox'],
    remarks: [
      'This system keeps ordinary programs from making user namespaces, so Chromium runs without its sandbox.\n' +
        'To have it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    ],
  };
}

/**
 * A runtime without `default_app.asar` finds its app only at `resources/app`. The cached runtime stays as it was
 * fetched: this makes a second folder of hard links to it, with `resources/app` leading to this project. Hard links,
 * because Chromium looks for its files beside the resolved path of its executable.
 */
async function linkFarm(runtime: ElectronRuntime): Promise<string> {
  const name = createHash('sha256')
    .update(`${runtime.directory}\n${runtime.version}\n${projectDirectory}`)
    .digest('hex')
    .slice(0, 16);
  const farm = path.join(cacheDirectory(), 'with-app', name);
  if (await isComplete(farm)) return farm;

  await mkdir(path.dirname(farm), { recursive: true });
  const temporary = await mkdtemp(`${farm}-`);
  try {
    await linkTree(runtime.directory, temporary);
    await mkdir(path.join(temporary, 'resources'), { recursive: true });
    await rm(path.join(temporary, 'resources', 'app'), { recursive: true, force: true });
    await symlink(projectDirectory, path.join(temporary, 'resources', 'app'));
    await rename(temporary, farm);
  } catch (error) {
    // Several starts at once: the first to finish is kept.
    if (!(await isComplete(farm))) throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return farm;
}

async function isComplete(farm: string): Promise<boolean> {
  const target = await readlink(path.join(farm, 'resources', 'app')).catch(() => null);
  return target === projectDirectory;
}

async function linkTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) {
      await mkdir(target);
      await linkTree(source, target);
    } else {
      await link(source, target).catch(() => copyFile(source, target));
    }
  }
}
