/** `npm test`: everything, in the order in which it fails fastest. Stops at the first step that fails. */
import { findElectronRuntime } from './electron-runtime.ts';
import { run, runScript } from './project.ts';
import { ensureSystemPackages } from './system-packages.ts';

const steps: readonly { readonly title: string; readonly command: readonly string[] }[] = [
  {
    title: 'Lint and types: rules, formatting, who may import what, dead code, generated files',
    command: ['run', 'lint', '--', 'typecheck'],
  },
  { title: 'Unit tests', command: ['run', 'test:unit'] },
  { title: 'LANs of their own: real members, real mDNS', command: ['run', 'test:lan'] },
  { title: 'Build', command: ['run', 'build'] },
  { title: 'Desktop: real apps on a network of their own', command: ['run', 'test:desktop'] },
  { title: 'Package', command: ['run', 'package'] },
  { title: 'The packaged app', command: ['run', 'test:desktop', '--', '--packaged'] },
];

await runScript(async () => {
  if (process.platform === 'linux') {
    // First, so that a machine that lacks something says so now and not after ten minutes.
    await ensureSystemPackages((await findElectronRuntime()).executable, 'tests');
  }
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  for (const [index, { title, command }] of steps.entries()) {
    console.log(`\n=== ${index + 1}/${steps.length} ${title} (npm ${command.join(' ')})\n`);
    const startedMs = Date.now();
    const status = await run(npm, command, { shell: process.platform === 'win32' });
    if (status !== 0) {
      console.log(`\n${title}: failed with status ${status}\n\n${index} passed, 1 failed`);
      return 1;
    }
    console.log(`\n${title}: passed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
  }
  console.log(`\n${steps.length} passed, 0 failed`);
  return 0;
});
