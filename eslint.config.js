import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

const impure = [
  ['Date', 'Time is a number passed in (now).'],
  ['performance', 'Time is a number passed in (now).'],
  ['setTimeout', 'Deadlines are inside; wakeAt tells the driver when to call next.'],
  ['setInterval', 'Deadlines are inside; wakeAt tells the driver when to call next.'],
  ['setImmediate', 'Effects are returned, not scheduled.'],
  ['queueMicrotask', 'Effects are returned, not scheduled.'],
  ['Promise', 'No promises: a step is over when it returns.'],
  ['crypto', 'Randomness is an injected function.'],
  ['process', 'No I/O.'],
  ['console', 'No I/O: return a trace event.'],
  ['fetch', 'No I/O.'],
];

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'test-results/', 'src/wire/generated/']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // Chains of listeners are written `void f()`.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'no-restricted-syntax': ['error', { selector: 'TSEnumDeclaration', message: 'No enums: a union of literals.' }],
      eqeqeq: 'error',
    },
  },
  svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/raft/**/*.ts', 'src/notes/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure.map(([name, message]) => ({ name, message }))],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is an injected function.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'No promises: a step is over when it returns.' },
        { selector: 'AwaitExpression', message: 'No promises: a step is over when it returns.' },
        { selector: 'TSEnumDeclaration', message: 'No enums: a union of literals.' },
      ],
    },
  },
  { files: ['renderer/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
  prettier,
);
