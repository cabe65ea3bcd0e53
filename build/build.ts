/** `npm run build`: the bundles in `out/`. With `--if-needed`, only when a source is newer than they are. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { outputDirectory, projectDirectory, runScript } from './project.ts';

export type Bundle = 'main' | 'preload' | 'member' | 'renderer';
const allBundles: readonly Bundle[] = ['main', 'preload', 'member', 'renderer'];

const inputs = ['src', 'electron', 'renderer', 'build', 'package.json', 'package-lock.json'];

/** Builds into `out/`, each bundle on its own. */
export async function buildBundles(names: readonly Bundle[] = allBundles): Promise<void> {
  // Loaded here: a start that builds nothing need not wait for the bundler.
  const [{ build }, { bundleConfigs }] = await Promise.all([import('vite'), import('./vite-config.ts')]);
  await mkdir(outputDirectory, { recursive: true });
  for (const name of names) {
    await rm(stampFile(name), { force: true });
    const startedMs = Date.now();
    await inProduction(() => build(bundleConfigs[name]()));
    if (name === 'main')
      await copyFile(path.join(projectDirectory, 'build', 'icons', 'icon.png'), path.join(outputDirectory, 'icon.png'));
    // Dated to the start: a source that changed while the bundle was made is newer.
    await writeFile(stampFile(name), '');
    await utimes(stampFile(name), startedMs / 1000, startedMs / 1000);
    console.log(`Built out/${name} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  }
}

/** A build that a test asks for is the one that people get: Svelte's for development is several times slower. */
async function inProduction(run: () => Promise<unknown>): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await run();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

/** Builds what is older than the sources. */
export async function buildIfNeeded(names: readonly Bundle[] = allBundles): Promise<void> {
  const newestMs = Math.max(
    ...(await Promise.all(inputs.map((name) => newestChangeMs(path.join(projectDirectory, name))))),
  );
  const outdated: Bundle[] = [];
  for (const name of names) if ((await builtAtMs(name)) < newestMs) outdated.push(name);
  if (outdated.length > 0) await buildBundles(outdated);
}

function stampFile(name: Bundle): string {
  return path.join(outputDirectory, `.built-${name}`);
}

async function builtAtMs(name: Bundle): Promise<number> {
  const result = path.join(outputDirectory, name === 'renderer' ? 'renderer/index.html' : `${name}.cjs`);
  if (!existsSync(result)) return 0;
  return stat(stampFile(name)).then(
    (stamp) => stamp.mtimeMs,
    () => 0,
  );
}

async function newestChangeMs(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  if (found === null) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  const times = await Promise.all((await readdir(file)).map((name) => newestChangeMs(path.join(file, name))));
  // The folder's own time tells of a deleted file.
  return Math.max(found.mtimeMs, ...times);
}

if (import.meta.main) {
  await runScript(async () => {
    if (process.argv.includes('--if-needed')) await buildIfNeeded();
    else await buildBundles();
    return 0;
  });
}
