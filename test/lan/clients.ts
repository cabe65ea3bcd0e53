/** People who write at several laptops at once, and remember what they saw for the checker. */
import { setTimeout as delay } from 'node:timers/promises';
import { CallError, type MemberProcess } from '../member/harness.ts';
import { seededRandom } from '../seeded-random.ts';
import { check, type Finding, type History, type Notes, type RegisterUse, type WrittenLine } from './checker.ts';
import type { Seat } from './room.ts';

const pauseMs = 30;
const registerCount = 3;
/** A call that takes longer counts as one of unknown outcome. */
const patienceMs = 15_000;
const settleMs = 30_000;

/** One client at each of some seats, until `stop`: most of the time it writes lines, now and then it uses a register. */
export class Clients {
  readonly #note: string;
  readonly #clients: Client[];

  private constructor(note: string, clients: Client[]) {
    this.#note = note;
    this.#clients = clients;
  }

  /** They write into a new note, and registers that nobody used before. What they do follows from `seed`, which is printed. */
  static async start(seats: readonly Seat[], seed = Date.now() % 1_000_000): Promise<Clients> {
    const [first] = seats;
    if (first === undefined) throw new Error('clients sit somewhere');
    console.log(`clients: seed ${seed}`);
    const { note } = await first.member.call('notes.create', { title: 'All of us' });
    // Nobody can write into what has not reached its laptop.
    await Promise.all(seats.map(({ member }) => member.call('notes.read', { note, linearizable: true })));
    return new Clients(
      note,
      seats.map((seat, index) => new Client(seat, note, seededRandom(seed + index))),
    );
  }

