import { findElectronRuntime } from '../../build/electron-runtime.ts';
import { prepareLaunch } from '../../build/launch.ts';
import { ensureSystemPackages } from '../../build/system-packages.ts';

/** `command` on a display of its own, with what test/desktop/app.ts starts the app with. */
export async function onDisplay(
  command: readonly string[],
): Promise<{ readonly command: string[]; readonly environment: Readonly<Record<string, string>> }> {
  const runtime = await findElectronRuntime();
  await ensureSystemPackages(runtime.executable, 'tests');
  const { executable, args } = await prepareLaunch(runtime);
  // Within the namespace everyone is root, and Chromium as root starts only without its sandbox.
  const unsandboxed = args.includes('--no-sandbox') ? args : ['--no-sandbox', ...args];
  return {
    command: ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24', ...command],
    environment: { RAFTPAD_EXECUTABLE: executable, RAFTPAD_ARGUMENTS: JSON.stringify(unsandboxed) },
  };
}
