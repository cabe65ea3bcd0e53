import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Mutation } from './mutation.ts';

/** The core with a bug in it: a copy, from which it is loaded instead of from `src/raft`. */
export interface MutatedCore extends AsyncDisposable {
  readonly url: string;
}

/** @throws Error if the core has changed so that the mutation no longer fits exactly once. */
export async function mutatedCore(mutation: Mutation): Promise<MutatedCore> {
  const directory = await mkdtemp(join(tmpdir(), 'raftpad-mutation-'));
  await cp(fileURLToPath(new URL('../../../src/raft', import.meta.url)), directory, { recursive: true });
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }\n');
  const path = join(directory, mutation.file);
  await writeFile(path, mutated(await readFile(path, 'utf8'), mutation));
  return {
    url: pathToFileURL(join(directory, 'raft.ts')).href,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

export function mutated(source: string, { name, file, snippet, replacement }: Mutation): string {
  const parts = source.split(snippet);
  if (parts.length !== 2) {
    throw new Error(
      `The mutation “${name}” does not fit: its snippet occurs ${parts.length - 1} times in src/raft/${file}, not once. ` +
        'The core has changed; change the mutation with it.',
    );
  }
  return parts.join(replacement);
}
