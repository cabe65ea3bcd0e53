/**
 * `npm run lint` and `npm run typecheck`: what is checked without running anything. Two checks at a time, each on a
 * core of its own. Stops at the first that fails.
 */
import path from 'node:path';
import { projectDirectory, runScript, ScriptError } from './project.ts';
import { runSideBySide, type Job } from './side-by-side.ts';

interface Check {
  readonly title: string;
  readonly kind: 'lint' | 'typecheck';
  /** As in a script of package.json. */
  readonly command: string;
}

/** The longest first, so that none is left over at the end with one core idle. */
const checks: readonly Check[] = [
  { title: 'Rules', kind: 'lint', command: 'eslint .' },
  { title: 'Formatting', kind: 'lint', command: 'prettier --check .' },
  { title: 'Types', kind: 'typecheck', command: 'tsc -p .' },
  {
    title: 'Types of the interface',
    kind: 'typecheck',
    command: 'svelte-check --tsconfig renderer/tsconfig.json --fail-on-warnings',
  },
  {
    title: 'Who may import what',
    kind: 'lint',
    command: 'depcruise --config dependency-cruiser.config.cjs src electron renderer build test',
  },
  { title: 'Dead code', kind: 'lint', command: 'knip' },
  { title: 'Generated files', kind: 'lint', command: 'node build/generate-wire.ts --check' },
];

/** TypeScript's take more than half a gigabyte of memory each. */
const atOnce = 2;

function jobOf({ title, command }: Check): Job {
  const [name = '', ...args] = command.split(' ');
  const file = process.platform === 'win32' ? `${name}.cmd` : name;
  const program = name === 'node' ? process.execPath : path.join(projectDirectory, 'node_modules', '.bin', file);
  return { title: `${title} (${command})`, program, args };
}

await runScript(() => {
  const chosen = checks.filter(({ kind }) => process.argv.includes(kind));
  if (chosen.length === 0)
    throw new ScriptError('Say what to check: node build/checks.ts lint, or typecheck, or both.');
  return runSideBySide(chosen.map(jobOf), { atOnce, stopAtFirst: true });
});
