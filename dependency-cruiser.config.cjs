/**
 * Who may import what: the table in docs/architecture.md, room by room. A rule that no tool checks will be broken.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'raft-stands-alone',
      comment: 'Consensus is pure: it imports nothing outside itself, no package and no Node module.',
      severity: 'error',
      from: { path: '^src/raft/' },
      to: { pathNot: '^src/raft/' },
    },
    room('wire', { own: '^src/wire/', packages: 'protons-runtime|uint8arraylist' }),
    room('notes', { own: '^src/notes/', packages: '@codemirror/(state|collab)' }),
    room('storage', { own: '^src/(storage|wire)/', types: '^src/raft/types\\.ts$', packages: '.*' }),
    room('network', { own: '^src/(network|wire)/', types: '^src/raft/types\\.ts$', packages: '.*' }),
    room('lab', { own: '^src/lab/', types: '^src/(raft|network)/types\\.ts$', packages: '.*' }),
    room('api', { own: '^src/api/', packages: 'zod' }),
    {
      name: 'member-within-src',
      comment: 'A member is a plain Node program: it knows neither Electron nor the window.',
      severity: 'error',
      from: { path: '^src/member/' },
      to: { path: ['^(electron|renderer|build|test)/', '^node_modules/electron/'] },
    },
    {
      name: 'electron-knows-no-raft',
      comment: 'The shell sees the contract only.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(src|renderer|build|test)/', pathNot: '^src/api/' },
    },
    {
      name: 'renderer-sees-the-contract-only',
      comment: 'The window talks to the member through the contract, and has no Node.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(src|electron|build|test)/', pathNot: '^src/api/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'build-stands-apart',
      severity: 'error',
      from: { path: '^build/' },
      to: { path: '^(src|electron|renderer|test)/' },
    },
    {
      name: 'only-electron-imports-electron',
      severity: 'error',
      from: { pathNot: '^(electron|test)/' },
      to: { path: '^node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vite/client$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
    },
  },
};

/** A room of src: its own files, the words of another room (its types.ts), some packages, and Node unless it is pure. */
function room(name, { own, types, packages }) {
  const pure = ['wire', 'notes', 'api'].includes(name);
  return {
    name: `${name}-imports-its-own`,
    comment: `src/${name} may import ${own}${types === undefined ? '' : `, ${types}`}, its packages, and nothing else.`,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: {
      pathNot: [own, ...(types === undefined ? [] : [types]), `^node_modules/(${packages})`],
      ...(pure ? {} : { dependencyTypesNot: ['core'] }),
    },
  };
}
