import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type {
  Events,
  EventTopic,
  MemberStatus,
  Method,
  Notice,
  Params,
  Results,
  RpcNotification,
  RpcResponse,
} from '../../src/api/contract.ts';

const memberBundle = join(import.meta.dirname, '../../out/member.cjs');

/** A failed call, with the code that scripts act on. */
export class CallError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** A program that drives a member through its control socket. */
export class ControlClient {
  readonly #socket: Socket;
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #listeners = new Set<(event: RpcNotification) => void>();
  #nextId = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const lines = createInterface({ input: socket }).on('line', (line) => this.#line(line));
    lines.on('error', () => undefined); // it passes on those of the socket, which closes then
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { reject } of this.#pending.values())
        reject(new CallError('closed', 'the member closed the connection'));
      this.#pending.clear();
    });
  }

  static async connect(dataDirectory: string): Promise<ControlClient> {
    const socket = createConnection(join(dataDirectory, 'control.sock'));
    await once(socket, 'connect');
    return new ControlClient(socket);
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return this.request(method, params) as Promise<Results[M]>;
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new CallError('closed', 'the connection was closed before the call'));
      this.#pending.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }

  on<T extends EventTopic>(topic: T, listener: (params: Events[T]) => void): () => void {
    const wrapped = (event: RpcNotification): void => {
      if (event.method === topic) listener(event.params as Events[T]);
    };
    this.#listeners.add(wrapped);
    return () => this.#listeners.delete(wrapped);
  }

  close(): void {
    this.#socket.destroy();
  }

  #line(line: string): void {
    const message = JSON.parse(line) as RpcResponse | RpcNotification;
    if ('method' in message) {
      for (const listener of [...this.#listeners]) listener(message);
      return;
    }
    const waiting = this.#pending.get(Number(message.id));
    this.#pending.delete(Number(message.id));
    if ('error' in message) waiting?.reject(new CallError(message.error.data.code, message.error.message));
    else waiting?.resolve(message.result);
  }
}

export interface MemberOptions {
  readonly name: string;
  readonly mdns?: boolean;
  /** null: as the app does, on all interfaces and at the first free port. */
  readonly listen?: string | null;
  /** A command that runs the member's as its last arguments: to start it in another network, say. */
  readonly within?: readonly string[];
  /** A snapshot every so many entries, and so many that the log keeps before it. */
  readonly snapshotEntries?: number;
  readonly trailingEntries?: number;
  /** How big a file of the log becomes. */
  readonly segmentBytes?: number;
  /** `within` gives it a file system of its own in its data directory, which others see through the process only. */
  readonly ownMount?: boolean;
  /** The notes are compared after so many commands. */
  readonly digestCommands?: number;
  /** A voter that was silent for so long loses its vote. */
  readonly awaySeconds?: number;
}

/** One member in a process of its own, as `npm run member` starts it. */
export class MemberProcess {
  readonly options: MemberOptions;
  readonly dataDirectory: string;
  child!: ChildProcess;
  client!: ControlClient;
  status!: MemberStatus;
  readonly notices: Notice[] = [];
  output = '';
  readonly #changed = new Set<() => void>();

  constructor(dataDirectory: string, options: MemberOptions) {
    this.dataDirectory = dataDirectory;
    this.options = options;
  }

  async start(): Promise<this> {
    const { name, mdns = false, listen = '127.0.0.1:0', within = [] } = this.options;
    const { snapshotEntries, trailingEntries, segmentBytes, digestCommands, awaySeconds } = this.options;
    const [program = process.execPath, ...args] = [
      ...within,
      process.execPath,
      memberBundle,
      '--data-dir',
      this.dataDirectory,
      '--name',
      name,
      ...(listen === null ? [] : ['--listen', listen]),
      ...(mdns ? [] : ['--no-mdns']),
      ...(snapshotEntries === undefined ? [] : ['--snapshot-entries', String(snapshotEntries)]),
      ...(trailingEntries === undefined ? [] : ['--trailing-entries', String(trailingEntries)]),
      ...(segmentBytes === undefined ? [] : ['--segment-bytes', String(segmentBytes)]),
      ...(digestCommands === undefined ? [] : ['--digest-commands', String(digestCommands)]),
      ...(awaySeconds === undefined ? [] : ['--away-seconds', String(awaySeconds)]),
    ];
    this.child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    const ready = new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.output += chunk.toString();
        if (this.output.includes('is running')) resolve();
      };
      this.child.stdout?.on('data', read);
      this.child.stderr?.on('data', read);
      // Not at its exit: what it wrote last may not have been read by then.
      this.child.once('close', (code, signal) =>
        reject(new Error(`member ${name} ended (${code ?? signal}): ${this.output}`)),
      );
    });
    await ready;
    this.client = await ControlClient.connect(this.seenFromOutside);
    this.client.on('status', (status) => this.#saw(status));
    this.client.on('notice', (notice) => this.notices.push(notice));
    await this.client.call('subscribe', { topics: ['status', 'notice'] });
    this.#saw(await this.client.call('status', {}));
    return this;
  }

  /** The data directory, for another process. */
  get seenFromOutside(): string {
    return this.options.ownMount === true ? `/proc/${this.child.pid}/root${this.dataDirectory}` : this.dataDirectory;
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return this.client.call(method, params);
  }

  /** The status as it is now, which `status` may be a moment behind. */
  async now(): Promise<MemberStatus> {
    this.#saw(await this.call('status', {}));
    return this.status;
  }

  /**
   * Resolves with the first status, from now on, for which `holds` is true. What `status` says at the call may be older than
   * the answer to the call before.
   */
  until(what: string, holds: (status: MemberStatus) => boolean, timeoutMs = 30_000): Promise<MemberStatus> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer);
        this.#changed.delete(check);
        reject(new Error(`${this.options.name}: ${why}: ${what}. Status: ${JSON.stringify(this.status)}`));
      };
      const timer = setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
      const check = (): void => {
        if (!holds(this.status)) return;
        clearTimeout(timer);
        this.#changed.delete(check);
        resolve(this.status);
      };
      this.#changed.add(check);
      this.now().catch((error: unknown) => fail(String(error)));
    });
  }

  /** Ends the process: SIGKILL as a crash, SIGTERM in order. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.client.close();
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }

  #saw(status: MemberStatus): void {
    this.status = status;
    for (const check of [...this.#changed]) check();
  }
}

/** Members of one test, and the folders they live in. Always `close` it. */
export class Laptops {
  readonly #members: MemberProcess[] = [];
  readonly #folders: string[] = [];

