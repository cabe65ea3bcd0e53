import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');

/** Of each `file.ts` of a line, the other names in code that follow it: what is said to be in that file. */
function namedIn(line: string): Named[] {
  let file: string | null = null;
  return [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']): Named[] => {
    if (/^[a-z-]+\.ts$/.test(code)) {
      file = code;
      return [{ file, name: null }];
    }
    return file === null || !/^\w+$/.test(code) ? [] : [{ file, name: code }];
  });
}
interface Named {
  readonly file: string;
  readonly name: string | null;
}

describe('docs/raft.md', () => {
  const [rules = ''] = read('docs', 'raft.md').split('\n## ');
  const rows = rules.split('\n').filter((line) => /^\| .*`[a-z-]+\.ts`/.test(line));
  const named = rows.flatMap(namedIn);

  it('names, for each rule, a file of the core and what in it holds the rule', () => {
    expect(rows.length).toBeGreaterThan(30);
    for (const { file, name } of named) {
      const source = read('src', 'raft', file);
      if (name === null) continue;
      const atTop = `^(export )?(function|class|const) ${name}\\b`;
      const inClass = `^  (private |readonly |get )*${name}(:|\\((?!.*;$))`;
      const definition = new RegExp(`${atTop}|${inClass}`, 'm');
      expect(definition.test(source), `${name} is defined in ${file}`).toBe(true);
    }
  });

  it('names every file that has a rule of Raft in it', () => {
    const withoutRule = [
      'answers.ts',
      'byte-sums.ts',
      'core.ts',
      'entry-list.ts',
      'invariant.ts',
      'limits.ts',
      'types.ts',
    ];
    const files = readdirSync(join(root, 'src', 'raft')).filter((file) => !withoutRule.includes(file));
    const mentioned = new Set(named.map(({ file }) => file));
    expect(files.filter((file) => !mentioned.has(file))).toEqual([]);
  });
});

describe('docs/scenarios.md', () => {
  const claims = [...read('docs', 'scenarios.md').matchAll(/`([a-z/-]+)` “([^”]+)”/g)];

  it('names, for each behaviour, a claim that is made', () => {
    expect(claims.length).toBeGreaterThan(100);
    for (const [, file = '', claim = ''] of claims) {
      expect(read('test', 'raft', `${file}.test.ts`), `“${claim}” in ${file}`).toContain(claim);
    }
  });
});
