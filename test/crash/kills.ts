import { setTimeout as delay } from 'node:timers/promises';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyoneVotes, joinAt, type MemberProcess } from '../member/harness.ts';
import { seededRandom } from '../seeded-random.ts';
import { Coverage } from '../simulation/coverage.ts';
import { Laptop, type Moment } from './laptop.ts';
import { fromBase64, Ledger, People } from './people.ts';
import { Tally } from './tally.ts';

export interface KillRun {
  readonly kills: number;
  /** Decides who is killed, at which kind of moment and how long it stays away; not how the processes are scheduled. */
  readonly seed: number;
  readonly say: (line: string) => void;
}

const names = ['Ana', 'Bo', 'Chen'];
const notesAtATime = 3;
const killsBetweenChecks = 50;
/** Snapshots, installs, new segments and cuts all the time. */
const policy = { snapshotEntries: 60, trailingEntries: 10, segmentBytes: 32 * 1024 };
/** How long a kind of moment is waited for before the laptop is killed all the same. */
const patienceMs = 1_500;
/** Then the others' logs begin behind what it has. */
const longAwayMs = 500;
const wholeAgainWithinMs = 60_000;

/**
 * Three real members, people who write at each, and SIGKILL at random moments. Throws if anything that was acknowledged is
 * not there once, on every member, or a member ends or does not start for another reason. The folders stay then.
 *
 * Run it in a network namespace of its own: the ports are fixed.
 */
export async function killAtRandom({ kills, seed, say }: KillRun): Promise<Tally> {
  const root = await mkdtemp(join(tmpdir(), 'raftpad-crash-'));
  const run = new KillTest(root, seed, say);
  try {
    await run.begin();
    await run.kill(kills);
  } catch (error) {
    throw new Error(`seed ${seed} failed; what is on the disks is in ${root}`, { cause: error });
  } finally {
    await run.close();
  }
  await rm(root, { recursive: true, force: true });
  return run.tally;
}

class KillTest {
  readonly tally = new Tally();
  readonly #random: () => number;
  readonly #say: (line: string) => void;
  readonly #ledger = new Ledger();
  readonly #laptops: Laptop[];
  readonly #people: People[];
  readonly #failed: Promise<never>;
  #fail!: (error: Error) => void;
  #notes: string[] = [];
  /** Those that stay down for a while, and are started then. */
  readonly #away = new Map<Laptop, Promise<void>>();
  #closed = false;

