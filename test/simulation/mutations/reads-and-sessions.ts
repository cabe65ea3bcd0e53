import type { Mutation } from './mutation.ts';

export const readsAndSessions: readonly Mutation[] = [
  {
    name: 'a read is answered without asking a quorum',
    file: 'reads.ts',
    snippet: 'round: leader.round + 1 };',
    replacement: 'round: 0 };',
  },
  {
    name: 'a new leader answers reads before it has committed in its term',
    file: 'reads.ts',
    snippet: 'if (leader.reads.length === 0 || core.commitIndex < leader.firstIndex) return;',
    replacement: 'if (leader.reads.length === 0) return;',
  },
  {
    name: 'a follower with no news for its leader does not answer its rounds either',
    file: 'append.ts',
    snippet: 'answer.round <= role.answered.round && ',
    replacement: '',
  },
  {
    name: 'a read does not wait until its index is applied',
    file: 'reads.ts',
    snippet: "if (read.type !== 'confirmed' || read.readIndex > core.appliedIndex) continue;",
    replacement: "if (read.type !== 'confirmed') continue;",
  },
  {
    name: 'no client sessions: a command that is resent is applied again',
    file: 'sessions.ts',
    snippet: "if (sequence <= last) return 'duplicate';",
    replacement: "if (sequence <= last) return 'apply';",
  },
  {
    name: 'a command is applied though the one before it was lost',
    file: 'sessions.ts',
    snippet: "return startsSession && sessionOf(sequence) > sessionOf(last) ? 'apply' : 'out-of-order';",
    replacement: "return 'apply';",
  },
];
