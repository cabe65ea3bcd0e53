import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Members are known to the network by number. */
const most = 64;

export interface Fate {
  readonly copiesAtMs: readonly number[];
  /** Of the connection that carries it. */
  readonly epoch: number;
  /** Later messages may arrive before it. */
  readonly mayBeOvertaken: boolean;
}
/** A connection of its own between two members, both ways. */
export type Connection = readonly [there: number, back: number];
const lost: Fate = { copiesAtMs: [], epoch: 0, mayBeOvertaken: false };

/** Which message arrives, when and how often. */
export class Network {
  /** How many cuts lie on each way from one to another. */
  private readonly cuts = new Uint8Array(most * most);
  /** Grows when a connection closes: what is under way then is lost. */
  private readonly epochs = new Uint32Array(most * most);
  private readonly lastArrivalMs = new Float64Array(most * most);
  private readonly random: Random;
  private world: Pick<World, 'delayMs' | 'loss' | 'duplication' | 'lateCopyMs' | 'reordering'>;

  constructor(random: Random, world: World) {
    this.random = random;
    this.world = world;
  }

  /** From now on nothing is lost, late, doubled or out of order. */
  calm(): void {
    this.world = { delayMs: [0.3, 5], loss: 0, duplication: 0, lateCopyMs: 0, reordering: 0 };
  }

  send(from: number, to: number, nowMs: number): Fate {
    const way = from * most + to;
    const { random, world } = this;
    if (this.cuts[way]! > 0 || random.chance(world.loss)) return lost;
    const delayMs = random.between(world.delayMs[0], world.delayMs[1]);
    let atMs = nowMs + delayMs;
    const mayBeOvertaken = random.chance(world.reordering);
    if (mayBeOvertaken) {
      atMs += random.leaning(0, 10 * world.delayMs[1]);
    } else {
      atMs = Math.max(atMs, this.lastArrivalMs[way]!);
      this.lastArrivalMs[way] = atMs;
    }
    const copiesAtMs = random.chance(world.duplication) ? [atMs, atMs + random.leaning(0, world.lateCopyMs)] : [atMs];
    return { copiesAtMs, epoch: this.epochs[way]!, mayBeOvertaken };
  }

  arrives(from: number, to: number, epoch: number): boolean {
    const way = from * most + to;
    return this.cuts[way] === 0 && this.epochs[way] === epoch;
  }

  connection(a: number, b: number): Connection {
    return [this.epochs[a * most + b]!, this.epochs[b * most + a]!];
  }

  isOpen(a: number, b: number, [there, back]: Connection): boolean {
    return this.arrives(a, b, there) && this.arrives(b, a, back);
  }

  /** Whether a connection breaks now: about as often as messages are lost. */
  breaks(): boolean {
    return this.random.chance(this.world.loss / 2);
  }

  isConnected(a: number, b: number): boolean {
    return this.cuts[a * most + b] === 0 && this.cuts[b * most + a] === 0;
  }

  cut(from: number, to: number): void {
    this.cuts[from * most + to]! += 1;
  }

  mend(from: number, to: number): void {
    const way = from * most + to;
    if (this.cuts[way]! > 0) this.cuts[way]! -= 1;
  }

  mendAll(): void {
    this.cuts.fill(0);
  }

  /** What is under way between them is lost. */
  close(a: number, b: number): void {
    this.epochs[a * most + b]! += 1;
    this.epochs[b * most + a]! += 1;
  }

  delayMs(): number {
    return this.random.between(this.world.delayMs[0], this.world.delayMs[1]);
  }
}
