import type { Random } from './random.ts';
import type { FaultKind, World } from './world.ts';

/** Where in the way of a write to disk a crash strikes. */
export type CrashPoint = 'now' | 'before-sync' | 'torn' | 'after-sync';

/**
 * What people and faults do to a cluster. Members are meant by number, counted around those that there are at the time:
 * so a list of actions still means something after some were taken out of it, which is how a failure is made smaller.
 */
export type Action =
  | { readonly type: 'client'; readonly member: number; readonly register: number; readonly verb: ClientVerb }
  | { readonly type: 'edit'; readonly member: number }
  | { readonly type: 'burst'; readonly member: number; readonly count: number }
  | { readonly type: 'crash'; readonly member: Target; readonly at: CrashPoint; readonly downMs: number }
  | { readonly type: 'partition'; readonly sides: number; readonly noticed: boolean; readonly forMs: number }
  | { readonly type: 'one-way'; readonly from: Target; readonly to: number; readonly forMs: number }
  | { readonly type: 'bridge'; readonly over: Target; readonly sides: number; readonly forMs: number }
  | { readonly type: 'isolate'; readonly member: Target; readonly noticed: boolean; readonly forMs: number }
  | { readonly type: 'disconnect'; readonly member: Target; readonly other: number }
  | { readonly type: 'disk-stall'; readonly member: Target; readonly forMs: number }
  | { readonly type: 'pause'; readonly member: Target; readonly clockGoesOn: boolean; readonly forMs: number }
  | { readonly type: 'clock-jump'; readonly member: Target; readonly byMs: number }
  | { readonly type: 'clock-drift'; readonly member: Target; readonly rate: number }
  | {
      readonly type: 'change';
      readonly asker: Target;
      readonly demotes: boolean;
      readonly add: number;
      readonly remove: readonly Target[];
    }
  | { readonly type: 'rejoin'; readonly member: number; readonly asker: number }
  | { readonly type: 'replace'; readonly member: Target; readonly asker: number }
  | { readonly type: 'transfer'; readonly asker: Target; readonly to: number }
  | {
      readonly type: 'rest';
      readonly member: Target;
      /** What comes of it once it may go, or `patienceMs` later; `stays`: its laptop does not close after all. */
      readonly then: 'closes' | 'sleeps' | 'stays';
      readonly patienceMs: number;
      readonly forMs: number;
    }
  | {
      readonly type: 'lose-majority';
      /** Who goes on alone. */
      readonly survivor: Target;
      /** Those that are lost, by bit of their number; more, if that is not a majority. Of these, who is so for good. */
      readonly lost: number;
      readonly gone: number;
      /** After the loss: when a person decides to go on, when the others join, when who is not gone returns. */
      readonly decidedMs: number;
      readonly joinedMs: number;
      readonly awayMs: number;
      readonly newcomers: number;
      /** Whether one of the old members is asked to join without being wiped: it must stay out. */
      readonly invitesOld: boolean;
      /** Whether no one was lost for good: the old members go on without the one that left, and want the same newcomers. */
      readonly oldGoOn: boolean;
    };
export type ClientVerb = 'get' | 'set' | 'compare-and-set';
/** A member by number, or whoever leads. */
export type Target = number | 'leader';

export interface TimedAction {
  readonly atMs: number;
  readonly action: Action;
}

/** Where the actions of a run come from: drawn as it goes, or read from a list. */
export type ActionSource = () => TimedAction | null;

export function drawnActions(random: Random, world: World): ActionSource {
  let clientAtMs = random.between(0, 2 * world.clientGapMs);
  let faultAtMs = random.between(0, 2 * world.faultGapMs);
  const kinds = [...world.faults].filter((kind) => kind in drawFault);
  return () => {
    if (kinds.length === 0 || clientAtMs <= faultAtMs) {
      const atMs = clientAtMs;
      clientAtMs += random.between(0, 2 * world.clientGapMs);
      return { atMs, action: drawClient(random, world) };
    }
    const atMs = faultAtMs;
    faultAtMs += random.between(0, 2 * world.faultGapMs);
    return { atMs, action: drawFault[random.pick(kinds)]!(random, world) };
  };
}

