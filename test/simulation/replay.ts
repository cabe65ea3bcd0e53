import { simulate } from './simulation.ts';
import { Trace } from './trace.ts';
import type { CoreModule } from './core-module.ts';
import type { Failure, SimulationOptions } from './simulation.ts';

/** The whole trace of one seed: the same to the byte each time, on every machine and engine. */
export function replayed(
  core: CoreModule,
  seed: number,
  options: SimulationOptions,
): { readonly text: string; readonly failure: Failure | null } {
  const trace = new Trace();
  const { failure, events } = simulate(core, seed, options, { trace });
  const end = `seed ${seed}: ${events} events, ${failure === null ? 'no promise broken' : failure.invariant}`;
  return { text: `${[...trace.lines, end].join('\n')}\n`, failure };
}
