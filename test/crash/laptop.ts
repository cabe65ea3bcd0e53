import { existsSync, readdirSync, readFileSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import type { MemberStatus } from '../../src/api/contract.ts';
import { nodeFiles } from '../../src/storage/file-layer.ts';
import { listSegments, sealPath } from '../../src/storage/log-directory.ts';
import { readSeal } from '../../src/storage/log-seal.ts';
import { MemberProcess, type ControlClient, type MemberOptions } from '../member/harness.ts';
import type { Hit, Tally } from './tally.ts';

/** Something that a member does now, as seen from outside: a moment to be killed at. */
export type Moment = 'start' | 'acknowledged' | 'snapshot-written' | 'snapshot-received' | 'segment-begun' | 'log-cut';

/** Notices and phases of which a crash should never be the reason. */
const unexplained: ReadonlySet<string> = new Set(['edit-lost', 'set-aside', 'repaired', 'repairing', 'read-only']);

/** A laptop whose member is killed and started again. */
export class Laptop {
  readonly folder: string;
  /** Calls to it that were not answered yet. */
  unanswered = 0;
  #member: MemberProcess;
  #phase: 'down' | 'starting' | 'running' = 'down';
  #killed = false;
  #wasAway = false;
  #startedAtMs = 0;
  #startTookMs = 300;
  #acknowledgedAtMs = -Infinity;
  readonly #options: MemberOptions;
  readonly #tally: Tally;
  readonly #fail: (error: Error) => void;
  readonly #waiters = new Set<() => void>();
  readonly #moments = new Set<(moment: Moment) => void>();
  #watchers: FSWatcher[] = [];

  /** `fail` hears of what no kill explains. */
  constructor(folder: string, options: MemberOptions, tally: Tally, fail: (error: Error) => void) {
    this.folder = folder;
    this.#options = options;
    this.#tally = tally;
    this.#fail = fail;
    this.#member = new MemberProcess(folder, options);
  }

  get name(): string {
    return this.#options.name;
  }

  get phase(): 'down' | 'starting' | 'running' {
    return this.#phase;
  }

  /** As it said last. */
  get status(): MemberStatus | null {
    return this.#phase === 'running' ? this.#member.status : null;
  }

  get leads(): boolean {
    return this.status?.cluster?.role === 'leader';
  }

  get wasAway(): boolean {
    return this.#wasAway;
  }

  /** How long its last start took, in milliseconds. */
  get startTookMs(): number {
    return this.#startTookMs;
  }

  /** The member process that runs now. */
  async running(): Promise<MemberProcess> {
    while (this.#phase !== 'running') await new Promise<void>((resolve) => this.#waiters.add(resolve));
    return this.#member;
  }

  async client(): Promise<ControlClient> {
    return (await this.running()).client;
  }

  /** `wasAway`: for so long that the others may have gone on without it. */
  start({ wasAway = false } = {}): void {
    this.#wasAway = wasAway;
    this.#member = new MemberProcess(this.folder, this.#options);
    this.#phase = 'starting';
    this.#killed = false;
    this.#startedAtMs = Date.now();
    this.#tally.starts += 1;
    const member = this.#member;
    member.start().then(
      () => {
        if (this.#killed) return;
        this.#startTookMs = Date.now() - this.#startedAtMs;
        this.#phase = 'running';
        if (unexplained.has(member.status.phase.type))
          this.#fail(new Error(`${this.name} takes a crash for damage: ${JSON.stringify(member.status.phase)}`));
        member.client.on('notice', (notice) => {
          if (unexplained.has(notice.type)) this.#fail(new Error(`${this.name} says: ${JSON.stringify(notice)}`));
        });
        for (const wake of this.#waiters) wake();
        this.#waiters.clear();
      },
      (error: unknown) => {
        if (!this.#killed) this.#fail(error instanceof Error ? error : new Error(String(error)));
      },
    );
    member.child.once('close', (code, signal) => {
      if (!this.#killed) this.#fail(new Error(`${this.name} ended by itself (${code ?? signal}): ${member.output}`));
    });
  }

  /** Sends SIGKILL; resolves when the process is gone and it is known what that hit. */
  async kill(): Promise<void> {
    const { child } = this.#member;
    const [status, phase] = [this.status, this.#phase];
    this.#killed = true;
    const exited = once(child, 'close'); // all that it wrote was read, too
    child.kill('SIGKILL');
    this.#phase = 'down';
    this.#tally.kills += 1;
    const justAcknowledged = performance.now() - this.#acknowledgedAtMs < 5;
    const { unanswered } = this;
    await exited;
    if (phase === 'running') this.#member.client.close();
    const { output } = this.#member;
    if (output.includes('please report this') || output.includes('a fault in this member'))
      this.#fail(new Error(`${this.name} says: ${output}`));
    const hit = (what: Hit, isSo = true): void => void (isSo && this.#tally.hit(what));
    if (phase === 'starting') {
      hit(
        this.#holdsLock(child.pid)
          ? 'one that was opening its files and applying its log again'
          : 'one that was starting, before it had its folder',
      );
    } else {
      const role = status?.cluster?.role;
      hit(
        role === 'leader'
          ? 'a leader'
          : (status?.cluster?.leader ?? null) === null
            ? 'one that knew of no leader'
            : 'a follower',
      );
      hit('one that had just acknowledged a write', justAcknowledged);
      hit('one with writes that were not acknowledged yet', unanswered > 0);
      hit('one with kept edits that were not on a majority yet', (status?.waitingEdits ?? 0) > 0);
    }
    const names = (directory: string, ending: string): string[] =>
      readdirSync(join(this.folder, directory)).filter((name) => name.endsWith(ending));
    hit('a snapshot being written', names('snapshots', '.tmp').length > 0);
    // What came in part is kept for the next attempt, also from kills before.
    const received = names('snapshots', '.partial').map(
      (name) => statSync(join(this.folder, 'snapshots', name)).mtimeMs,
    );
    hit(
      'a snapshot being received',
      received.some((changedAtMs) => changedAtMs >= this.#startedAtMs),
    );
    hit('a segment being begun', names('log', '.tmp').length > 0);
    const { seal } = await readSeal(sealPath(join(this.folder, 'log')), nodeFiles);
    const [oldest = Infinity] = await listSegments(join(this.folder, 'log'), nodeFiles);
    hit('segments being dropped', oldest < seal.firstSegment);
  }

  /** Ends it as part of no test. */
  async end(): Promise<void> {
    this.#killed = true;
    this.#phase = 'down';
    const exited = once(this.#member.child, 'exit');
    this.#member.child.kill('SIGKILL');
    await exited;
  }

  /** A caller heard that its write is safe. */
  acknowledged(): void {
    this.#acknowledgedAtMs = performance.now();
    this.#tell('acknowledged');
  }

  /** Resolves when it does that the next time; false: not within the time. */
  next(moment: Moment, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (came: boolean): void => {
        clearTimeout(timer);
        this.#moments.delete(heard);
        resolve(came);
      };
      const heard = (what: Moment): void => void (what === moment && settle(true));
      const timer = setTimeout(() => settle(false), withinMs);
      this.#moments.add(heard);
    });
  }

  /** From now on its folder is watched, until `close`. */
  watch(): void {
    const on = (directory: string, changed: (event: string, name: string) => Moment | null): void => {
      const watcher = watch(join(this.folder, directory), (event, name) => {
        const moment = name === null ? null : changed(event, name);
        if (moment !== null) this.#tell(moment);
      });
      this.#watchers.push(watcher);
    };
    on('.', (event, name) => (event === 'rename' && name === 'lock' ? 'start' : null));
    on('snapshots', (event, name) => {
      if (name.endsWith('.tmp')) return 'snapshot-written';
      if (!name.endsWith('.partial')) return null;
      if (event === 'rename' && !existsSync(join(this.folder, 'snapshots', name))) this.#tally.snapshotsReceived += 1;
      return 'snapshot-received';
    });
    on('log', (event, name) => {
      if (name.endsWith('.tmp')) return 'segment-begun';
      // The oldest goes first.
      return event === 'rename' && !existsSync(join(this.folder, 'log', name)) ? 'log-cut' : null;
    });
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  #tell(moment: Moment): void {
    for (const heard of [...this.#moments]) heard(moment);
  }

  /** Whether the process had come as far as to lock the folder. */
  #holdsLock(pid: number | undefined): boolean {
    try {
      return (JSON.parse(readFileSync(join(this.folder, 'lock'), 'utf8')) as { pid: number }).pid === pid;
    } catch {
      return false;
    }
  }
}
