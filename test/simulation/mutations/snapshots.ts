import type { Mutation } from './mutation.ts';

export const snapshots: readonly Mutation[] = [
  {
    name: 'no client table in snapshots',
    file: 'snapshots.ts',
    snippet: 'sessions: core.sessions.snapshot(),',
    replacement: 'sessions: [],',
  },
  {
    name: 'the client table of an installed snapshot is not taken over',
    file: 'snapshots.ts',
    snippet: '  core.sessions.restore(snapshot.sessions);\n',
    replacement: '',
  },
  {
    name: 'a snapshot names the configuration in force, not the one at its index',
    file: 'snapshots.ts',
    snippet: 'const placed = core.log.configurationAt(index);',
    replacement: 'const placed = { configuration: core.log.configuration, index: core.log.configurationIndex };',
  },
  {
    name: 'the log is cut as far as it is applied, snapshot or not',
    file: 'snapshots.ts',
    snippet: 'let through = snapshotIndex(core) - core.trailingEntries;',
    replacement: 'let through: number = core.appliedIndex;',
  },
];
