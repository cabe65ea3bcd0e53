import type { Mutation } from './mutation.ts';

export const epochs: readonly Mutation[] = [
  {
    name: 'no epochs: members from before a recovery are heard after it',
    file: 'raft.ts',
    snippet: "core.outbox.trace({ type: 'other-epoch', from, epoch, own: core.epoch });\n    return false;",
    replacement: 'return true;',
  },
  {
    name: 'a member that has a log takes over a newer epoch',
    file: 'raft.ts',
    snippet: 'if (epoch > core.epoch && core.log.lastIndex === 0 && core.receiving === null) {',
    replacement: 'if (epoch > core.epoch) {',
  },
  {
    name: 'a newcomer takes over an epoch in the middle of a snapshot of another',
    file: 'raft.ts',
    snippet: ' && core.receiving === null) {',
    replacement: ') {',
  },
  {
    name: 'a recovery stays in the epoch of the lost majority',
    file: 'start.ts',
    snippet: 'epoch: hardState.epoch + 1 + Math.floor(random() * epochSpread),',
    replacement: 'epoch: hardState.epoch,',
  },
  {
    name: 'a recovery keeps the voters that are lost',
    file: 'start.ts',
    snippet: 'const configuration = changed(emptyConfiguration, [change]);',
    replacement: 'const { configuration } = log;',
  },
  {
    name: 'a recovery stays in the term of the lost majority',
    file: 'start.ts',
    snippet: 'asTerm(Math.max(hardState.term, log.lastTerm) + 1)',
    replacement: 'asTerm(Math.max(hardState.term, log.lastTerm))',
  },
];
