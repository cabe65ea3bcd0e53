import type { Cluster } from '../../src/member/cluster.ts';
import { ApiError } from '../../src/member/errors.ts';
import { readLog } from '../../src/storage/log-reader.ts';
import { memberNamed, type SimulatedLaptop } from './in-process.ts';
import type { Scene } from './scene.ts';

const note = 'a'.repeat(32);
const ghost = memberNamed('Ghost');
/** In virtual milliseconds. */
const callMs = 60_000;

/**
 * What people do in one cluster, and what they were told. Each of these calls does what it says, however often laptops die
 * meanwhile; but what was to be written and died with its laptop is not written again: it may be there, or not.
 */
export class Camp {
  readonly #scene: Scene;
  /** Whether someone was told that the word is safe. */
  readonly #words = new Map<string, boolean>();
  /** What each register may hold: the last value that was acknowledged or seen (null: none), and what was asked for since. */
  readonly #registers = new Map<string, (string | null)[]>();
  #count = 0;
  #lastIndex = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  async create(laptop: SimulatedLaptop): Promise<void> {
    const scene = this.#scene;
    const isThere = (): boolean => hasNote(laptop.cluster);
    while (!isThere()) {
      await scene.start(laptop);
      const { membership } = laptop;
      if (membership?.cluster === null) await scene.run(laptop, 'creating', () => membership.create('Camp', undefined));
      const leads = (): boolean => laptop.cluster?.status().role === 'leader';
      if (laptop.cluster === null || !(await scene.until(laptop, 'leading', leads))) continue;
      const { cluster } = laptop;
      if (isThere()) continue; // it died after it had made the note
      const create = { type: 'create-note', note, title: 'Notes' } as const;
      await scene.run(laptop, 'making a note', () => cluster.run(create, 'The note', callMs));
    }
  }

  /** The approver lets the others in, until they vote. */
  async join(approver: SimulatedLaptop, joiners: readonly SimulatedLaptop[]): Promise<void> {
    const scene = this.#scene;
    const isIn = (joiner: SimulatedLaptop): boolean => joiner.cluster !== null && votes(approver.cluster, joiner);
    for (let attempt = 0; !joiners.every(isIn); attempt += 1) {
      if (attempt > 20) throw new Error('they never come in');
      for (const laptop of [approver, ...joiners]) await scene.start(laptop);
      for (const joiner of joiners) {
        const { membership } = joiner;
        if (membership === null || membership.cluster !== null || membership.phase().type === 'asking') continue;
        const ask = (): Promise<void> => membership.joining.request({ address: approver.id }, undefined);
        await scene.run(joiner, 'asking', () => ask().catch(unlessApiError));
      }
      const asking = (): readonly SimulatedLaptop['id'][] =>
        joiners.map(({ id }) => id).filter((id) => approver.cluster?.admission.requests.get(id) !== undefined);
      const awaited = joiners.filter((joiner) => joiner.membership?.phase().type === 'asking').length;
      await this.#atMost(approver, 3_000, () => asking().length >= awaited);
      const { cluster } = approver;
      if (cluster !== null && asking().length > 0) {
        const approve = (): Promise<unknown> => cluster.admission.approve(asking(), 5_000);
        await scene.run(approver, 'approving', () => approve().catch(unlessApiError));
      }
      await this.#atMost(approver, 5_000, () => joiners.every(isIn));
    }
  }

  /** Changes of membership of a lone laptop: another that is never there is let in, and taken out. */
  async letInGhost(laptop: SimulatedLaptop): Promise<void> {
    const scene = this.#scene;
    await scene.start(laptop);
    await this.#in(laptop, 'letting in a ghost', async (cluster) => {
      const asked = { peer: ghost, name: 'Ghost', addresses: [], isRepair: false, code: null };
      void cluster.admission.asked(asked, cluster.id, new AbortController().signal);
      await cluster.admission.approve([ghost], callMs);
    });
    while (laptop.cluster === null || laptop.cluster.memberCount() > 1) {
      await scene.start(laptop);
      await this.#in(laptop, 'taking out a ghost', (cluster) => cluster.remove([ghost], callMs));
    }
  }

  /** Leaves with nothing waiting. What it had is set aside, and can be read. */
  async leave(laptop: SimulatedLaptop): Promise<void> {
    const scene = this.#scene;
    await this.#restAll();
    for (let attempt = 0; laptop.membership?.cluster !== null; attempt += 1) {
      if (attempt > 20) throw new Error(`${laptop.name} cannot leave`);
      await scene.start(laptop);
      const { membership } = laptop;
      if (membership === null || membership.cluster === null) continue;
      await scene.run(laptop, 'leaving', () => membership.leave(false, callMs).catch(unlessApiError));
    }
    if (scene.laptops.length === 1) await this.#expectSetAside(laptop);
  }

  /** A word that is to be on a majority (`committed`), or kept on the laptop. */
  async word(laptop: SimulatedLaptop, committed: boolean): Promise<void> {
    const { cluster } = laptop;
    if (cluster === null || !hasNote(cluster)) return;
    const word = `${laptop.name}${committed ? 'C' : 'k'}${(this.#count += 1)}.`;
    this.#words.set(word, false);
    const splices = [{ from: 0, to: 0, insert: `${word}\n` }];
    const edit = (): Promise<number | null> => cluster.documents.edit(note, splices, committed ? callMs : null);
    await this.#scene.run(laptop, `the word ${word}`, async () => {
      const index = await edit();
      if (laptop.disk.isDead) return;
      this.#words.set(word, true);
      this.#lastIndex = Math.max(this.#lastIndex, index ?? 0);
    });
  }

  async register(laptop: SimulatedLaptop, bytes: number): Promise<void> {
    const { cluster } = laptop;
    if (cluster === null) return;
    const name = `of ${laptop.name}`;
    const value = `${(this.#count += 1)} `.padEnd(bytes, 'x');
    this.#registers.set(name, [...(this.#registers.get(name) ?? [null]), value]);
    const set = { type: 'set-register', name, value: Buffer.from(value) } as const;
    await this.#scene.run(laptop, `the register ${name}`, async () => {
      const { index } = await cluster.run(set, 'The register', callMs);
      if (laptop.disk.isDead) return;
      this.#registers.set(name, [value]);
      this.#lastIndex = Math.max(this.#lastIndex, index);
    });
  }

  /** Everything that was acknowledged is there once, at each of them. Who is dead comes back for it. */
  async expectAll(): Promise<void> {
    await this.#restAll();
    for (const laptop of this.#scene.laptops) {
      for (let isRead = false; !isRead;) {
        await this.#scene.start(laptop);
        const { cluster } = laptop;
        if (cluster === null) throw new Error(`${laptop.name} is in no cluster`);
        isRead = (await this.#scene.run(laptop, 'reading', () => cluster.read(callMs).then(() => true))) ?? false;
        if (isRead) this.#expectIn(cluster, laptop.name);
      }
    }
  }

  #expectIn(cluster: Cluster, who: string): void {
    const times = new Map<string, number>();
    const text = cluster.notes.note(note)?.text ?? '';
    for (const word of text.split(/\s+/).filter((each) => each !== '')) times.set(word, (times.get(word) ?? 0) + 1);
    for (const [word, isAcknowledged] of this.#words) {
      const count = times.get(word) ?? 0;
      if (count > 1 || (isAcknowledged && count === 0)) throw new Error(`${who} has ${word} ${count} times`);
    }
    for (const [name, possible] of this.#registers) {
      const found = cluster.notes.register(name);
      const value = found === null ? null : Buffer.from(found).toString();
      const at = possible.indexOf(value);
      const short = possible.map((each) => each?.slice(0, 5) ?? 'nothing').join(', ');
      if (at === -1)
        throw new Error(`${who}: the register ${name} is ${value?.slice(0, 5) ?? 'nothing'}, not ${short}`);
      this.#registers.set(name, possible.slice(at));
    }
  }

  /** Everyone is there, and nothing waits anywhere. */
  async #restAll(): Promise<void> {
    for (const laptop of this.#scene.laptops) {
      const rests = (): boolean => laptop.cluster === null || laptop.cluster.documents.waitingCount() === 0;
      do await this.#scene.start(laptop);
      while (!(await this.#scene.until(laptop, 'nothing waits', rests)));
    }
  }

  /** What it had holds all that was committed, undamaged: set aside, or still where it was if leaving was cut short. */
  async #expectSetAside(laptop: SimulatedLaptop): Promise<void> {
    const files = laptop.disk.forThisProcess();
    const lastIndex = await this.#scene.run(laptop, 'reading what was set aside', async () => {
      const there = await files.list('/data');
      const aside = there.includes('left') ? await files.list('/data/left') : [];
      const places = [...(there.includes('log') ? ['/data'] : []), ...aside.map((name) => `/data/left/${name}`)];
      const logs = await Promise.all(
        // One that was being made when its laptop died never held anything.
        places.map((place) => readLog(`${place}/log`, files).catch(() => null)),
      );
      return Math.max(...logs.map((log) => log?.sequence.last.index ?? 0));
    });
    if (lastIndex !== null && lastIndex < this.#lastIndex)
      throw new Error(`${laptop.name} set its log aside up to ${lastIndex}, and ${this.#lastIndex} was acknowledged`);
  }

  async #in(laptop: SimulatedLaptop, what: string, action: (cluster: Cluster) => Promise<void>): Promise<void> {
    const { cluster } = laptop;
    if (cluster !== null) await this.#scene.run(laptop, what, () => action(cluster));
  }

  async #atMost(laptop: SimulatedLaptop, forMs: number, holds: () => boolean): Promise<void> {
    const untilMs = performance.now() + forMs;
    await this.#scene.until(laptop, 'a while', () => holds() || performance.now() > untilMs);
  }
}

function hasNote(cluster: Cluster | null): boolean {
  return cluster !== null && cluster.notes.note(note) !== null;
}

function votes(cluster: Cluster | null, { id }: SimulatedLaptop): boolean {
  return cluster?.status().members.find(({ member }) => member === id)?.vote === true;
}

/** What a call meets when another laptop has just died, or when it was done before the laptop died. */
function unlessApiError(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}
