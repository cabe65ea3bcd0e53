import { vi } from 'vitest';
import { nodeFiles } from '../../src/storage/file-layer.ts';

/** What counts as a change of the disk: of names only, or what is written into files too. */
type Counted = 'names' | 'writes';

/** Runs it and lets it die before so many changes of the disk; false: it needed fewer. */
export async function dieing(dieBefore: number, run: () => Promise<void>, counted: Counted): Promise<boolean> {
  let changes = 0;
  const count = (): void => {
    changes += 1;
    if (changes >= dieBefore) throw new Error('died');
  };
  for (const name of ['rename', 'syncDirectory', 'makeDirectory'] as const) {
    const real: (...args: string[]) => Promise<void> = nodeFiles[name].bind(nodeFiles);
    vi.spyOn(nodeFiles, name).mockImplementation(async (...args: string[]) => {
      count();
      await real(...args);
    });
  }
  const open = nodeFiles.open.bind(nodeFiles);
  vi.spyOn(nodeFiles, 'open').mockImplementation(async (path, access) => {
    const file = await open(path, access);
    if (counted === 'names') return file;
    for (const name of ['write', 'writeDurably'] as const) {
      const real = file[name].bind(file);
      file[name] = async (bytes, position) => {
        count();
        await real(bytes, position);
      };
    }
    return file;
  });
  try {
    await run();
    return false;
  } catch (error) {
    // The store says in its own words that the disk failed.
    if (!String(error).includes('died') && !(error instanceof Error && String(error.cause).includes('died')))
      throw error;
    return true;
  } finally {
    vi.restoreAllMocks();
  }
}
