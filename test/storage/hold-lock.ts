// Run by the tests in a process of its own: opens a data directory, says so, and holds it until it is killed.
import { openDataDirectory } from '../../src/storage/data-directory.ts';

const [path = '', waitMs = '0'] = process.argv.slice(2);
try {
  await openDataDirectory(path, { lockWaitMs: Number(waitMs) });
  console.log('held');
  setInterval(() => undefined, 1000);
} catch (error) {
  console.log(`refused: ${error instanceof Error ? error.message : String(error)}`);
}