  /** Resolves when the client at each of these seats, or at every one, was acknowledged so many more lines than now. */
  async more(lines: number, seats: readonly Seat[] = this.#clients.map(({ seat }) => seat)): Promise<void> {
    await Promise.all(this.#clients.filter(({ seat }) => seats.includes(seat)).map((client) => client.more(lines)));
  }

  /** The longest time without any acknowledged line of this seat's client, in milliseconds, since the last call. */
  longestGapMs(seat: Seat): number {
    const client = this.#clients.find((each) => each.seat === seat);
    if (client === undefined) throw new Error(`nobody writes at ${seat.name}`);
    return client.takeLongestGapMs();
  }

  /** When a line was last acknowledged to anybody, by `performance.now()`. */
  get acknowledgedAtMs(): number {
    return Math.max(...this.#clients.map((client) => client.acknowledgedAtMs));
  }

  /** How many lines were acknowledged as committed. */
  get acknowledged(): number {
    return this.#clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  /** How many were acknowledged as kept on the laptop's own disk. */
  get kept(): number {
    return this.#clients.reduce((sum, { kept }) => sum + kept, 0);
  }

  /** Ends them, waits until `seats` have everything, and returns what may not be. */
  async stop(seats: readonly Seat[]): Promise<Finding[]> {
    await Promise.all(this.#clients.map((client) => client.stop()));
    const history: History = {
      lines: this.#clients.flatMap(({ lines }) => lines),
      registers: this.#clients.flatMap(({ registers }) => registers),
    };
    console.log(
      `clients: of ${history.lines.length} lines ${this.acknowledged} were acknowledged as committed, ${this.kept} as kept`,
    );
    await Promise.all(seats.map(({ member }) => nothingWaits(member)));
    const notes = new Map<string, Notes>();
    for (const { name, member } of seats) {
      const { text } = await member.call('notes.read', { note: this.#note, linearizable: true, timeoutMs: settleMs });
      notes.set(name, new Map([[this.#note, text]]));
    }
    const findings = check(history, notes);
    for (const finding of findings) {
      if (finding.type !== 'not-linearizable') continue;
      const uses = history.registers.filter(({ register }) => register === finding.register);
      for (const use of uses.sort((a, b) => a.invokedAt - b.invokedAt)) console.log(JSON.stringify(use));
    }
    return findings;
  }
}

/** Resolves once all that was kept at `member` is on a majority. What it said last may be from before its last edits. */
async function nothingWaits(member: MemberProcess): Promise<void> {
  await member.now();
  await member.until('nothing waits', ({ waitingEdits }) => waitingEdits === 0, settleMs);
}

class Client {
  readonly seat: Seat;
  readonly lines: WrittenLine[] = [];
  readonly registers: RegisterUse[] = [];
  readonly #note: string;
  readonly #random: () => number;
  readonly #done: Promise<void>;
  readonly #heard = new Set<() => void>();
  acknowledged = 0;
  kept = 0;
  #acknowledgedAtMs = performance.now();
  #longestGapMs = 0;
  #failure: Error | null = null;
  #stopped = false;

  constructor(seat: Seat, note: string, random: () => number) {
    this.seat = seat;
    this.#note = note;
    this.#random = random;
    this.#done = this.#work().catch((error: unknown) => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#wake();
    });
  }

  async more(lines: number): Promise<void> {
    const target = this.acknowledged + lines;
    while (this.acknowledged < target) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => this.#heard.add(resolve));
    }
  }

  get acknowledgedAtMs(): number {
    return this.#acknowledgedAtMs;
  }

  takeLongestGapMs(): number {
    const gapMs = Math.max(this.#longestGapMs, performance.now() - this.#acknowledgedAtMs);
    this.#longestGapMs = 0;
    return gapMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    if (this.#failure !== null) throw this.#failure;
  }

  async #work(): Promise<void> {
    for (let count = 1; !this.#stopped; count += 1) {
      if (this.#random() < 0.7) await this.#write(count);
      else await this.#useRegister(count);
      await delay(pauseMs * this.#random());
    }
  }

  async #write(count: number): Promise<void> {
    const line = `${this.seat.name} ${count}`;
    const splices = [{ from: 0, to: 0, insert: `${line}\n` }];
    const committed = this.#random() < 0.7;
    const acknowledged = await this.#succeeds(() =>
      this.seat.member.call('notes.edit', { note: this.#note, splices, committed, timeoutMs: patienceMs }),
    );
    this.lines.push({ client: this.seat.name, note: this.#note, line, acknowledged });
    if (!acknowledged) return;
    if (!committed) {
      this.kept += 1;
      return;
    }
    this.acknowledged += 1;
    const nowMs = performance.now();
    this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - this.#acknowledgedAtMs);
    this.#acknowledgedAtMs = nowMs;
    this.#wake();
  }

  async #useRegister(count: number): Promise<void> {
    // Named like the note: what an earlier run of clients left would be a value that nobody here ever set.
    const name = `${this.#note} ${Math.floor(this.#random() * registerCount)}`;
    const invokedAt = performance.now();
    if (this.#random() < 0.5) {
      const value = Buffer.from(`${this.seat.name} ${count}`).toString('base64');
      const set = await this.#succeeds(() =>
        this.seat.member.call('registers.set', { name, value, timeoutMs: patienceMs }),
      );
      const returnedAt = set ? performance.now() : Infinity;
      this.registers.push({ register: name, invokedAt, returnedAt, action: { type: 'set', value } });
      return;
    }
    await this.#succeeds(async () => {
      const { value } = await this.seat.member.call('registers.get', {
        name,
        linearizable: true,
        timeoutMs: patienceMs,
      });
      this.registers.push({
        register: name,
        invokedAt,
        returnedAt: performance.now(),
        action: { type: 'read', value },
      });
    });
  }

  /** Whether the call was answered with success. Whatever else comes of it, its outcome counts as unknown. */
  async #succeeds(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // The member may have ended; it may come back.
      if (error.code === 'closed') await delay(200);
      return false;
    }
  }

  #wake(): void {
    for (const heard of this.#heard) heard();
    this.#heard.clear();
  }
}
