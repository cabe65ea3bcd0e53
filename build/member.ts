/** `npm run member -- --data-dir DIR …`: builds the member if needed and runs it in this process, on plain Node. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildIfNeeded } from './build.ts';
import { outputDirectory } from './project.ts';

await buildIfNeeded(['member']);
createRequire(import.meta.url)(path.join(outputDirectory, 'member.cjs'));
