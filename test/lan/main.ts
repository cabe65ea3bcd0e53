/** `npm run test:lan [-- vitest's arguments]`: members in processes of their own, on LANs that are made for them. */
import path from 'node:path';
import { buildIfNeeded } from '../../build/build.ts';
import { projectDirectory, runScript } from '../../build/project.ts';
import { runWithOwnNetworks } from './own-networks.ts';

const vitest = path.join(projectDirectory, 'node_modules', 'vitest', 'vitest.mjs');

await runScript(async () => {
  await buildIfNeeded(['member']);
  const config = ['--config', path.join(projectDirectory, 'vitest.lan.config.ts')];
  return await runWithOwnNetworks([process.execPath, vitest, 'run', ...config, ...process.argv.slice(2)]);
});
