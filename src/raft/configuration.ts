import { invariant, unreachable } from './invariant.ts';
import { majority, type Quorum } from './quorum.ts';
import type { Configuration, ConfigurationChange, MemberId } from './types.ts';

/** The configuration of a newcomer, who waits to be told. */
export const emptyConfiguration: Configuration = { voters: [], learners: [] };

/** Who decides under this configuration. */
export function quorumOf(configuration: Configuration): Quorum {
  return majority(configuration.voters);
}

export function isVoter(configuration: Configuration, member: MemberId): boolean {
  return configuration.voters.includes(member);
}

export function isMember(configuration: Configuration, member: MemberId): boolean {
  return isVoter(configuration, member) || configuration.learners.includes(member);
}

export function membersOf(configuration: Configuration): readonly MemberId[] {
  return [...configuration.voters, ...configuration.learners];
}

/** The configuration after a change of one member (dissertation §4.1); the caller has checked that it may happen. */
export function changed(configuration: Configuration, change: ConfigurationChange): Configuration {
  const { voters, learners } = configuration;
  const without = (members: readonly MemberId[]): MemberId[] => members.filter((member) => member !== change.member);
  switch (change.type) {
    case 'create':
      return { voters: [change.member], learners: [] };
    case 'add-learner':
      return { voters, learners: [...without(learners), change.member] };
    case 'promote':
      invariant(learners.includes(change.member), 'only a learner is promoted');
      return { voters: [...voters, change.member], learners: without(learners) };
    case 'remove':
      return { voters: without(voters), learners: without(learners) };
    default:
      return unreachable(change);
  }
}
