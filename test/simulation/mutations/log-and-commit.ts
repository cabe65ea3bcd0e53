import type { Mutation } from './mutation.ts';

export const logAndCommit: readonly Mutation[] = [
  {
    name: 'the entry before the new ones is not compared',
    file: 'append.ts',
    snippet: 'if (core.log.termAt(request.previousIndex) === request.previousTerm) {',
    replacement: 'if (core.log.termAt(request.previousIndex) !== null) {',
  },
  {
    name: 'an append cuts the log without a conflict',
    file: 'append.ts',
    snippet: 'if (conflict !== null) truncateLog(core, conflict);',
    replacement: `const cut = asLogIndex(Math.max(core.commitIndex, message.previousIndex) + 1);
  if (cut <= core.log.lastIndex) truncateLog(core, cut);`,
  },
  {
    name: 'a late write makes entries durable that were cut since',
    file: 'log.ts',
    snippet: 'for (const write of this.writes) write.lastIndex = asLogIndex(Math.min(write.lastIndex, last));',
    replacement: '',
  },
  {
    name: 'no current-term rule: entries of older terms are committed by counting',
    file: 'commit.ts',
    snippet: 'if (core.log.termAt(index) === core.term) commitTo(core, index);',
    replacement: 'commitTo(core, index);',
  },
  {
    name: 'no no-op at the start of a term',
    file: 'roles.ts',
    snippet: "appendToLog(core, [{ kind: 'no-op', index: firstIndex, term: core.term }]);",
    replacement: 'appendToLog(core, []);',
  },
  {
    name: 'a follower commits beyond what it has matched',
    file: 'append.ts',
    snippet: 'commitTo(core, asLogIndex(Math.min(message.leaderCommit, matchedIndex)));',
    replacement: 'commitTo(core, asLogIndex(Math.min(message.leaderCommit, core.log.lastIndex)));',
  },
  {
    name: 'a leader counts itself before its own disk is done',
    file: 'commit.ts',
    snippet: 'voter === core.self ? core.log.durableIndex',
    replacement: 'voter === core.self ? core.log.lastIndex',
  },
];
