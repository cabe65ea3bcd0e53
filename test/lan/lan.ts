/**
 * Switches with a cable to each of some laptops. Every laptop, and what stands for all switches, is a network namespace
 * of its own: cables are pulled, packets dropped and addresses changed for real, and nobody is told.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { requireOwnNetwork } from './own-networks.ts';

/** Where packets are dropped: at what comes in, what goes out, or both. */
export type Direction = 'in' | 'out' | 'both';

/** LANs are made in the namespaces that `runWithOwnNetworks` opens. Always `close` it. */
export class Lan {
  readonly #switches: Namespace;
  readonly #bridges = new Map<string, Promise<number>>();
  readonly #laptops: Laptop[] = [];

  private constructor(switches: Namespace) {
    this.#switches = switches;
  }

  static async open(): Promise<Lan> {
    requireOwnNetwork();
    return new Lan(await Namespace.open());
  }

  /** A laptop with a cable to each of these switches, which are made when they are first named. */
  async add(...switches: readonly string[]): Promise<Laptop> {
    const namespace = await Namespace.open();
    const laptop = new Laptop(this, namespace, this.#laptops.length + 1);
    this.#laptops.push(laptop);
    for (const name of switches.length === 0 ? ['lan'] : switches) await laptop.connect(name);
    return laptop;
  }

  /**
   * From now on the laptops of each group reach those of their own group only, and everyone else reaches only those in
   * no group. They keep their addresses, and their cables look fine.
   */
  async split(...groups: readonly (readonly Laptop[])[]): Promise<void> {
    for (const [index, group] of groups.entries()) {
      for (const laptop of group) await laptop.plugInto((name) => `${name}-${index + 1}`);
    }
  }

  /** The end of `split` and `cut`. */
  async rejoin(): Promise<void> {
    for (const laptop of this.#laptops) await laptop.mend();
  }

  async close(): Promise<void> {
    await Promise.all([this.#switches, ...this.#laptops].map((each) => each.close()));
  }

  /** For laptops: the number of a switch, made if it is not there yet. */
  bridge(name: string): Promise<number> {
    const bridge = this.#bridges.get(name) ?? this.#makeBridge(this.#bridges.size);
    this.#bridges.set(name, bridge);
    return bridge;
  }

  /** For laptops: `ip` where the switches are. */
  ip(...lines: readonly string[]): Promise<void> {
    return this.#switches.ip(lines);
  }

  async #makeBridge(index: number): Promise<number> {
    // A switch that listens for who wants which multicast first hears of it too late for a test.
    await this.ip(`link add ${bridgeOf(index)} type bridge mcast_snooping 0`, `link set ${bridgeOf(index)} up`);
    return index;
  }
}

interface Device {
  readonly switch: string;
  /** The other end of its cable. */
  readonly cable: string;
  readonly hardwareAddress: string;
  address: string;
  changes: number;
}

export class Laptop {
  readonly #lan: Lan;
  readonly #namespace: Namespace;
  readonly #number: number;
  readonly #devices = new Map<string, Device>();
  #rules: string[] = [];

  constructor(lan: Lan, namespace: Namespace, number: number) {
    this.#lan = lan;
    this.#namespace = namespace;
    this.#number = number;
  }

  /** To run a command there: `[...laptop.within, 'ip', 'address']`. The process is the command's own. */
  get within(): readonly string[] {
    return this.#namespace.within;
  }

  /** The IPv4 address of `eth0`, or of another device. */
  address(device = 'eth0'): string {
    return this.#device(device).address;
  }

  /** A further interface (`eth0`, `eth1`, …) with a cable to that switch. Returns its name. */
  async connect(switchName: string): Promise<string> {
    const name = `eth${this.#devices.size}`;
    const subnet = await this.#lan.bridge(switchName);
    const index = this.#devices.size;
    this.#devices.set(name, {
      switch: switchName,
      cable: `cable${this.#number}-${index}`,
      hardwareAddress: `02:00:00:00:0${index}:${this.#number.toString(16).padStart(2, '0')}`,
      address: `10.77.${subnet}.${this.#number}`,
      changes: 0,
    });
    await this.#make(name);
    return name;
  }

  /** From now on no packet comes or goes; the laptop's own end of the cable still looks fine. */
  async cut(...devices: readonly string[]): Promise<void> {
    for (const { cable } of this.#some(devices)) await this.#lan.ip(`link set ${cable} nomaster`);
  }

  async mend(...devices: readonly string[]): Promise<void> {
    for (const { cable, switch: name } of this.#some(devices)) {
      await this.#lan.ip(`link set ${cable} up master ${bridgeOf(await this.#lan.bridge(name))}`);
    }
  }

  /** The laptop sees that the cable is out. `mend` plugs it in again. */
  async unplug(...devices: readonly string[]): Promise<void> {
    for (const { cable } of this.#some(devices)) await this.#lan.ip(`link set ${cable} down`);
  }

  /** Moves its cables to other switches, without a change of address. */
  async plugInto(nameFor: (switchName: string) => string): Promise<void> {
    for (const { cable, switch: name } of this.#devices.values()) {
      await this.#lan.ip(`link set ${cable} master ${bridgeOf(await this.#lan.bridge(nameFor(name)))}`);
    }
  }

  /** As when DHCP gives out another: the old address is gone at once. Returns the new one. */
  async changeAddress(name = 'eth0'): Promise<string> {
    const device = this.#device(name);
    device.changes += 1;
    device.address = device.address.replace(/\d+$/, String(this.#number + 20 * (device.changes % 12)));
    await this.#namespace.ip([`address flush dev ${name}`, ...this.#addressing(name)]);
    return device.address;
  }

  /** The interface vanishes, as when an adapter is unplugged. */
  async remove(name = 'eth0'): Promise<void> {
    this.#device(name);
    await this.#namespace.ip([`link delete ${name}`]);
  }

  /** The same interface again with the same addresses, hardware address included. */
  async bringBack(name = 'eth0'): Promise<void> {
    await this.#make(name);
  }

  /** The two in one moment. */
  async recreate(name = 'eth0'): Promise<void> {
    await this.remove(name);
    await this.bringBack(name);
  }

  /** Drops all packets that come from, or go to, these laptops. */
  async dropAll(direction: Direction, ...others: readonly Laptop[]): Promise<void> {
    const addresses = others.flatMap((other) => [...other.#devices.values()].map(({ address }) => address));
    const list = `{ ${addresses.join(', ')} }`;
    await this.#drop(direction, `ip saddr ${list} drop`, `ip daddr ${list} drop`);
  }

  /** Drops so many packets of a hundred. */
  async dropSome(direction: Direction, percent: number): Promise<void> {
    const rule = `numgen random mod 100 < ${percent} drop`;
    await this.#drop(direction, rule, rule);
  }

  /** No multicast comes or goes, as on many a guest network. */
  async dropMulticast(): Promise<void> {
    const rule = 'ip daddr 224.0.0.0/4 drop';
    await this.#drop('both', rule, rule);
  }

  /** Drops nothing any more. */
  async dropNothing(): Promise<void> {
    this.#rules = [];
    await this.#filter();
  }

  /** The names and addresses of all its interfaces, as `ip` shows them. */
  async describe(): Promise<string> {
    return await this.#namespace.run('ip', ['-brief', 'address']);
  }

  close(): Promise<void> {
    return this.#namespace.close();
  }

  async #make(name: string): Promise<void> {
    const { cable, hardwareAddress, switch: switchName } = this.#device(name);
    const bridge = bridgeOf(await this.#lan.bridge(switchName));
    const { pid } = this.#namespace;
    await this.#lan.ip(
      `link add ${cable} type veth peer name ${name} address ${hardwareAddress} netns ${pid}`,
      `link set ${cable} master ${bridge} up`,
    );
    await this.#namespace.ip(this.#addressing(name));
  }

  #addressing(name: string): string[] {
    return [
      `address add ${this.#device(name).address}/24 dev ${name}`,
      `link set ${name} up`,
      // As over a router: multicast goes out at the first interface, unless one is named.
      `route append 224.0.0.0/4 dev ${name} metric ${100 + Number(name.slice(3))}`,
    ];
  }

  async #drop(direction: Direction, incoming: string, outgoing: string): Promise<void> {
    if (direction !== 'out') this.#rules.push(`add rule inet drops in ${incoming}`);
    if (direction !== 'in') this.#rules.push(`add rule inet drops out ${outgoing}`);
    await this.#filter();
  }

  async #filter(): Promise<void> {
    const lines = [
      'add table inet drops',
      'delete table inet drops',
      'add table inet drops',
      'add chain inet drops in { type filter hook input priority 0; }',
      'add chain inet drops out { type filter hook output priority 0; }',
      ...this.#rules,
    ];
    await this.#namespace.run('nft', ['-f', '-'], lines.join('\n'));
  }

  #some(names: readonly string[]): readonly Device[] {
    return names.length === 0 ? [...this.#devices.values()] : names.map((name) => this.#device(name));
  }

  /** Only what was made here is ever touched. */
  #device(name: string): Device {
    const device = this.#devices.get(name);
    if (device === undefined) throw new Error(`This laptop has no ${name} that was made for it.`);
    return device;
  }
}

/** A network namespace: it lives as long as the process that holds it, and that as long as this one. */
class Namespace {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  static async open(): Promise<Namespace> {
    const script = 'ip link set lo up && echo && exec cat';
    const holder = spawn('unshare', ['--net', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    await Promise.race([
      once(holder.stdout, 'data'),
      once(holder, 'exit').then(([status]) => {
        throw new Error(`No network namespace could be made: unshare ended with ${String(status)}.`);
      }),
    ]);
    return new Namespace(holder);
  }

  get pid(): number {
    if (this.#holder.pid === undefined) throw new Error('a namespace that was opened has a process');
    return this.#holder.pid;
  }

  get within(): readonly string[] {
    return ['nsenter', `--net=/proc/${this.pid}/ns/net`, '--'];
  }

  async ip(lines: readonly string[]): Promise<void> {
    await this.run('ip', ['-batch', '-'], lines.join('\n'));
  }

  async run(program: string, args: readonly string[], input = ''): Promise<string> {
    const [nsenter = '', ...within] = this.within;
    const running = promisify(execFile)(nsenter, [...within, program, ...args]);
    running.child.stdin?.on('error', () => undefined); // it need not read
    running.child.stdin?.end(`${input}\n`);
    try {
      return (await running).stdout;
    } catch (error) {
      throw new Error(`${program} ${args.join(' ')}: ${input}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    if (this.#holder.exitCode !== null || this.#holder.signalCode !== null) return;
    const exited = once(this.#holder, 'exit');
    this.#holder.kill('SIGKILL');
    await exited;
  }
}

const bridgeOf = (index: number): string => `switch${index}`;
