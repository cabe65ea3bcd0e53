import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

// What the language itself has and pure code may not use. What the platform adds (timers, Buffer, process, fetch…) is not
// listed: in pure code such a global is undefined.
const impure = [
  ['Date', 'Time is a number passed in (now).'],
  ['Promise', 'No promises: a step is over when it returns.'],
  ['Intl', 'The same on every machine: no locales.'],
  ['globalThis', 'Name what is needed, so that it can be checked.'],
  ['WeakRef', 'What is collected when is not deterministic.'],
  ['FinalizationRegistry', 'What is collected when is not deterministic.'],
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
      // There are none (see above), and looking for their values takes long.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/raft/**/*.ts', 'src/notes/**/*.ts'],
    rules: {
      'no-undef': 'error',
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
  { files: ['src/notes/**/*.ts'], languageOptions: { globals: { TextEncoder: 'readonly', TextDecoder: 'readonly' } } },
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
