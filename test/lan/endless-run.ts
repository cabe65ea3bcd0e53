/** For own-networks.test.ts: a run that makes a LAN of two laptops, says so, and waits until it is ended. */
import { fileURLToPath } from 'node:url';
import { Lan } from './lan.ts';
import { runWithOwnNetworks } from './own-networks.ts';

if (process.argv[2] === 'inside') {
  const lan = await Lan.open();
  await lan.add();
  await lan.add();
  console.log('it stands');
  setInterval(() => undefined, 1_000);
} else {
  process.exitCode = await runWithOwnNetworks([process.execPath, fileURLToPath(import.meta.url), 'inside']);
}
