import { simulate } from './simulation.ts';
import type { TimedAction } from './actions.ts';
import type { CoreModule } from './core-module.ts';
import type { SimulationOptions, SimulationResult } from './simulation.ts';

/**
 * Makes a failure smaller: leaves out what people and faults did, in ever smaller parts, as long as the same promise is
 * still broken (delta debugging, Zeller 1999). What is left is what matters.
 *
 * @param runsAllowed how many times it may run the simulation.
 */
export function shrink(
  core: CoreModule,
  failed: SimulationResult,
  options: SimulationOptions,
  runsAllowed = 300,
): SimulationResult {
  const invariant = failed.failure?.invariant;
  let smallest = failed;
  let runs = 0;
  const tries = (actions: readonly TimedAction[]): boolean => {
    runs += 1;
    const result = simulate(core, failed.seed, options, { storm: { actions, durationMs: smallest.storm.durationMs } });
    if (result.failure?.invariant !== invariant) return false;
    // The same actions may lead there by a longer way.
    if (result.storm.actions.length >= smallest.storm.actions.length && result.events >= smallest.events) return false;
    smallest = result;
    return true;
  };

  for (let parts = 2; runs < runsAllowed && smallest.storm.actions.length > 0;) {
    const { actions } = smallest.storm;
    const size = Math.ceil(actions.length / parts);
    let wasSmaller = false;
    for (let from = 0; from < actions.length && runs < runsAllowed && !wasSmaller; from += size)
      wasSmaller = tries([...actions.slice(0, from), ...actions.slice(from + size)]);
    if (wasSmaller) parts = Math.max(2, parts - 1);
    else if (size === 1) break;
    else parts = Math.min(actions.length, parts * 2);
  }
  return smallest;
}
