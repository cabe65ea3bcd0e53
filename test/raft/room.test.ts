import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../src/raft/types.ts';
import { SimulatedCluster } from './cluster.ts';

/** A cluster of three that has a leader. */
function led(): { cluster: SimulatedCluster; leader: MemberId; others: [MemberId, MemberId] } {
  const cluster = SimulatedCluster.of(3, { seed: 7 });
  expect(cluster.runUntil(() => cluster.leader() !== null, 5_000)).toBe(true);
  const leader = cluster.leader()!;
  const others = cluster
    .raft(leader)
    .status()
    .configuration.voters.filter((id) => id !== leader);
  cluster.run(300);
  return { cluster, leader, others: others as [MemberId, MemberId] };
}

const noRoom = { type: 'room', entries: false, commands: false } as const;
const room = { type: 'room', entries: true, commands: true } as const;

function lastIndex(cluster: SimulatedCluster, id: MemberId): number {
  return cluster.raft(id).status().lastIndex;
}
function commitIndex(cluster: SimulatedCluster, id: MemberId): number {
  return cluster.raft(id).status().commitIndex;
}

describe('A follower whose disk has no room', () => {
  it('takes no commands while the others commit, and all of them as soon as it has room', () => {
    const { cluster, leader, others } = led();
    const [full] = others;
    cluster.input(full, noRoom);
    const before = lastIndex(cluster, full);
    for (let n = 0; n < 50; n += 1) cluster.propose(leader);
    cluster.run(2_000);
    expect(commitIndex(cluster, leader)).toBe(before + 50);
    expect(lastIndex(cluster, full)).toBe(before);
    // It is heard all the same: nobody steps down.
    expect(cluster.leader()).toBe(leader);
    cluster.input(full, room);
    expect(cluster.runUntil(() => commitIndex(cluster, full) === before + 50, 1_000)).toBe(true);
  });

  it('is sent no commands in vain', () => {
    const { cluster, leader, others } = led();
    const [full] = others;
    cluster.input(full, noRoom);
    for (let n = 0; n < 50; n += 1) cluster.propose(leader);
    cluster.run(1_000);
    const peer = cluster
      .raft(leader)
      .status()
      .peers.find(({ member }) => member === full);
    // What was under way when it said so is not counted as sent.
    expect(peer).toMatchObject({ state: 'replicating', nextIndex: lastIndex(cluster, full) + 1 });
  });

  it('votes, and takes what a new leader needs to get to work', () => {
    const { cluster, leader, others } = led();
    const [full, heir] = others;
    cluster.input(full, noRoom);
    cluster.crash(leader);
    expect(cluster.runUntil(() => cluster.leader() !== null && cluster.leader() !== leader, 10_000)).toBe(true);
    // Two are left, and a majority is both: the no-op of the new term is committed with the full one.
    const led2 = cluster.leader()!;
    expect([full, heir]).toContain(led2);
    const { term } = cluster.raft(led2).status();
    expect(cluster.runUntil(() => commitIndex(cluster, led2) === lastIndex(cluster, led2), 2_000)).toBe(true);
    expect(cluster.raft(led2).status().term).toBe(term);
  });
});

describe('A leader that must take no commands', () => {
  it('holds those of everyone, says why, and takes each once when there is room', () => {
    const { cluster, leader, others } = led();
    const [other] = others;
    const before = lastIndex(cluster, leader);
    cluster.input(leader, { type: 'room', entries: true, commands: false });
    cluster.propose(leader);
    cluster.propose(other);
    cluster.run(1_000);
    expect(lastIndex(cluster, leader)).toBe(before);
    expect(cluster.raft(leader).status().proposalsHeld).toBe('disk-full');
    expect(cluster.raft(other).status().proposalsHeld).toBe('disk-full');
    cluster.input(leader, room);
    expect(cluster.runUntil(() => commitIndex(cluster, other) === before + 2, 2_000)).toBe(true);
    cluster.run(1_000);
    expect(lastIndex(cluster, leader)).toBe(before + 2);
  });
});
