import { describe, expect, it } from 'vitest';
import { memberName, SimulatedCluster } from './cluster.ts';

/** `RAFTPAD_SEED=n` replays one run, `RAFTPAD_SEEDS=n` makes that many; by default as many as take a few seconds. */
const { RAFTPAD_SEED: replayed, RAFTPAD_SEEDS: count = '100' } = process.env;
const seeds =
  replayed === undefined ? Array.from({ length: Number(count) }, (_, position) => position + 1) : [Number(replayed)];

/** Faults of every kind for ten simulated seconds, then peace; returns the cluster as it is after that. */
function stormThenPeace(seed: number): SimulatedCluster {
  const size = 1 + (seed % 5);
  const cluster = SimulatedCluster.of(size, {
    seed,
    networkDelayMs: [0.5, seed % 3 === 0 ? 120 : 12],
    loss: (seed % 4) * 0.05,
    diskDelayMs: [0.5, seed % 7 === 0 ? 600 : seed % 7 === 1 ? 150 : 10],
    snapshotEvery: seed % 2 === 0 ? 8 : null,
    trailingEntries: seed % 6,
  });
  const chance = (probability: number): boolean => cluster.random() < probability;
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(cluster.random() * items.length)]!;
  let newcomers = 0;

  for (let turn = 0; turn < 200; turn += 1) {
    cluster.run(cluster.random() * 100);
    if (chance(0.7)) cluster.propose(oneOf(cluster.ids));
    if (chance(0.2)) for (let burst = 0; burst < 20; burst += 1) cluster.propose(oneOf(cluster.ids));
    if (chance(0.2)) cluster.read(oneOf(cluster.ids));
    if (chance(0.04)) cluster.crash(oneOf(cluster.ids));
    if (chance(0.1)) cluster.restart(oneOf(cluster.ids));
    if (chance(0.04)) cluster.partition(cluster.ids.filter(() => chance(0.5)));
    if (chance(0.03)) cluster.cut(oneOf(cluster.ids), oneOf(cluster.ids));
    if (chance(0.02)) cluster.silence(oneOf(cluster.ids), oneOf(cluster.ids));
    if (chance(0.1)) cluster.heal();
    if (chance(0.04) && newcomers < 3) {
      const newcomer = memberName(size + newcomers);
      newcomers += 1;
      cluster.addMember(newcomer);
      cluster.change(oneOf(cluster.ids), { type: 'add-learner', member: newcomer });
    }
    if (chance(0.05)) cluster.change(oneOf(cluster.ids), { type: 'add-learner', member: oneOf(cluster.ids) });
    if (chance(0.03)) cluster.change(oneOf(cluster.ids), { type: 'remove', member: oneOf(cluster.ids) });
    if (chance(0.05)) {
      const kinds = ['add-learner', 'promote', 'demote', 'remove', 'promote'] as const;
      const chosen = cluster.ids.filter(() => chance(0.4));
      cluster.change(oneOf(cluster.ids), ...chosen.map((member) => ({ type: oneOf(kinds), member })));
    }
    if (chance(0.05)) cluster.transfer(oneOf(cluster.ids), chance(0.5) ? oneOf(cluster.ids) : null);
  }

  cluster.changeWorld({ loss: 0, networkDelayMs: [0.5, 5], diskDelayMs: [0.5, 5] });
  for (const id of cluster.ids) cluster.restart(id);
  cluster.heal();
  return cluster;
}

/** Waits until all members of the latest configuration agree and nothing is outstanding. */
function converges(cluster: SimulatedCluster): boolean {
  return cluster.runUntil(() => {
    const leader = cluster.leader();
    if (leader === null) return false;
    const { configuration, configurationIndex, commitIndex, lastIndex } = cluster.raft(leader).status();
    if (configurationIndex > commitIndex || commitIndex < lastIndex) return false;
    if (configuration.votersOutgoing.length > 0) return false;
    if (configuration.learners.some((member) => !configuration.demoted.includes(member))) return false;
    return configuration.voters.every((id) => {
      const status = cluster.raft(id).status();
      return status.commitIndex === commitIndex && status.waitingProposals === 0 && status.leader === leader;
    });
  }, 20_000);
}

describe('A simulated cluster under every fault', () => {
  it(`keeps every promise of figure 3 and converges in peace (${seeds.length} seeds)`, () => {
    const seen = new Map<string, number>();
    for (const seed of seeds) {
      try {
        const cluster = stormThenPeace(seed);
        expect(converges(cluster), 'the cluster converges').toBe(true);
        const leader = cluster.leader()!;
        const { voters } = cluster.raft(leader).status().configuration;
        const texts = voters.map((id) => cluster.member(id).applied.join(' '));
        expect(new Set(texts).size, 'all state machines are the same').toBe(1);
        for (const id of voters) expect(cluster.member(id).outbox, `nothing proposed at ${id} is lost`).toEqual([]);

        for (const [what, times] of Object.entries(cluster.seen)) seen.set(what, (seen.get(what) ?? 0) + times);
        const before = cluster.member(leader).readsDone;
        cluster.read(leader);
        expect(
          cluster.runUntil(() => cluster.member(leader).readsDone > before, 2_000),
          'reads are served',
        ).toBe(true);
      } catch (error) {
        throw new Error(`with RAFTPAD_SEED=${seed}: ${String(error)}`, { cause: error });
      }
    }
    if (seeds.length < 100) return;
    for (const [what, times] of seen) expect(times, `${what} in any of ${seeds.length} runs`).toBeGreaterThan(0);
  }, 3_600_000);

  it('runs the same way twice with the same seed', () => {
    const digest = (): string => {
      const cluster = stormThenPeace(7);
      converges(cluster);
      const states = cluster.ids.map((id) => [cluster.raft(id).status(), cluster.member(id).applied]);
      return JSON.stringify([cluster.messagesSent, cluster.nowMs, states]);
    };
    expect(digest()).toBe(digest());
  });
});
