/**
 * The member in a process of its own: forked, watched, started again when it dies, asked to stop before it is killed,
 * and connected to the page by ports that do not pass through main.
 */
import { randomBytes } from 'node:crypto';
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { z } from 'zod';
import { newerVersionSchema } from '../src/api/newer-version.ts';
import type { MemberProcessState } from '../src/api/shell.ts';
import { channels } from './channels.ts';
import type { Messages } from './messages.ts';
import { RestartPolicy } from './restart-policy.ts';

/** More than a member needs to hand over, give up its vote, and close its files. */
const stopLimitMs = 4_000;
/** The member's status when its arguments cannot work: starting it again would change nothing. */
const exitUsage = 64;
/** What the member said last is told when it dies; no more of it is kept. */
const lastWordsLength = 2_000;

/** What a member says to its parent: that it serves, why it ends, or that it knows a file that was chosen. */
const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('fatal'), message: z.string().max(10_000), newer: newerVersionSchema.optional() }),
  z.object({ type: z.literal('chosen-file-known'), ticket: z.string().max(100) }),
]);

export interface MemberProcessOptions {
  readonly script: string;
  readonly args: readonly string[];
  readonly messages: () => Messages;
  readonly onState: (state: MemberProcessState) => void;
}

export class MemberProcess {
  readonly #options: MemberProcessOptions;
  readonly #restarts = new RestartPolicy();
  #state: MemberProcessState = { type: 'starting' };
  #child: UtilityProcess | null = null;
  #restartTimer: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;
  #endNow: (() => void) | null = null;
  /** Tickets that the member has not confirmed yet. */
  readonly #allowed = new Map<string, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  /** The page that asked for a port, and gets a fresh one after each restart. */
  #page: WebContents | null = null;

  constructor(options: MemberProcessOptions) {
    this.#options = options;
  }

  get state(): MemberProcessState {
    return this.#state;
  }

  get isStopping(): boolean {
    return this.#stopping !== null;
  }

  /** The member's process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#child !== null || this.#stopping !== null) return;
    this.#cancelRestart();
    this.#setState({ type: 'starting' });
    const child = utilityProcess.fork(this.#options.script, [...this.#options.args], {
      serviceName: 'Raftpad member',
      env: memberEnvironment(process.env),
      execArgv: [],
      stdio: 'pipe',
    });
    this.#child = child;
    let lastWords = '';
    child.stdout?.pipe(process.stdout, { end: false });
    child.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      lastWords = (lastWords + chunk.toString('utf8')).slice(-lastWordsLength);
    });
    let fatal: string | null = null;
    child.on('message', (message: unknown) => {
      const said = reportSchema.safeParse(message);
      if (this.#child !== child || !said.success) return;
      switch (said.data.type) {
        case 'fatal':
          fatal = said.data.message;
          // It serves no more; that it still closes its files is nothing to wait for.
          if (said.data.newer !== undefined) this.#setState({ type: 'outdated', newer: said.data.newer });
          return;
        case 'chosen-file-known':
          this.#allowed.get(said.data.ticket)?.resolve();
          return;
        case 'ready':
          if (this.#state.type === 'outdated') return; // it found that out while it started
          this.#setState({ type: 'running' });
          this.#handOver();
          return;
        default:
          said.data satisfies never;
      }
    });
    child.once('exit', (code) => {
      if (this.#child !== child) return;
      this.#child = null;
      for (const { reject } of this.#allowed.values()) reject(new Error(this.#options.messages().memberAway));
      if (this.#stopping === null && this.#state.type !== 'outdated') this.#died(code, fatal ?? lastLine(lastWords));
    });
  }

  /** Starts again at a person's wish, with all patience restored. */
  restart(): void {
    this.#restarts.reset();
    this.start();
  }

  /** Gives the page a fresh port now, or as soon as the member runs, and again after each restart. */
  connect(page: WebContents): void {
    this.#page = page;
    if (this.#state.type === 'running') this.#handOver();
  }

  /** Lets the page have the member read or write this file. Answers a ticket for it, once the member knows that. */
  async allow(file: string, use: 'read' | 'write'): Promise<string> {
    const child = this.#child;
    if (child === null || this.#state.type !== 'running') throw new Error(this.#options.messages().memberAway);
    const ticket = randomBytes(16).toString('hex');
    try {
      await new Promise<void>((resolve, reject) => {
        this.#allowed.set(ticket, { resolve, reject });
        child.postMessage({ type: 'chosen-file', ticket, path: file, use });
      });
    } finally {
      this.#allowed.delete(ticket);
    }
    return ticket;
  }

  /** The page is gone or loads anew: it will ask again when it listens. */
  disconnect(page: WebContents): void {
    if (this.#page === page) this.#page = null;
  }

  /** The laptop is about to sleep: the member has what time there is to let the others go on without it. */
  sleep(): void {
    this.#child?.postMessage({ type: 'sleep' });
  }

  wake(): void {
    this.#child?.postMessage({ type: 'wake' });
  }

  /** Asks the member to stop, waits, and ends it if it does not. */
  stop(): Promise<void> {
    this.#cancelRestart();
    this.#stopping ??= this.#stopChild();
    return this.#stopping;
  }

  /** While it stops: does not wait for it any longer. What it kept is safe, and the others find out that it is gone. */
  endNow(): void {
    this.#endNow?.();
  }

  #stopChild(): Promise<void> {
    const child = this.#child;
    if (child === null) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(patience);
        // One that hangs takes no notice of being asked.
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        resolve();
      };
      const patience = setTimeout(() => {
        console.warn(`The member did not stop within ${stopLimitMs / 1000} s and was ended.`);
        end();
      }, stopLimitMs);
      this.#endNow = end;
      child.once('exit', () => {
        clearTimeout(patience);
        this.#endNow = null;
        resolve();
      });
      child.postMessage({ type: 'stop' });
    });
  }

  #died(code: number, lastWords: string | null): void {
    const messages = this.#options.messages();
    const reason = lastWords ?? messages.exitCode(code);
    const delayMs = code === exitUsage ? null : this.#restarts.died(Date.now());
    if (delayMs === null) {
      this.#setState({ type: 'failed', detail: messages.memberFailed(reason) });
      return;
    }
    this.#setState({ type: 'restarting', detail: messages.memberStopped(reason), delayMs });
    this.#restartTimer = setTimeout(() => this.start(), delayMs);
  }

  #handOver(): void {
    if (this.#child === null || this.#page === null || this.#page.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage({ type: 'client-port' }, [port1]);
    this.#page.postMessage(channels.memberPort, null, [port2]);
  }

  #cancelRestart(): void {
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer);
    this.#restartTimer = null;
  }

  #setState(state: MemberProcessState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Only what a Node program needs to find its folders and speak its language: no options for Node, no secrets of a shell. */
export function memberEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept =
    /^(PATH|HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|WINDIR|TMPDIR|TEMP|TMP|TZ|LANG|LC_\w+|XDG_\w+)$/i;
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && kept.test(name)) result[name] = value;
  return result;
}

/** The line that says why: of a stack the error itself, not a frame or the runtime's name after it. */
function lastLine(words: string): string | null {
  const lines = words
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const said = lines.filter((line) => !/^(at |Node\.js v|\^|\}|throw )/.test(line));
  return lines.find((line) => /^(?:Uncaught )?\w*Error\b.*:/.test(line)) ?? said[said.length - 1] ?? null;
}
