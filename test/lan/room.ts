/** A LAN with a member on each laptop: what most tests need. */
import { setTimeout as delay } from 'node:timers/promises';
import { CallError, everyoneVotes, idOf, Laptops, leaderOf } from '../member/harness.ts';
import type { MemberOptions, MemberProcess } from '../member/harness.ts';
import { Lan, type Laptop } from './lan.ts';
import { StarvationMeter, type Starvation } from './starvation.ts';

/** On a busy machine everything takes longer. Claims with a bound measure the time themselves. */
const patienceMs = 60_000;

/** Several members that start at once on two cores with nothing else to do are all running after so long. */
const usualStartMs = 2_000;

/** How a member is started, besides its name and where. */
export type SeatOptions = Omit<MemberOptions, 'name' | 'within'> & {
  /** The switches that the laptop has a cable to. */
  readonly switches?: readonly string[];
};

/** A laptop on the LAN, and the member that runs there now or ran there last. */
export class Seat {
  readonly name: string;
  readonly laptop: Laptop;
  member: MemberProcess;
  readonly #laptops: Laptops;

  constructor(name: string, laptop: Laptop, member: MemberProcess, laptops: Laptops) {
    this.name = name;
    this.laptop = laptop;
    this.member = member;
    this.#laptops = laptops;
  }

  get id(): string {
    return idOf(this.member);
  }

  /** The lid is closed: nothing runs and no packet comes or goes. */
  async sleep(): Promise<void> {
    await this.laptop.cut();
    this.member.child.kill('SIGSTOP');
  }

  async wake(): Promise<void> {
    await this.laptop.mend();
    this.member.child.kill('SIGCONT');
  }

  /** As by a crash. */
  async kill(): Promise<void> {
    await this.member.end('SIGKILL');
  }

  /** Starts the member again with what it left on its disk. */
  async restart(): Promise<void> {
    await this.member.end('SIGTERM');
    this.member = await this.#laptops.startIn(this.member.dataDirectory, this.member.options);
  }
}

/** Always `close` it. */
export class LanRoom {
  readonly lan: Lan;
  readonly seats: Seat[] = [];
  readonly #laptops = new Laptops();
  readonly #starvation = new StarvationMeter(this.seats);
  #longestStartMs = 0;

  private constructor(lan: Lan) {
    this.lan = lan;
  }

  static async open(): Promise<LanRoom> {
    return new LanRoom(await Lan.open());
  }

  /** Someone comes with a laptop, plugs it in and starts Raftpad: with mDNS, on all its interfaces, as the app does. */
  async seat(name: string, options: SeatOptions = {}): Promise<Seat> {
    const { switches = [], ...others } = options;
    return await this.take(name, await this.lan.add(...switches), others);
  }

