import { describe, expect, it } from 'vitest';
import { Raft, recoverFromLostMajority } from '../../src/raft/raft.ts';
import { Coverage } from './coverage.ts';
import { defaultOptions, simulate } from './simulation.ts';
import { Trace } from './trace.ts';
import type { SimulationResult } from './simulation.ts';

const core = { Raft, recoverFromLostMajority };

/** Runs one seed; a broken promise fails with how to see it again. */
function run(seed: number): SimulationResult {
  const result = simulate(core, seed, defaultOptions);
  const { failure } = result;
  if (failure !== null)
    throw new Error(`npm run simulate -- --replay ${seed} --shrink   (${failure.invariant}: ${failure.what})`);
  return result;
}

describe('A simulated cluster under every fault', () => {
  it('keeps every promise with seeds that were seen before', () => {
    const coverage = new Coverage();
    for (let seed = 1; seed <= 120; seed += 1) coverage.add(run(seed).coverage);
    // Kinds that only some hundred seeds reach are looked at by the long runs.
    expect(
      coverage
        .missing()
        .filter(
          (name) => !['voters demoted', 'joint states reached', 'snapshot chunks of a former leader'].includes(name),
        ),
    ).toEqual([]);
  }, 120_000);

  it('keeps every promise with seeds that once broke one', () => {
    // 3163: a crash after a snapshot was durable and before the term that it came in was.
    // 1100: a candidate slept, and won its old term when others had long gone on. 2784: two leaders' snapshots at a time.
    // 106416: a burst of small writes was taken for a stalled disk. 101120, 105223: who was deaf by then became a voter.
    // 101737: a crash right behind a snapshot's arrival, with own commands waiting that it has.
    // 113231, 115728, 117695: who went on alone had applied an own command that only the lost had on their disks.
    // 119391: who could write had no vote yet in the configuration of a learner that was behind.
    // 116946: two that had lost their disks elected one of them. 106545: late news of an older snapshot. 119651: a removed one.
    const seeds = [1100, 2689, 2784, 2936, 3163, 101_120, 101_737, 105_223, 106_416];
    for (const seed of [...seeds, 106_545, 113_231, 115_728, 116_946, 117_695, 119_391, 119_651]) run(seed);
  });

  it('keeps every promise with fresh seeds', () => {
    const first = 1_000_000 + Math.floor(Math.random() * 2 ** 31);
    console.log(`fresh seeds: ${first} to ${first + 29}`);
    for (let seed = first; seed < first + 30; seed += 1) run(seed);
  }, 120_000);

  it('runs the same way twice with the same seed, to the byte', () => {
    const traceOf = (): string => {
      const trace = new Trace();
      simulate(core, 7, defaultOptions, { trace });
      return trace.lines.join('\n');
    };
    const trace = traceOf();
    expect(trace.length).toBeGreaterThan(100_000);
    expect(traceOf()).toBe(trace);
  });

  it('runs the same way from the list of what was done as from the seed', () => {
    const { storm, events } = run(11);
    const again = simulate(core, 11, defaultOptions, { storm });
    expect(again.events).toBe(events);
  });
});
