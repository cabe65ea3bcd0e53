import { ControlClient, Laptops, type MemberProcess } from '../member/harness.ts';
import { ClientProcess } from './client-process.ts';
import { EtcdCluster } from './etcd.ts';
import { median, rounded } from './figures.ts';
import type { Load, LoadResult } from './load.ts';
import { measureSync, RoundTripProbe } from './machine.ts';
import type { BenchOptions, Report } from './main.ts';
import { cpuSeconds, pidOf } from './usage.ts';

const inFlights = [1, 64, 512] as const;
const laptopNames = ['Ana', 'Bo', 'Chen', 'Dana', 'Eli'];

/** A running cluster that commits commands. */
interface Contestant {
  /** As in the names of its figures. */
  readonly name: string;
  /** A client of whoever leads now. */
  readonly client: () => Promise<ClientProcess>;
  /** Of the servers' processes, that of whoever leads now first. */
  readonly pids: () => readonly number[];
  readonly stop: () => Promise<void>;
}

/**
 * How fast 100-byte writes are committed. Every figure is the median of the rounds; in a round everyone has a turn, so
 * that whatever else the machine does hits all alike.
 */
export async function commit({ against, rounds, seconds }: BenchOptions): Promise<Report> {
  const laptops = new Laptops();
  const results = new Map<string, number[]>();
  const note = (figure: string, value: number): void => {
    results.set(figure, [...(results.get(figure) ?? []), value]);
  };
  const probe = await RoundTripProbe.start();
  try {
    const folder = await laptops.folder();
    await probe.measure(2_000); // until it is compiled
    const contests = [
      [() => raftpad(3, laptops), ...(against === null ? [] : [() => etcd(3, folder)])],
      [() => raftpad(5, laptops)],
    ];
    for (const contest of contests) {
      const contestants: Contestant[] = [];
      try {
        for (const start of contest) contestants.push(await start());
        for (const { client } of contestants)
          await (await client()).apply({ inFlight: 512, seconds: 2 * (seconds ?? 2) });
        for (let round = 0; round < (rounds ?? 5); round += 1) {
          note('fdatasync.p50Ms', measureSync(folder, 300));
          note('roundTrip.p50Ms', await probe.measure(1_000));
          for (const inFlight of inFlights) {
            for (const { name, client, pids } of contestants) {
              const load = { inFlight, seconds: seconds ?? 2 };
              const result = await withCpu(await client(), pids(), load);
              console.error(progressLine(`${name}.${inFlight}`, result));
              for (const [unit, value] of Object.entries(result)) note(`${name}.${inFlight}.${unit}`, value);
            }
          }
        }
      } finally {
        for (const contestant of contestants) await contestant.stop();
      }
    }
  } finally {
    await probe.stop();
    await laptops.close();
  }
  const figures = Object.fromEntries([...results].map(([figure, values]) => [figure, rounded(median(values))]));
  return { figures };
}

/** Only the client is connected to the members while they are measured. */
async function raftpad(size: number, laptops: Laptops): Promise<Contestant> {
  const members = await laptops.cluster(...laptopNames.slice(0, size));
  for (const member of members) member.client.close();
  let client: ClientProcess | null = null;
  return {
    name: `commit.${size}`,
    pids() {
      const isLeader = (member: MemberProcess): boolean => member.dataDirectory === client?.target;
      return [...members.filter(isLeader), ...members.filter((member) => !isLeader(member))].map(pidOf);
    },
    async client() {
      const leader = await leadingFolder(members);
      if (client?.target === leader) return client;
      if (client !== null) console.error(`commit.${size}: another member leads now`);
      await client?.stop();
      client = new ClientProcess('raftpad-client.ts', leader);
      return client;
    },
    async stop() {
      await client?.stop();
      await Promise.all(members.map((member) => member.end('SIGTERM')));
    },
  };
}

async function leadingFolder(members: readonly MemberProcess[]): Promise<string> {
  for (;;) {
    for (const { dataDirectory } of members) {
      const control = await ControlClient.connect(dataDirectory);
      const { self, cluster } = await control.call('status', {});
      control.close();
      if (cluster?.leader === self.member) return dataDirectory;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function etcd(size: number, folder: string): Promise<Contestant> {
  const cluster = await EtcdCluster.start(size, folder);
  const client = new ClientProcess('etcd-client.ts', cluster.leaderEndpoint);
  return {
    name: `etcd.${size}`,
    client: () => Promise.resolve(client),
    pids: () => cluster.pids,
    async stop() {
      await client.stop();
      await cluster.stop();
    },
  };
}

/** With the processor time that a command takes: unlike the rest, it says little of what else the machine does. */
interface MeasuredLoad extends LoadResult {
  readonly leaderCpuMicros: number;
  /** Of one follower. */
  readonly followerCpuMicros: number;
  readonly clientCpuMicros: number;
}

async function withCpu(client: ClientProcess, pids: readonly number[], load: Load): Promise<MeasuredLoad> {
  const processes = [...pids, client.pid];
  const before = processes.map(cpuSeconds);
  const result = await client.apply(load);
  const commands = result.perSecond * load.seconds;
  const micros = processes.map((pid, at) => ((cpuSeconds(pid) - (before[at] ?? 0)) / commands) * 1e6);
  const [leader = NaN, ...others] = micros;
  const clientCpuMicros = others.pop() ?? NaN;
  return { ...result, leaderCpuMicros: leader, followerCpuMicros: median(others), clientCpuMicros };
}

function progressLine(what: string, { perSecond, p50Ms, p99Ms, leaderCpuMicros }: MeasuredLoad): string {
  const times = `p50 ${p50Ms.toFixed(3)} ms, p99 ${p99Ms.toFixed(3)} ms`;
  return `${what}: ${Math.round(perSecond)}/s, ${times}, ${leaderCpuMicros.toFixed(1)} µs of the leader's processor each`;
}
