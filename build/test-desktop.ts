/**
 * `npm run test:desktop [-- vitest's arguments]`: the desktop tests on real Electron. On Linux on a display of their
 * own (Xvfb) and in a network namespace with only loopback up, so that nothing leaves this machine.
 * With `--packaged`, the tests in `test/desktop/packaged/` on the app that `npm run package` made. Without arguments, two
 * files at a time, each with a display and a network of its own: their apps do not meet.
 *
 * The tests find the app in RAFTPAD_EXECUTABLE, with RAFTPAD_ARGUMENTS (a JSON array) before their own arguments,
 * and the member's bundle in RAFTPAD_MEMBER.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from './build.ts';
import { describeRuntime, findElectronRuntime } from './electron-runtime.ts';
import { prepareLaunch } from './launch.ts';
import { output, outputDirectory, projectDirectory, run, runScript, ScriptError } from './project.ts';
import { runSideBySide, type Job } from './side-by-side.ts';
import { ensureSystemPackages } from './system-packages.ts';

type Command = readonly [program: string, ...args: string[]];

/** Most of the time their apps wait for each other or for a person. */
const filesAtOnce = 2;

const vitest = path.join(projectDirectory, 'node_modules', 'vitest', 'vitest.mjs');

await runScript(async () => {
  const packaged = process.argv.includes('--packaged');
  const passedOn = process.argv.slice(2).filter((argument) => argument !== '--packaged');
  const runtime = await findElectronRuntime();
  console.log(describeRuntime(runtime));
  await ensureSystemPackages(runtime.executable, 'tests');
  await buildIfNeeded();
  const launch = packaged ? { executable: packagedExecutable(), args: [] } : await prepareLaunch(runtime);
  const environment = {
    ...process.env,
    RAFTPAD_EXECUTABLE: launch.executable,
    RAFTPAD_ARGUMENTS: JSON.stringify(withoutSandboxIfRoot(launch.args)),
    RAFTPAD_MEMBER: path.join(outputDirectory, 'member.cjs'),
  };
  if (!packaged && passedOn.length === 0) {
    const jobs = await Promise.all(testFiles().map((file) => jobOf(file, environment)));
    return runSideBySide(jobs, { atOnce: filesAtOnce, stopAtFirst: false });
  }
  const config = packaged ? 'vitest.packaged.config.ts' : 'vitest.desktop.config.ts';
  const [program, ...args] = await isolated([process.execPath, vitest, 'run', '--config', config, ...passedOn]);
  return run(program, args, { env: environment });
});

async function jobOf(file: string, environment: NodeJS.ProcessEnv): Promise<Job> {
  const command = [process.execPath, vitest, 'run', '--config', 'vitest.desktop.config.ts', file] as const;
  const [program, ...args] = await isolated(command);
  return { title: file, program, args, environment };
}

/** The biggest first: they take the longest, and none should be left over at the end. */
function testFiles(): string[] {
  const folder = path.join(projectDirectory, 'test', 'desktop');
  const size = (name: string): number => statSync(path.join(folder, name)).size;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .sort((a, b) => size(b) - size(a))
    .map((name) => `test/desktop/${name}`);
}

/** The command on a display and in a network of its own, where a system has that. */
async function isolated(command: Command): Promise<Command> {
  if (process.platform !== 'linux') return command;
  const options = process.getuid?.() === 0 ? '-n' : '-rn';
  if ((await output('unshare', [options, 'true'])) === null) {
    throw new ScriptError(
      'The desktop tests run in a network namespace of their own, and this system does not let this account make one.\n' +
        'Run them as root, or allow it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    );
  }
  const inside = 'PATH="$PATH:/usr/sbin:/sbin"; ip link set lo up && exec xvfb-run -a -s "-screen 0 1600x1000x24" "$@"';
  return ['unshare', options, 'sh', '-c', inside, 'sh', ...command];
}

/** Within the namespace everyone is root, and Chromium as root starts only without its sandbox. */
function withoutSandboxIfRoot(args: readonly string[]): string[] {
  return process.platform === 'linux' && !args.includes('--no-sandbox') ? ['--no-sandbox', ...args] : [...args];
}

function packagedExecutable(): string {
  const places: Partial<Record<NodeJS.Platform, string[]>> = {
    linux: ['linux-unpacked/raftpad', 'linux-arm64-unpacked/raftpad'],
    darwin: ['mac-arm64/Raftpad.app/Contents/MacOS/Raftpad', 'mac/Raftpad.app/Contents/MacOS/Raftpad'],
    win32: ['win-unpacked/Raftpad.exe', 'win-arm64-unpacked/Raftpad.exe'],
  };
  const candidates = (places[process.platform] ?? []).map((place) => path.join(projectDirectory, 'dist', place));
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new ScriptError('There is no packaged app in dist/. Run npm run package first.');
  return found;
}
