/**
 * `npm run package`: the app for this platform, unpacked in `dist/`, which needs no download beyond the runtime.
 * `npm run package -- --installers`: what people install (dmg, nsis, AppImage and deb); the tools for these are
 * downloaded by electron-builder.
 */
import { build, createTargets, DIR_TARGET, Platform, type Configuration } from 'electron-builder';
import { buildIfNeeded } from './build.ts';
import { describeRuntime, findElectronRuntime } from './electron-runtime.ts';
import { projectDirectory, runScript, ScriptError } from './project.ts';

const configuration: Configuration = {
  appId: 'app.raftpad.desktop',
  productName: 'Raftpad',
  copyright: 'MIT licence',
  // Everything that runs is bundled: no node_modules, no sources.
  files: ['out/**', '!out/**/*.map', '!out/.built-*', 'package.json', 'LICENSE'],
  directories: { output: 'dist', buildResources: 'build/icons' },
  icon: 'build/icons/icon.png',
  npmRebuild: false,
  // Invites. The installed app registers it too where the system asks that of an app (Windows).
  protocols: { name: 'Raftpad invite', schemes: ['raftpad'], role: 'Viewer' },
  // The packaged program is this app and nothing else: it cannot be turned into a plain Node by the environment.
  electronFuses: { runAsNode: false, enableNodeOptionsEnvironmentVariable: false },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Office',
    executableName: 'raftpad',
    maintainer: 'The Raftpad authors',
  },
  mac: { target: ['dmg'], category: 'public.app-category.productivity', extendInfo: macPermissions() },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};

await runScript(async () => {
  const installers = process.argv.includes('--installers');
  const runtime = await findElectronRuntime();
  console.log(describeRuntime(runtime));
  if (installers && runtime.source === 'registry') {
    throw new ScriptError(`Installers are made with the pinned Electron only. ${runtime.reason}.`);
  }
  await buildIfNeeded();
  const platform = Platform.current();
  await build({
    projectDir: projectDirectory,
    publish: 'never',
    targets: installers ? platform.createTarget() : createTargets([platform], DIR_TARGET),
    config: { ...configuration, electronVersion: runtime.version, electronDist: runtime.directory },
  });
  return 0;
});

/** macOS asks the person before an app may see the local network, and hides Bonjour services that are not named. */
function macPermissions(): Record<string, unknown> {
  return {
    NSLocalNetworkUsageDescription: 'Raftpad finds the other laptops on this network and shares notes with them.',
    NSBonjourServices: ['_raftpad._udp'],
  };
}