export function listedActions(list: readonly TimedAction[]): ActionSource {
  let at = 0;
  return () => list[at++] ?? null;
}

function drawClient(random: Random, world: World): Action {
  const member = random.below(64);
  const drawn = random.next();
  if (drawn < 0.06) return { type: 'edit', member };
  if (drawn < 0.09) return { type: 'burst', member, count: 2 + random.below(30) };
  const register = random.below(world.registers);
  const verb = random.pick(['get', 'get', 'set', 'set', 'compare-and-set'] as const);
  return { type: 'client', member, register, verb };
}

type Draw = (random: Random, world: World) => Action;

/** The faults that strike at a time; the others are in the world's rates. */
const drawFault: { readonly [Kind in FaultKind]?: Draw } = {
  partition: (random) => ({
    type: 'partition',
    sides: random.below(2 ** 16),
    noticed: random.chance(0.5),
    forMs: random.leaning(20, 6000),
  }),
  'one-way': (random) => ({
    type: 'one-way',
    from: target(random),
    to: random.below(64),
    forMs: random.leaning(20, 6000),
  }),
  bridge: (random) => ({
    type: 'bridge',
    over: target(random),
    sides: random.below(2 ** 16),
    forMs: random.leaning(100, 8000),
  }),
  isolation: (random) => ({
    type: 'isolate',
    member: target(random),
    noticed: random.chance(0.5),
    forMs: random.leaning(20, 6000),
  }),
  disconnect: (random) => ({ type: 'disconnect', member: target(random), other: random.below(64) }),
  'disk-stall': (random) => ({ type: 'disk-stall', member: target(random), forMs: random.leaning(50, 4000) }),
  crash: (random) => ({ type: 'crash', member: target(random), at: 'now', downMs: random.leaning(1, 5000) }),
  'crash-at-persist': (random) => ({
    type: 'crash',
    member: target(random),
    at: random.pick(['before-sync', 'after-sync'] as const),
    downMs: random.leaning(1, 5000),
  }),
  'torn-write': (random) => ({ type: 'crash', member: target(random), at: 'torn', downMs: random.leaning(1, 3000) }),
  pause: (random) => ({
    type: 'pause',
    member: target(random),
    clockGoesOn: random.chance(0.5),
    forMs: random.leaning(20, 8000),
  }),
  'clock-jump': (random) => ({ type: 'clock-jump', member: target(random), byMs: random.leaning(50, 20_000) }),
  'clock-drift': (random, world) => ({
    type: 'clock-drift',
    member: target(random),
    rate: random.between(1 / (1 + world.drift), 1 + world.drift),
  }),
  membership: (random) => ({
    type: 'change',
    asker: random.chance(0.6) ? 'leader' : random.below(64),
    demotes: random.chance(0.3),
    add: random.pick([0, 0, 1, 2, 2, 3]),
    remove: random.chance(0.5) ? [] : Array.from({ length: random.pick([1, 2, 2]) }, () => target(random)),
  }),
  rejoin: (random) => ({ type: 'rejoin', member: random.below(64), asker: random.below(64) }),
  replacement: (random) => ({ type: 'replace', member: target(random), asker: random.below(64) }),
  transfer: (random) => ({
    type: 'transfer',
    asker: random.chance(0.7) ? 'leader' : random.below(64),
    to: random.below(64),
  }),
  rest: (random) => ({
    type: 'rest',
    member: target(random),
    then: random.pick(['closes', 'closes', 'sleeps', 'stays'] as const),
    patienceMs: random.leaning(100, 4000),
    forMs: random.leaning(20, 8000),
  }),
  recovery: (random) => ({
    type: 'lose-majority',
    survivor: target(random),
    lost: random.below(2 ** 16),
    gone: random.below(2 ** 16) & random.below(2 ** 16),
    decidedMs: random.leaning(1, 1000),
    joinedMs: random.leaning(1, 1000),
    awayMs: random.leaning(1, 5000),
    newcomers: random.pick([1, 2, 2, 3]),
    invitesOld: random.chance(0.4),
    oldGoOn: random.chance(0.6),
  }),
};

/** Whoever leads is worth more trouble than the others. */
function target(random: Random): Target {
  const number = random.below(64);
  return random.chance(0.3) ? 'leader' : number;
}
