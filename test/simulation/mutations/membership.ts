import type { Mutation } from './mutation.ts';

export const membership: readonly Mutation[] = [
  {
    name: 'a joint configuration is decided by the new voters alone',
    file: 'configuration.ts',
    snippet:
      'return votersOutgoing.length === 0 ? majority(voters) : joint(majority(voters), majority(votersOutgoing));',
    replacement: 'return votersOutgoing.length === 0 ? majority(voters) : joint(majority(voters), majority(voters));',
  },
  {
    name: 'several voters change without a joint configuration',
    file: 'configuration.ts',
    snippet: 'return votesThatComeOrGo > 1 ?',
    replacement: 'return votesThatComeOrGo > 100 ?',
  },
  {
    name: 'a change begins before the one before it is committed',
    file: 'membership.ts',
    snippet: 'if (core.log.configurationIndex > core.commitIndex || isJoint(core.log.configuration))',
    replacement: 'if (isJoint(core.log.configuration))',
  },
  {
    name: 'a configuration that is cut from the log stays in force',
    file: 'log.ts',
    snippet: 'while (this.configurationIndex > last) this.configurations.pop();',
    replacement: '',
  },
  {
    name: 'no replication-session ids: answers of an earlier life of a member count',
    file: 'answers.ts',
    snippet: ' || round < progress.firstRound',
    replacement: '',
  },
  {
    name: 'a removed leader leads on',
    file: 'membership.ts',
    snippet:
      "core.outbox.trace({ type: 'step-down', reason: 'removed' });\n  handOver(core, core.role);\n  becomeFollower(core, core.term, null);",
    replacement: '',
  },
];
