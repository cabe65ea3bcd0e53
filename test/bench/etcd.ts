import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Etcd3 } from 'etcd3';
import { pidOf } from './usage.ts';

/** A cluster of etcd servers on loopback, as Debian packages them, with etcd's own defaults. */
export class EtcdCluster {
  readonly #servers: readonly ChildProcess[];
  /** Where the leader serves its clients. */
  readonly leaderEndpoint: string;

  private constructor(servers: readonly ChildProcess[], leaderEndpoint: string) {
    this.#servers = servers;
    this.leaderEndpoint = leaderEndpoint;
  }

  /** Of the servers' processes, the leader's first. */
  get pids(): number[] {
    const leader = this.#servers.findIndex((_, number) => clientUrl(number) === this.leaderEndpoint);
    const pids = this.#servers.map((child) => pidOf({ child }));
    return [...pids.splice(leader, 1), ...pids];
  }

  /** Its data lies in folders of its own in `folder`. */
  static async start(size: number, folder: string): Promise<EtcdCluster> {
    const numbers = Array.from({ length: size }, (_, index) => index);
    const peers = numbers.map((number) => `m${number}=${peerUrl(number)}`).join();
    const servers = numbers.map((number) => startServer(number, join(folder, `etcd-${number}`), peers));
    try {
      return new EtcdCluster(servers, await findLeader(numbers.map(clientUrl)));
    } catch (error) {
      await stop(servers);
      throw error;
    }
  }

  stop(): Promise<void> {
    return stop(this.#servers);
  }
}

const clientUrl = (number: number): string => `http://127.0.0.1:${23790 + 10 * number}`;
const peerUrl = (number: number): string => `http://127.0.0.1:${23791 + 10 * number}`;

function startServer(number: number, folder: string, peers: string): ChildProcess {
  const options = {
    name: `m${number}`,
    'data-dir': folder,
    'listen-client-urls': clientUrl(number),
    'advertise-client-urls': clientUrl(number),
    'listen-peer-urls': peerUrl(number),
    'initial-advertise-peer-urls': peerUrl(number),
    'initial-cluster': peers,
    'log-level': 'error',
    logger: 'zap',
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const server = spawn('etcd', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  server.once('error', (error) => {
    console.error(`etcd does not start (${error.message}). On Debian: apt-get install etcd-server`);
    process.exit(1);
  });
  return server;
}

async function findLeader(endpoints: readonly string[]): Promise<string> {
  const deadlineMs = performance.now() + 30_000;
  while (performance.now() < deadlineMs) {
    for (const endpoint of endpoints) {
      const client = new Etcd3({ hosts: endpoint });
      try {
        const status = await client.maintenance.status();
        if (status.leader !== '0' && status.leader === status.header.member_id) return endpoint;
      } catch {
        // not up yet
      } finally {
        client.close();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('etcd elected no leader within 30 s');
}

async function stop(servers: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
    }),
  );
}
