/** `npm start [-- --profile NAME] [--listen ADDRESS] [--no-mdns]`: builds what changed and opens the app. */
import { buildIfNeeded } from './build.ts';
import { describeRuntime, findElectronRuntime } from './electron-runtime.ts';
import { prepareLaunch } from './launch.ts';
import { run, runScript, ScriptError } from './project.ts';
import { ensureSystemPackages } from './system-packages.ts';

await runScript(async () => {
  requireDisplay();
  const runtime = await findElectronRuntime();
  console.log(describeRuntime(runtime));
  await ensureSystemPackages(runtime.executable, 'window');
  await buildIfNeeded();
  const launch = await prepareLaunch(runtime);
  for (const remark of launch.remarks) console.log(remark);
  return run(launch.executable, [...launch.args, ...process.argv.slice(2)], { env: electronEnvironment() });
});

function requireDisplay(): void {
  if (process.platform !== 'linux') return;
  if (isSet('DISPLAY') || isSet('WAYLAND_DISPLAY')) return;
  throw new ScriptError(
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.\n\n' +
      'A member without a window takes part all the same:\n\n' +
      '  npm run member -- --data-dir ./member-data\n\n' +
      'To try the window on a display that nobody sees: xvfb-run -a npm start',
  );
}

function isSet(name: string): boolean {
  const value = process.env[name];
  return value !== undefined && value !== '';
}

/** Set by some editors' terminals; it would make Electron a plain Node. */
function electronEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  delete environment['ELECTRON_RUN_AS_NODE'];
  return environment;
}
