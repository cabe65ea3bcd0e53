import type { Mutation } from './mutation.ts';

export const persistence: readonly Mutation[] = [
  {
    name: 'no fsync before a reply',
    file: 'outbox.ts',
    snippet: 'this.sends.push({ to, message, onceDurable: true });',
    replacement: 'this.sends.push({ to, message, onceDurable: false });',
  },
  {
    name: 'a vote leaves before it is durable',
    file: 'election.ts',
    snippet: 'if (granted) core.outbox.sendOnceDurable(from, response);',
    replacement: 'if (granted) core.outbox.send(from, response);',
  },
  {
    name: 'a heartbeat is answered for entries that are still being written',
    file: 'append.ts',
    snippet: 'role.answered = { round, matchIndex: durableMatch };',
    replacement: 'role.answered = { round, matchIndex: matchedIndex };',
  },
  {
    name: 'a candidate counts its own vote before it is durable',
    file: 'roles.ts',
    snippet: 'votes: new Map(),',
    replacement: 'votes: new Map([[core.self, true]]),',
  },
  {
    name: 'the vote is not written if the term is not new',
    file: 'outbox.ts',
    snippet: 'return state.term !== term || state.votedFor !== votedFor || state.epoch !== epoch;',
    replacement: 'return state.term !== term || state.epoch !== epoch;',
  },
];
