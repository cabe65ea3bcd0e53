/** Which system libraries and programs are missing on Linux, and the Debian or Ubuntu packages that bring them. */
import { access } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import { output, run, ScriptError } from './project.ts';

/**
 * For what it is needed: a window needs the libraries, tests also a display of their own and a network of their own; the
 * tests on LANs of their own (`lan`) need programs only.
 */
export type Need = 'window' | 'tests' | 'lan';

/** Names in order of preference: Debian 13 and Ubuntu 24.04 renamed some packages. */
const packagesOfLibrary: Readonly<Record<string, readonly string[]>> = {
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libgdk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libnspr4.so': ['libnspr4'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libgbm.so.1': ['libgbm1'],
  'libdrm.so.2': ['libdrm2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libcairo.so.2': ['libcairo2'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
  'libexpat.so.1': ['libexpat1'],
  'libudev.so.1': ['libudev1'],
  'libX11.so.6': ['libx11-6'],
  'libxcb.so.1': ['libxcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libXss.so.1': ['libxss1'],
  'libXtst.so.6': ['libxtst6'],
};
/** Loaded while running, so the executable does not name it. */
const loadedLater = ['libgtk-3.so.0'];

const packagesOfProgram: Readonly<Record<string, readonly string[]>> = {
  Xvfb: ['xvfb'],
  'xvfb-run': ['xvfb'],
  xauth: ['xauth'],
  ip: ['iproute2'],
  unshare: ['util-linux'],
  nsenter: ['util-linux'],
  nft: ['nftables'],
};
const programsFor: Readonly<Record<Need, readonly string[]>> = {
  window: [],
  tests: Object.keys(packagesOfProgram),
  lan: ['ip', 'unshare', 'nsenter', 'nft'],
};

export interface Missing {
  readonly libraries: readonly string[];
  readonly programs: readonly string[];
}

/**
 * Makes sure that everything needed is there: installs it as root after saying so, otherwise says what to type.
 * `electron`: the executable whose libraries must be there; null: none is started.
 */
export async function ensureSystemPackages(electron: string | null, need: Need): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await findMissing(electron, need);
  if (missing.libraries.length + missing.programs.length === 0) return;
  const what = `Missing on this system: ${[...missing.libraries, ...missing.programs].join(', ')}.`;
  if (!(await isProgram('apt-get'))) {
    throw new ScriptError(`${what}\nInstall them with your system's package manager and start again.`);
  }
  const root = process.getuid?.() === 0;
  if (root) {
    console.log(`${what} Installing them, as this is root.`);
    await apt(['update', '-q']);
  }
  const packages = await choosePackages(missing, isKnownToApt);
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!root) throw new ScriptError(`${what} Install them with\n\n  sudo ${line}\n\nand start again.`);
  console.log(`> ${line}`);
  await apt(line.split(' ').slice(1));
  const still = await findMissing(electron, need);
  if (still.libraries.length + still.programs.length > 0) {
    throw new ScriptError(`Still missing after installing: ${[...still.libraries, ...still.programs].join(', ')}.`);
  }
}

/**
 * The packages for what is missing, each once and sorted. Of several names the first that `isKnown` says exists on
 * this release; if it knows none, the last, which is the oldest.
 */
export async function choosePackages(missing: Missing, isKnown: (name: string) => Promise<boolean>): Promise<string[]> {
  const chosen = new Set<string>();
  const choices = [
    ...missing.libraries.map((library) => packagesOfLibrary[library] ?? []),
    ...missing.programs.map((program) => packagesOfProgram[program] ?? [program]),
  ];
  for (const names of choices) {
    const name = (await firstKnown(names, isKnown)) ?? names[names.length - 1];
    if (name !== undefined) chosen.add(name);
  }
  return [...chosen].sort();
}

/** The libraries that `ldd` did not find. */
export function missingLibraries(ldd: string): string[] {
  const names = [...ldd.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function findMissing(electron: string | null, need: Need): Promise<Missing> {
  const programs: string[] = [];
  for (const program of programsFor[need]) if (!(await isProgram(program))) programs.push(program);
  return { libraries: electron === null ? [] : await findMissingLibraries(electron), programs };
}

async function findMissingLibraries(electron: string): Promise<string[]> {
  const linked = missingLibraries((await output('ldd', [electron])) ?? '');
  const cache = (await output('/sbin/ldconfig', ['-p'])) ?? '';
  const later = loadedLater.filter((library) => !cache.includes(`${library} `));
  return [...new Set([...linked, ...later])];
}

async function firstKnown(
  names: readonly string[],
  isKnown: (name: string) => Promise<boolean>,
): Promise<string | null> {
  for (const name of names) if (await isKnown(name)) return name;
  return null;
}

/** Whether apt can install it; a name that only others provide has no candidate of its own. */
async function isKnownToApt(name: string): Promise<boolean> {
  const policy = (await output('apt-cache', ['policy', name], { env: { ...process.env, LC_ALL: 'C' } })) ?? '';
  const candidate = /Candidate: (.*)/.exec(policy)?.[1];
  return candidate !== undefined && candidate !== '(none)';
}

async function apt(args: readonly string[]): Promise<void> {
  const status = await run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (status !== 0) throw new ScriptError(`apt-get ${args.join(' ')} failed with status ${status}.`);
}

async function isProgram(name: string): Promise<boolean> {
  // An ordinary account's PATH leaves out where Debian keeps ip.
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    const there = await access(path.join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return true;
  }
  return false;
}
