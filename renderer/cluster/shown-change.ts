import type { ConfigurationLine } from '../../src/api/contract.ts';

/** A change of membership as the log tells it: a demotion that the leader decided by itself, by its cause. */
export type ShownChange = ConfigurationLine['change'] | NonNullable<ConfigurationLine['because']>;
/** What a joint configuration only intends until it ends. */
export type ShownDeparture = Exclude<ShownChange, 'create' | 'recover' | 'add-learner' | 'promote'>;
