/**
 * `npm run test:desktop [-- vitest's arguments]`: the desktop tests on real Electron. On Linux on a display of their
 * own (Xvfb) and in a network namespace with only loopback up, so that nothing leaves this machine.
 * With `--packaged`, the tests in `test/desktop/packaged/` on the app that `npm run package` made.
 *
 * The tests find the app in RAFTPAD_EXECUTABLE, with RAFTPAD_ARGUMENTS (a JSON array) before their own arguments,
 * and the member's bundle in RAFTPAD_MEMBER.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildIfNeeded } from './build.ts';
import { describeRuntime, findElectronRuntime } from './electron-runtime.ts';
import { prepareLaunch } from './launch.ts';
import { output, outputDirectory, projectDirectory, run, runScript, ScriptError } from './project.ts';
import { ensureSystemPackages } from './system-packages.ts';

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
  const config = packaged ? 'vitest.packaged.config.ts' : 'vitest.desktop.config.ts';
  const command = [process.execPath, vitest, 'run', '--config', config, ...passedOn];
  const [program, ...args] = process.platform === 'linux' ? await isolated(command) : command;
  if (program === undefined) throw new Error('There is always a program to run');
  return run(program, args, { env: environment });
});

/** The command on a display and in a network of its own. */
async function isolated(command: readonly string[]): Promise<string[]> {
  const unshare = process.getuid?.() === 0 ? ['unshare', '-n'] : ['unshare', '-rn'];
  if ((await output('unshare', [...unshare.slice(1), 'true'])) === null) {
    throw new ScriptError(
      'The desktop tests run in a network namespace of their own, and this system does not let this account make one.\n' +
        'Run them as root, or allow it: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    );
  }
  const inside = 'PATH="$PATH:/usr/sbin:/sbin"; ip link set lo up && exec xvfb-run -a -s "-screen 0 1600x1000x24" "$@"';
  return [...unshare, 'sh', '-c', inside, 'sh', ...command];
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
