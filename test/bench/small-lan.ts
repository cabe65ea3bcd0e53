import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const bridge = 'lan';

/**
 * A switch with a cable to each of some laptops, inside the network namespace that this process is in: each laptop has
 * a namespace of its own, so that its cable can be pulled and nobody is told.
 */
export class SmallLan {
  readonly #laptops: ChildProcess[] = [];

  static async open(size: number): Promise<SmallLan> {
    const lan = new SmallLan();
    run('ip', 'link', 'add', bridge, 'type', 'bridge');
    run('ip', 'link', 'set', bridge, 'up');
    for (let laptop = 0; laptop < size; laptop += 1) await lan.#add(laptop);
    return lan;
  }

  /** To run a command there: `[...lan.within(0), 'ip', 'address']`. */
  within(laptop: number): string[] {
    return ['nsenter', `--net=/proc/${this.#laptops[laptop]?.pid}/ns/net`, '--'];
  }

  address(laptop: number): string {
    return `10.77.0.${laptop + 1}`;
  }

  /** From now on no packet comes or goes; the laptop's own end of the cable still looks fine. */
  cut(laptop: number): void {
    run('ip', 'link', 'set', cable(laptop), 'nomaster');
  }

  mend(laptop: number): void {
    run('ip', 'link', 'set', cable(laptop), 'master', bridge);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#laptops.map(async (holder) => {
        const exited = once(holder, 'exit');
        holder.kill('SIGKILL');
        await exited;
      }),
    );
    run('ip', 'link', 'delete', bridge);
  }

  async #add(laptop: number): Promise<void> {
    // A namespace lives as long as a process in it.
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo; exec sleep infinity'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#laptops.push(holder);
    await once(holder.stdout, 'data');
    run('ip', 'link', 'add', cable(laptop), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(holder.pid));
    run('ip', 'link', 'set', cable(laptop), 'master', bridge, 'up');
    run(...this.within(laptop), 'ip', 'address', 'add', `${this.address(laptop)}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) run(...this.within(laptop), 'ip', 'link', 'set', device, 'up');
  }
}

const cable = (laptop: number): string => `cable${laptop}`;

function run(...command: readonly string[]): void {
  const [program = '', ...args] = command;
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr.trim()}`);
}