  constructor(root: string, seed: number, say: (line: string) => void) {
    this.#random = seededRandom(seed);
    this.#say = say;
    this.#failed = new Promise((_resolve, reject) => (this.#fail = reject));
    this.#failed.catch(() => undefined);
    const fail = (error: Error): void => {
      if (!this.#closed) this.#fail(error);
    };
    this.#laptops = names.map((name, at) => {
      const options = { name, listen: `127.0.0.1:${47_201 + at}`, ...policy };
      return new Laptop(join(root, name), options, this.tally, fail);
    });
    this.#people = this.#laptops.map(
      (laptop, at) => new People(laptop, this.#ledger, this.tally, seededRandom(seed + at + 1)),
    );
  }

  async begin(): Promise<void> {
    for (const laptop of this.#laptops) {
      await mkdir(laptop.folder, { mode: 0o700 });
      laptop.start();
    }
    const [first, ...others] = (await this.#unlessFailed(
      Promise.all(this.#laptops.map((laptop) => laptop.running())),
    )) as [MemberProcess, ...MemberProcess[]];
    await first.call('create', { clusterName: 'Field team' });
    await joinAt(first, ...others);
    await everyoneVotes([first, ...others]);
    for (const laptop of this.#laptops) laptop.watch();
  }

  async kill(kills: number): Promise<void> {
    for (let next = killsBetweenChecks; this.tally.kills < kills; next += killsBetweenChecks) {
      await this.#write();
      while (this.tally.kills < Math.min(next, kills)) await this.#unlessFailed(this.#killOnce(kills));
      await this.#unlessFailed(this.#check());
      this.#say(`${this.tally.kills} kills: everything is there once`);
    }
    this.#ledger.history.check(new Coverage());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#fail(new Error('closed'));
    await Promise.all(this.#away.values());
    for (const laptop of this.#laptops) {
      if (laptop.phase !== 'down') await laptop.end();
      laptop.close();
    }
  }

  /** New notes, and people who begin to write into them. */
  async #write(): Promise<void> {
    const [laptop] = this.#laptops;
    const client = await laptop?.client();
    this.#notes = [];
    for (let count = 0; count < notesAtATime; count += 1) {
      const created = await client?.call('notes.create', { title: `Note ${count} after ${this.tally.kills} kills` });
      if (created !== undefined) this.#notes.push(created.note);
    }
    for (const people of this.#people) people.begin(this.#notes, this.#fail);
  }

  async #killOnce(kills: number): Promise<void> {
    const up = this.#laptops.filter(({ phase }) => phase !== 'down');
    if (up.length === 0) return void (await Promise.race(this.#away.values()));
    const victim = this.#choose(up);
    const moment = this.#moment(victim);
    if (moment !== null) await victim.next(moment, patienceMs);
    // What goes on for long is hit anywhere, what is over at once is hit at all.
    await delay(this.#random() * this.#withinMs(victim, moment));
    const fate = this.#random();
    const count = fate < 0.05 ? 3 : fate < 0.15 ? 2 : 1;
    const others = this.#laptops.filter((laptop) => laptop !== victim);
    if (count === this.#laptops.length) await Promise.all(others.map((laptop) => laptop.running()));
    const alive = others.filter(({ phase }) => phase !== 'down');
    const victims = [victim, ...alive].slice(0, Math.min(count, kills - this.tally.kills));
    if (victims.length === this.#laptops.length) this.tally.hit('all at once');
    else if (victims.length === 2) this.tally.hit('two at once');
    await Promise.all(victims.map((each) => each.kill()));
    for (const each of victims) this.#startAgain(each);
  }

  /** How long after the moment: what goes on for long is to be hit anywhere, what is over at once is to be hit at all. */
  #withinMs(victim: Laptop, moment: Moment | null): number {
    const chance = this.#random();
    if (moment === 'start') return victim.startTookMs;
    if (moment === null || moment === 'acknowledged') return chance < 0.4 ? 1_000 : 50;
    return chance < 0.5 || moment === 'log-cut' ? 0 : 6;
  }

  #choose(alive: readonly Laptop[]): Laptop {
    const chance = this.#random();
    const chosen = alive[Math.floor(this.#random() * alive.length)] as Laptop;
    if (chance < 0.3) return alive.find(({ phase }) => phase === 'starting') ?? chosen;
    if (chance < 0.6) return alive.find(({ leads }) => leads) ?? chosen;
    return chosen;
  }

  #moment(victim: Laptop): Moment | null {
    const chance = this.#random();
    // Who was away for long is sent one.
    if (victim.wasAway) return chance < 0.7 ? 'snapshot-received' : null;
    if (victim.phase === 'starting') return chance < 0.7 ? 'start' : null;
    const moments: readonly Moment[] = ['acknowledged', 'snapshot-written', 'segment-begun', 'log-cut'];
    if (chance < 0.4) return null;
    return moments[Math.floor(this.#random() * moments.length)] as Moment;
  }

  #startAgain(laptop: Laptop): void {
    const chance = this.#random();
    const awayMs = chance < 0.5 ? 0 : this.#random() * (chance < 0.8 ? 300 : 2_500);
    const back = delay(awayMs).then(() => {
      this.#away.delete(laptop);
      if (!this.#closed) laptop.start({ wasAway: awayMs > longAwayMs });
    });
    this.#away.set(laptop, back);
  }

  /** Everyone comes back and comes to rest; then all that was acknowledged must be there once, the same on every member. */
  async #check(): Promise<void> {
    this.tally.checks += 1;
    await Promise.all(this.#away.values());
    const members = await Promise.all(this.#laptops.map((laptop) => laptop.running()));
    await Promise.all(this.#people.map((people) => people.stop()));
    await Promise.all(
      members.map((member) =>
        member.until(
          'everyone is there and nothing waits',
          ({ cluster, waitingEdits }) =>
            waitingEdits === 0 && cluster?.members.every(({ vote, connected }) => vote && connected) === true,
          wholeAgainWithinMs,
        ),
      ),
    );
    for (const [at, member] of members.entries()) {
      for (const [note, words] of this.#ledger.words) await expectWords(member, note, words);
      for (const [name, { asked, acknowledged }] of this.#ledger.counters) {
        const { value } = await member.call('registers.get', { name, linearizable: true });
        const count = value === null ? 0 : Number.parseInt(fromBase64(value).slice(0, 20), 10);
        if (count < acknowledged || count > asked)
          throw new Error(`${member.options.name}: ${name} is ${count}, ${acknowledged} was acknowledged`);
      }
      for (const name of this.#ledger.registersUsed) await this.#people[at]?.read(name);
    }
    await expectAlike(members);
  }

  #unlessFailed<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#failed]);
  }
}

async function expectWords(member: MemberProcess, note: string, words: ReadonlyMap<string, boolean>): Promise<void> {
  const { text } = await member.call('notes.read', { note, linearizable: true });
  const times = new Map<string, number>();
  for (const word of text.split(/\s+/).filter((each) => each !== '')) times.set(word, (times.get(word) ?? 0) + 1);
  const wrong: string[] = [];
  for (const [word, isAcknowledged] of words) {
    const count = times.get(word) ?? 0;
    if (count > 1 || (isAcknowledged && count === 0)) wrong.push(`${word} is there ${count} times`);
  }
  for (const word of times.keys()) if (!words.has(word)) wrong.push(`${word} was never written`);
  if (wrong.length > 0) throw new Error(`${member.options.name}, note ${note}: ${wrong.slice(0, 20).join(', ')}`);
}

/** The same notes with the same texts. */
async function expectAlike(members: readonly MemberProcess[]): Promise<void> {
  const states = await Promise.all(
    members.map(async (member) => {
      const { notes } = await member.call('notes.list', { linearizable: true });
      const texts = await Promise.all(notes.map(({ note }) => member.call('notes.read', { note })));
      return JSON.stringify(texts.sort((a, b) => (a.note < b.note ? -1 : 1)));
    }),
  );
  if (new Set(states).size > 1) throw new Error('the notes are not the same on every member');
}