  /** The same with a laptop that is there. */
  async take(name: string, laptop: Laptop, options: Omit<SeatOptions, 'switches'> = {}): Promise<Seat> {
    const within = [...laptop.within];
    const startedMs = performance.now();
    const member = await this.#laptops.start({ mdns: true, listen: null, ...options, name, within });
    this.#longestStartMs = Math.max(this.#longestStartMs, performance.now() - startedMs);
    const seat = new Seat(name, laptop, member, this.#laptops);
    this.seats.push(seat);
    return seat;
  }

  seated(...names: readonly string[]): Promise<Seat[]> {
    return Promise.all(names.map((name) => this.seat(name)));
  }

  /** A cluster of these; the first creates it, the others find it by mDNS and are let in there. All of them vote then. */
  cluster(...names: readonly string[]): Promise<Seat[]> {
    return this.clusterWith({}, ...names);
  }

  async clusterWith(options: SeatOptions, ...names: readonly string[]): Promise<Seat[]> {
    const [first, ...others] = await Promise.all(names.map((name) => this.seat(name, options)));
    if (first === undefined) throw new Error('a cluster has at least one member');
    await first.member.call('create', { clusterName: `${first.name}'s` });
    await joinNearby(first, ...others);
    await everyoneVotes(members([first, ...others]), names.length, patienceMs);
    return [first, ...others];
  }

  /**
   * What a claim's bound is on this machine. Members that take longer to start than on two idle cores say how much longer
   * everything takes here. What kept the cores busy only later is added: for so long the member that got the least of them
   * was ready to run meanwhile, and did not.
   *
   * @param meanwhile when what is claimed began, by `performance.now()`, or what was measured of that time
   */
  allowedMs(boundMs: number, meanwhile: number | Starvation): number {
    const { waitedMs } = typeof meanwhile === 'number' ? this.#starvation.since(meanwhile) : meanwhile;
    return boundMs * Math.max(1, this.#longestStartMs / usualStartMs) + Math.max(0, ...Object.values(waitedMs));
  }

  async close(): Promise<void> {
    this.#starvation.stop();
    await this.#laptops.close();
    await this.lan.close();
  }
}

export function members(seats: readonly Seat[]): MemberProcess[] {
  return seats.map(({ member }) => member);
}

/** Each of `joiners` finds the approver's cluster by mDNS, asks, and is let in at the approver, all at once. */
export async function joinNearby(approver: Seat, ...joiners: readonly Seat[]): Promise<void> {
  await Promise.all(joiners.map((joiner) => askNearby(approver, joiner)));
  await asks(approver, ...joiners);
  await approver.member.call('approve', { members: joiners.map(({ id }) => id) });
  await Promise.all(
    joiners.map(({ member }) => member.until('it is in', ({ phase }) => phase.type === 'member', patienceMs)),
  );
}

export async function askNearby(asked: Seat, joiner: Seat): Promise<void> {
  const clusterId = asked.member.status.cluster?.id;
  if (clusterId === undefined) throw new Error(`${asked.name} is in no cluster`);
  await sees(joiner, clusterId);
  await joiner.member.call('requestJoin', { clusterId });
}

/** Resolves once the requests of `joiners` show at `asked`. */
export async function asks(asked: Seat, ...joiners: readonly Seat[]): Promise<void> {
  await asked.member.until(
    'the requests show',
    ({ joinRequests }) => joiners.every((joiner) => joinRequests.some(({ member }) => member === joiner.id)),
    patienceMs,
  );
}

/** Resolves once `seat` sees a laptop of that cluster on the network. */
export async function sees(seat: Seat, clusterId: string, timeoutMs = patienceMs): Promise<void> {
  await nearby(seat, 'the cluster', ({ clusters }) => clusters.some(({ id }) => id === clusterId), timeoutMs);
}

type Nearby = Awaited<ReturnType<typeof nearbyOf>>;
const nearbyOf = (seat: Seat) => seat.member.call('nearby', {});

/** Resolves once what `seat` sees on the network is so. */
export async function nearby(
  seat: Seat,
  what: string,
  holds: (nearby: Nearby) => boolean,
  timeoutMs = patienceMs,
): Promise<void> {
  await seat.member.client.call('subscribe', { topics: ['status', 'notice', 'nearby'] });
  await new Promise<void>((resolve, reject) => {
    let last: Nearby | null = null;
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`${seat.name} does not see within ${timeoutMs} ms: ${what}. It sees ${JSON.stringify(last)}`));
    }, timeoutMs);
    const check = (seen: Nearby): void => {
      last = seen;
      if (!holds(seen)) return;
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = seat.member.client.on('nearby', check);
    nearbyOf(seat).then(check, reject);
  });
}

/**
 * Resolves once `seat` leads, because `asking` asked for it. A hand-over is given up within an election timeout, which a
 * busy machine may exceed: then it is asked for again.
 */
export async function letLead(seat: Seat, asking: Seat): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    try {
      await asking.member.call('handOver', { to: seat.id });
      return;
    } catch (error) {
      if (!(error instanceof CallError) || performance.now() > deadlineMs) throw error;
      await delay(50);
    }
  }
}

/** The seat whose member leads, as these say. */
export async function leader(seats: readonly Seat[]): Promise<Seat> {
  const leading = await leaderOf(members(seats));
  const seat = seats.find(({ member }) => member === leading);
  if (seat === undefined) throw new Error('the leader sits nowhere');
  return seat;
}