  async start(options: MemberOptions): Promise<MemberProcess> {
    const folder = await this.folder();
    return await this.startIn(folder, options);
  }

  async startIn(folder: string, options: MemberOptions): Promise<MemberProcess> {
    const member = new MemberProcess(folder, options);
    this.#members.push(member);
    return await member.start();
  }

  /** Starts a member again that has ended, with its folder and where the others know it to listen. */
  async restart(member: MemberProcess): Promise<MemberProcess> {
    const listen = addressOf(member).replace(/\/p2p\/.*/, '');
    return await this.startIn(member.dataDirectory, { ...member.options, listen });
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'raftpad-member-'));
    this.#folders.push(folder);
    return folder;
  }

  /** A cluster of `names.length` voters; the first creates it, the others join by address and are approved there. */
  cluster(...names: string[]): Promise<MemberProcess[]> {
    return this.clusterOf(names.map((name) => ({ name })));
  }

  async clusterOf(options: readonly MemberOptions[]): Promise<MemberProcess[]> {
    const [first, ...others] = await Promise.all(options.map((each) => this.start(each)));
    if (first === undefined) throw new Error('a cluster has at least one member');
    await first.call('create', { clusterName: 'Field team' });
    if (others.length > 0) await joinAt(first, ...others);
    await everyoneVotes([first, ...others]);
    return [first, ...others];
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.end('SIGKILL')));
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** Each of `joiners` asks at the address of `approver`, whose person lets them in, all at once. */
export async function joinAt(approver: MemberProcess, ...joiners: MemberProcess[]): Promise<void> {
  await askAt(approver, ...joiners);
  await approver.call('approve', { members: joiners.map(idOf) });
  await Promise.all(joiners.map((joiner) => joiner.until('it is in', ({ phase }) => phase.type === 'member')));
}

/** Each of `joiners` asks at the address of `asked`, where the requests show then. */
export async function askAt(asked: MemberProcess, ...joiners: MemberProcess[]): Promise<void> {
  await Promise.all(joiners.map((joiner) => joiner.call('requestJoin', { address: addressOf(asked) })));
  await asked.until('the requests show', ({ joinRequests }) =>
    joiners.every((joiner) => joinRequests.some(({ member }) => member === idOf(joiner))),
  );
}

export function idOf(member: MemberProcess): string {
  return member.status.self.member;
}

/** Resolves once each of `members` sees `count` members, all voting and reachable. */
export async function everyoneVotes(
  members: readonly MemberProcess[],
  count = members.length,
  timeoutMs?: number,
): Promise<void> {
  await Promise.all(
    members.map((member) =>
      member.until(
        `${count} vote`,
        ({ cluster }) =>
          cluster?.members.length === count && cluster.members.every(({ vote, connected }) => vote && connected),
        timeoutMs,
      ),
    ),
  );
}

export function addressOf(member: MemberProcess): string {
  const [address] = member.status.self.addresses;
  if (address === undefined) throw new Error(`${member.options.name} listens nowhere`);
  return address;
}

/** The member among `members` that leads, as they say. */
export async function leaderOf(members: readonly MemberProcess[]): Promise<MemberProcess> {
  const [first] = members;
  if (first === undefined) throw new Error('no members');
  const { cluster } = await first.until('a leader is known', (status) =>
    members.some(({ status: { self } }) => self.member === status.cluster?.leader),
  );
  const leader = members.find(({ status: { self } }) => self.member === cluster?.leader);
  if (leader === undefined) throw new Error('the leader is none of these');
  return leader;
}
