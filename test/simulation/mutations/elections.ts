import type { Mutation } from './mutation.ts';

export const elections: readonly Mutation[] = [
  {
    name: 'no PreVote: whoever hears no leader raises the term at once',
    file: 'election.ts',
    snippet: 'becomePreCandidate(core);\n  askVoters(core);\n  countVotes(core);',
    replacement: 'becomePreCandidate(core);\n  becomeCandidate(core, false);\n  askVoters(core);',
  },
  {
    name: 'no CheckQuorum: a leader that no quorum answers leads on',
    file: 'election.ts',
    snippet: "if (role.type !== 'leader') return Infinity;\n  const heardByQuorumAtMs",
    replacement: 'if (core.nowMs >= 0) return Infinity;\n  const heardByQuorumAtMs',
  },
  {
    name: 'a leader that is heard protects no one from pre-votes and votes',
    file: 'election.ts',
    snippet: 'return core.nowMs - core.role.heardFromLeaderAtMs < core.timing.electionTimeoutMs;',
    replacement: 'return false;',
  },
  {
    name: 'pre-votes and votes go to candidates whose log is behind',
    file: 'log.ts',
    snippet: 'return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && lastIndex >= this.lastIndex);',
    replacement: 'return lastTerm + lastIndex >= 0;',
  },
  {
    name: 'a second vote in the same term',
    file: 'election.ts',
    snippet: '(core.votedFor === from || (core.votedFor === null && leader === null)) &&\n',
    replacement: '',
  },
  {
    name: 'the vote is cleared by a message of the same term',
    file: 'roles.ts',
    snippet: 'if (term > core.term) {',
    replacement: 'if (term >= core.term) {',
  },
  {
    name: 'half of the voters decide',
    file: 'quorum.ts',
    snippet: 'const needed = Math.floor(members.length / 2) + 1;',
    replacement: 'const needed = Math.ceil(members.length / 2);',
  },
];
