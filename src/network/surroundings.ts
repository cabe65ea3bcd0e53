/** The interfaces of this machine, and what changes about them: laptops move, sleep, and lose and regain adapters. */
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** One address of one interface. */
export interface InterfaceAddress {
  readonly name: string;
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** The subnet's, in bits; 0: not known. */
  readonly prefixLength: number;
  readonly isLoopback: boolean;
  /** Of the adapter: another one may come back under the same name and address. */
  readonly hardwareAddress: string;
}

export function interfaceAddresses(interfaces = networkInterfaces()): InterfaceAddress[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, family, cidr, internal, mac }) => ({
      name,
      address,
      family,
      prefixLength: Number(cidr?.split('/')[1] ?? 0),
      isLoopback: internal,
      hardwareAddress: mac,
    })),
  );
}

/** Whether `host`, an IP address, is in the subnet of that interface: no router is needed. */
export function isInSubnet(host: string, { address, prefixLength, family }: InterfaceAddress): boolean {
  if (prefixLength === 0 || isIP(host) !== (family === 'IPv6' ? 6 : 4)) return false;
  const subnet = new BlockList();
  const kind = family === 'IPv6' ? 'ipv6' : 'ipv4';
  subnet.addSubnet(address, prefixLength, kind);
  return subnet.check(host, kind);
}

/** For multicast, one IPv4 address of each interface; loopback only where there is nothing else. */
export function multicastAddresses(addresses: readonly InterfaceAddress[]): InterfaceAddress[] {
  const firsts = new Map<string, InterfaceAddress>();
  for (const each of addresses) if (each.family === 'IPv4' && !firsts.has(each.name)) firsts.set(each.name, each);
  const all = [...firsts.values()];
  const others = all.filter(({ isLoopback }) => !isLoopback);
  return others.length > 0 ? others : all;
}

export interface SurroundingsChange {
  /** Addresses that this machine has no more, or on another adapter. */
  readonly lost: readonly InterfaceAddress[];
  readonly addresses: readonly InterfaceAddress[];
}

const watchIntervalMs = 500;
/** A tick so late was not only busy: the machine slept, or this process did not run. */
const sleptMs = 3_000;

/** Calls `onChange` when an interface came, went or got another address, and when this machine slept. */
export class InterfaceWatch {
  readonly #onChange: (change: SurroundingsChange) => void;
  readonly #interfaces: typeof networkInterfaces;
  readonly #timer: NodeJS.Timeout;
  /** What the system said last, as text: it is looked at closely only when it says something else. */
  #said = '';
  #addresses: readonly InterfaceAddress[];
  #tickedAt = now();

  constructor(onChange: (change: SurroundingsChange) => void, interfaces = networkInterfaces) {
    this.#onChange = onChange;
    this.#interfaces = interfaces;
    this.#addresses = interfaceAddresses(interfaces());
    this.#timer = setInterval(() => this.#onTick(), watchIntervalMs);
  }

  /** As of the last tick. */
  get addresses(): readonly InterfaceAddress[] {
    return this.#addresses;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #onTick(): void {
    const before = this.#tickedAt;
    this.#tickedAt = now();
    const slept =
      this.#tickedAt.wallMs - before.wallMs > sleptMs || this.#tickedAt.monotonicMs - before.monotonicMs > sleptMs;
    const interfaces = this.#interfaces();
    const said = JSON.stringify(interfaces);
    if (said === this.#said && !slept) return;
    this.#said = said;
    const old = this.#addresses;
    this.#addresses = interfaceAddresses(interfaces);
    const lost = without(old, this.#addresses);
    if (slept || lost.length > 0 || without(this.#addresses, old).length > 0) {
      this.#onChange({ lost, addresses: this.#addresses });
    }
  }
}

/** The one stands still while some systems sleep, the other jumps when someone sets the clock, which does no harm. */
const now = (): { readonly monotonicMs: number; readonly wallMs: number } => ({
  monotonicMs: performance.now(),
  wallMs: Date.now(),
});

function without(all: readonly InterfaceAddress[], others: readonly InterfaceAddress[]): InterfaceAddress[] {
  const left = new Set(others.map((each) => JSON.stringify(each)));
  return all.filter((each) => !left.has(JSON.stringify(each)));
}
