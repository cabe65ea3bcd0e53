import { invariant, unreachable } from './invariant.ts';
import { joint, majority, type Quorum } from './quorum.ts';
import type { Configuration, ConfigurationChange, MemberId } from './types.ts';

/** The configuration of a newcomer, who waits to be told. */
export const emptyConfiguration: Configuration = {
  voters: [],
  learners: [],
  votersOutgoing: [],
  demoted: [],
};

/** Who decides under this configuration: while it is joint, a majority of the old and one of the new voters (§6). */
export function quorumOf({ voters, votersOutgoing }: Configuration): Quorum {
  return votersOutgoing.length === 0 ? majority(voters) : joint(majority(voters), majority(votersOutgoing));
}

export function isJoint({ votersOutgoing }: Configuration): boolean {
  return votersOutgoing.length > 0;
}

export function isVoter({ voters, votersOutgoing }: Configuration, member: MemberId): boolean {
  return voters.includes(member) || votersOutgoing.includes(member);
}

export function isMember(configuration: Configuration, member: MemberId): boolean {
  return isVoter(configuration, member) || configuration.learners.includes(member);
}

/** Everyone who votes now, each once. */
export function votersOf({ voters, votersOutgoing }: Configuration): readonly MemberId[] {
  return votersOutgoing.length === 0 ? voters : [...new Set([...voters, ...votersOutgoing])];
}

/** Everyone to replicate to, each once. */
export function membersOf(configuration: Configuration): readonly MemberId[] {
  return [...new Set([...votersOf(configuration), ...configuration.learners])];
}

/** Whether this part of a change would change anything. */
export function isEffective(configuration: Configuration, { type, member }: ConfigurationChange): boolean {
  switch (type) {
    case 'create':
    case 'recover':
      return true;
    case 'add-learner':
      return !isMember(configuration, member);
    case 'promote':
      return !configuration.voters.includes(member);
    case 'demote':
      return !configuration.demoted.includes(member);
    case 'remove':
      return isMember(configuration, member);
    default:
      return unreachable(type);
  }
}

/**
 * The configuration to append for these changes, which the caller has checked. If no more than one vote comes or goes,
 * any two majorities before and after share a member (dissertation §4.1), and it is the new configuration itself; else
 * it is the joint one, to be left by `withoutOutgoing`.
 */
export function changed(configuration: Configuration, changes: readonly ConfigurationChange[]): Configuration {
  invariant(!isJoint(configuration), 'a joint configuration is left before the next change');
  const after = changes.reduce(changedByOne, configuration);
  const { voters } = configuration;
  const votesThatComeOrGo =
    voters.filter((member) => !after.voters.includes(member)).length +
    after.voters.filter((member) => !voters.includes(member)).length;
  return votesThatComeOrGo > 1 ? { ...after, votersOutgoing: voters } : after;
}

/** C_new of a joint configuration. */
export function withoutOutgoing(configuration: Configuration): Configuration {
  return { ...configuration, votersOutgoing: [] };
}

/** What leaving a joint configuration does to each member's vote. `begun`: the changes that it was entered by. */
export function changesOfLeaving(
  { voters, learners, votersOutgoing }: Configuration,
  begun: readonly ConfigurationChange[],
): readonly ConfigurationChange[] {
  const came = voters.filter((member) => !votersOutgoing.includes(member));
  const went = votersOutgoing.filter((member) => !voters.includes(member));
  return [
    ...came.map((member): ConfigurationChange => ({ type: 'promote', member })),
    ...went.map((member): ConfigurationChange => {
      if (!learners.includes(member)) return { type: 'remove', member };
      return begun.find((change) => change.type === 'demote' && change.member === member) ?? { type: 'demote', member };
    }),
  ];
}

function changedByOne(configuration: Configuration, change: ConfigurationChange): Configuration {
  const { member } = change;
  const { voters, learners, demoted } = configuration;
  const without = (members: readonly MemberId[]): MemberId[] => members.filter((other) => other !== member);
  switch (change.type) {
    case 'create':
    case 'recover':
      return { ...emptyConfiguration, voters: [member] };
    case 'add-learner':
      return { ...configuration, learners: [...without(learners), member] };
    case 'promote':
      invariant(learners.includes(member), 'only a learner is promoted');
      return { ...configuration, voters: [...voters, member], learners: without(learners), demoted: without(demoted) };
    case 'demote':
      return {
        ...configuration,
        voters: without(voters),
        learners: [...without(learners), member],
        demoted: change.because === undefined ? [...without(demoted), member] : demoted,
      };
    case 'remove':
      return {
        ...configuration,
        voters: without(voters),
        learners: without(learners),
        demoted: without(demoted),
      };
    default:
      return unreachable(change);
  }
}
