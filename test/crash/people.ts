import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CallError } from '../member/harness.ts';
import { History } from '../simulation/history.ts';
import type { RegisterAction } from '../simulation/linearizability.ts';
import type { Laptop } from './laptop.ts';
import type { Tally } from './tally.ts';

/** What was asked for, and what was acknowledged of it. */
export class Ledger {
  readonly history = History.first();
  /** The words of each note, and whether someone was told that they are safe. */
  readonly words = new Map<string, Map<string, boolean>>();
  /** Of each register that one laptop alone sets: the last value it asked for, and the last that was acknowledged. */
  readonly counters = new Map<string, { asked: number; acknowledged: number }>();
  readonly registersUsed = new Set<string>();
}

/** Those who write at one laptop, each waiting for one answer before the next call; the laptop may die at any time. */
export class People {
  readonly #laptop: Laptop;
  readonly #ledger: Ledger;
  readonly #tally: Tally;
  readonly #random: () => number;
  #stopped = false;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(laptop: Laptop, ledger: Ledger, tally: Tally, random: () => number) {
    this.#laptop = laptop;
    this.#ledger = ledger;
    this.#tally = tally;
    this.#random = random;
  }

  /** `fail` hears of an answer that no crash explains. */
  begin(notes: readonly string[], fail: (error: Error) => void): void {
    this.#stopped = false;
    const until = (write: () => Promise<void>): Promise<void> =>
      this.#repeat(write).catch((error: unknown) => fail(error instanceof Error ? error : new Error(String(error))));
    this.#writing = Promise.all([
      until(() => this.#word(notes, true)),
      until(() => this.#word(notes, false)),
      until(() => this.#register()),
      until(() => this.#bigValue()),
    ]);
  }

  /** Resolves when the last call was answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  async #repeat(write: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      await this.#laptop.running();
      this.#laptop.unanswered += 1;
      try {
        await write();
      } catch (error) {
        if (!(error instanceof CallError) || !explained.has(error.code)) throw error;
        this.#tally.unheard += 1;
        await delay(10);
      } finally {
        this.#laptop.unanswered -= 1;
      }
    }
  }

  async #word(notes: readonly string[], committed: boolean): Promise<void> {
    const note = notes[Math.floor(this.#random() * notes.length)] ?? '';
    const words = this.#ledger.words.get(note) ?? new Map<string, boolean>();
    this.#ledger.words.set(note, words);
    const word = `${this.#laptop.name}${committed ? 'C' : 'k'}${words.size}.`;
    words.set(word, false);
    const client = await this.#laptop.client();
    const splices = [{ from: 0, to: 0, insert: `${word}\n` }];
    await client.call('notes.edit', { note, splices, committed, timeoutMs: 3_000 });
    words.set(word, true);
    this.#laptop.acknowledged();
    this.#tally.acknowledged[committed ? 'committed' : 'kept'] += 1;
    await delay(this.#random() * (committed ? 10 : 60));
  }

  /** Reads a register and, mostly, sets it to a new value if it is still what it was. */
  async #register(): Promise<void> {
    const { history, registersUsed } = this.#ledger;
    const name = history.register(Math.floor(this.#random() * 2));
    registersUsed.add(name);
    const expected = await this.read(name);
    if (this.#random() < 0.1) return;
    const value = `${this.#laptop.name}${(valuesMade += 1)}`;
    const call = { type: 'compare-and-set', expected, value } as const;
    const operation = history.invoke(name, { ...call, outcome: { type: 'unknown' } });
    const client = await this.#laptop.client();
    const { swapped, current } = await client.call('registers.compareAndSet', {
      name,
      expected: expected === null ? null : toBase64(expected),
      value: toBase64(value),
      timeoutMs: 3_000,
    });
    const outcome: Extract<RegisterAction, { type: 'compare-and-set' }>['outcome'] = swapped
      ? { type: 'set' }
      : { type: 'not-equal', found: current === null ? null : fromBase64(current) };
    history.return(operation, { ...call, outcome });
    this.#laptop.acknowledged();
    this.#tally.acknowledged.registers += 1;
    await delay(this.#random() * 10);
  }

  /** What a register holds, by a linearizable read at this laptop that counts in the history. */
  async read(name: string): Promise<string | null> {
    const { history } = this.#ledger;
    const operation = history.invoke(name, { type: 'read', value: null });
    const client = await this.#laptop.client();
    const { value: found } = await client.call('registers.get', { name, linearizable: true, timeoutMs: 3_000 });
    const value = found === null ? null : fromBase64(found);
    history.return(operation, { type: 'read', value });
    return value;
  }

  async #bigValue(): Promise<void> {
    const name = `big ${Math.floor(this.#random() * bigRegisters)} of ${this.#laptop.name}`;
    const counter = this.#ledger.counters.get(name) ?? { asked: 0, acknowledged: 0 };
    this.#ledger.counters.set(name, counter);
    const count = (counter.asked += 1);
    const client = await this.#laptop.client();
    const value = toBase64(`${count} ${randomBytes(bigValueBytes).toString('base64')}`);
    await client.call('registers.set', { name, value, timeoutMs: 3_000 });
    counter.acknowledged = count;
    this.#laptop.acknowledged();
    this.#tally.acknowledged.registers += 1;
    await delay(this.#random() * 150);
  }
}

let valuesMade = 0;
/** That do not compress: a snapshot of them takes a while to write and to send. */
const bigValueBytes = 6_000;
const bigRegisters = 25;
/** What a caller may hear of a member that dies, has just started, or finds no majority. */
const explained: ReadonlySet<string> = new Set([
  'closed',
  'timeout',
  'no-majority',
  'unknown-note',
  'too-many-waiting',
]);

const toBase64 = (text: string): string => Buffer.from(text).toString('base64');
export const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString();
