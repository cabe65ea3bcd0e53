import { drawnActions, listedActions } from './actions.ts';
import { closeDown } from './closing.ts';
import { Cluster } from './cluster.ts';
import { perform } from './faults.ts';
import { healing, partialFault } from './healing.ts';
import { Random } from './random.ts';
import { Violation } from './violation.ts';
import { drawWorld } from './world.ts';
import type { TimedAction } from './actions.ts';
import type { CoreModule } from './core-module.ts';
import type { CoverageName } from './coverage.ts';
import type { Trace } from './trace.ts';
import type { InvariantName } from './violation.ts';

export interface SimulationOptions {
  readonly fewestMembers: number;
  readonly mostMembers: number;
  /** Events of the storm; healing comes on top. */
  readonly steps: number;
}
export const defaultOptions: SimulationOptions = { fewestMembers: 3, mostMembers: 7, steps: 3000 };

export interface Failure {
  readonly seed: number;
  readonly invariant: InvariantName;
  readonly what: string;
  readonly atMs: number;
}

export interface SimulationResult {
  readonly seed: number;
  readonly events: number;
  readonly coverage: Readonly<Record<CoverageName, number>>;
  readonly failure: Failure | null;
  readonly storm: Storm;
}

/** What people and faults did, and for how long: with the seed, all that it takes to make a run again. */
export interface Storm {
  readonly actions: readonly TimedAction[];
  readonly durationMs: number;
}

/** A storm in a quiet room is over after this much virtual time, however little happened. */
const longestStormMs = 120_000;

/** One run, from one seed: a storm, perhaps a partial fault, then healing. */
export function simulate(
  core: CoreModule,
  seed: number,
  options: SimulationOptions,
  replay: { readonly storm?: Storm; readonly trace?: Trace } = {},
): SimulationResult {
  const root = new Random(seed);
  const world = drawWorld(root.fork(), options.fewestMembers, options.mostMembers, options.steps);
  const actionRandom = root.fork();
  const endRandom = root.fork();
  const trace = replay.trace ?? null;
  const performed: TimedAction[] = [];
  let durationMs = 0;
  const cluster = new Cluster(core, world, root.fork(), trace);
  cluster.note(`${world.members} members; faults: ${[...world.faults].join(', ')}`);
  let failure: Failure | null = null;
  try {
    cluster.found();
    const { storm } = replay;
    const source = storm === undefined ? drawnActions(actionRandom, world) : listedActions(storm.actions);
    const endMs = storm?.durationMs ?? longestStormMs;
    let action = source();
    while (cluster.events < options.steps) {
      if (cluster.next(Math.min(action?.atMs ?? endMs, endMs))) continue;
      if (action === null || action.atMs > endMs) break;
      cluster.nowMs = action.atMs;
      cluster.events += 1;
      performed.push(action);
      cluster.note(`— ${JSON.stringify(action.action)}`);
      perform(cluster, action.action);
      action = source();
    }
    durationMs = cluster.nowMs;
    if (world.hasPartialFault) partialFault(cluster, endRandom.fork());
    healing(cluster, endRandom.fork());
    closeDown(cluster, endRandom.fork());
    for (const history of cluster.histories.values()) history.check(cluster.coverage);
  } catch (error) {
    if (durationMs === 0) durationMs = cluster.nowMs;
    failure = failureOf(seed, cluster.nowMs, error);
    cluster.note(`VIOLATED ${failure.invariant}: ${failure.what}`);
  }
  return {
    seed,
    events: cluster.events,
    coverage: cluster.coverage.counts,
    failure,
    storm: { actions: performed, durationMs },
  };
}

/** What the core throws in an impossible state is a broken promise too; what the simulator itself throws is as well. */
function failureOf(seed: number, atMs: number, error: unknown): Failure {
  if (error instanceof Violation) return { seed, invariant: error.invariant, what: error.message, atMs };
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { seed, invariant: 'core-threw', what, atMs };
}
