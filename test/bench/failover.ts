import { Laptops, leaderOf, type MemberOptions, type MemberProcess } from '../member/harness.ts';
import { Lan, type Laptop } from '../lan/lan.ts';
import { quantile, rounded } from './figures.ts';
import { registerName, registerValue } from './load.ts';
import type { BenchOptions, Report } from './main.ts';

const names = ['Ana', 'Bo', 'Chen'];

/** How long a cluster of three commits nothing after its leader is gone: killed, or cut off without a word. */
export async function failover({ rounds }: BenchOptions): Promise<Report> {
  const lan = await Lan.open();
  const machines: Laptop[] = [];
  const laptops = new Laptops();
  const tookMs = { kill: [] as number[], cut: [] as number[] };
  try {
    const options: MemberOptions[] = [];
    for (const name of names) {
      const machine = await lan.add();
      machines.push(machine);
      options.push({ name, listen: `${machine.address()}:47101`, within: machine.within });
    }
    const members = await laptops.clusterOf(options);
    for (let round = 0; round < (rounds ?? 30); round += 1) {
      for (const fault of ['kill', 'cut'] as const) {
        const leader = await leaderOf(members);
        const index = members.indexOf(leader);
        const survivor = members[(index + 1 + (round % 2)) % members.length] ?? leader;
        const faultAtMs = performance.now();
        if (fault === 'kill') leader.child.kill('SIGKILL');
        else await machines[index]?.cut();
        await write(survivor);
        tookMs[fault].push(performance.now() - faultAtMs);
        console.error(`${fault} ${round + 1}: ${tookMs[fault].at(-1)?.toFixed(0)} ms`);
        if (fault === 'kill') {
          await leader.end('SIGKILL'); // it has ended: this waits for the rest of its end
          members[index] = await laptops.startIn(leader.dataDirectory, leader.options);
        } else await machines[index]?.mend();
        await allAgree(members);
      }
    }
  } finally {
    await laptops.close();
    await lan.close();
  }
  const figures = Object.entries(tookMs).flatMap(([fault, times]) => [
    [`failover.${fault}.p50Ms`, rounded(quantile(times, 0.5))],
    [`failover.${fault}.p99Ms`, rounded(quantile(times, 0.99))],
  ]);
  return { figures: Object.fromEntries(figures) as Record<string, number> };
}

async function write(member: MemberProcess): Promise<void> {
  await member.call('registers.set', {
    name: registerName(0),
    value: registerValue(0).toString('base64'),
    timeoutMs: 30_000,
  });
}

/** Everyone is connected with everyone, follows the same leader and has the whole log. */
async function allAgree(members: readonly MemberProcess[]): Promise<void> {
  const leader = await leaderOf(members);
  for (const member of members) {
    await member.until(
      'the cluster is whole again',
      ({ cluster }) =>
        cluster !== null &&
        cluster.leader === leader.status.self.member &&
        cluster.members.every(({ vote, connected }) => vote && connected),
      30_000,
    );
  }
  for (const member of members) await write(member);
}
