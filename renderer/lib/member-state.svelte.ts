import type { ClusterStatus, LogLine, MemberStatus, NearbyStatus } from '../../src/api/contract.ts';
import type { MemberProcessState, Shell } from '../../src/api/shell.ts';
import { mergeLog } from './log-lines.ts';
import type { FailureCode, MemberConnection } from './rpc.ts';
import { failureCode } from './failure.ts';

/** How this laptop's member and its cluster stand, as the member's events say. */
export class MemberState {
  readonly #connection: MemberConnection;
  readonly #shell: Shell;
  #process = $state.raw<MemberProcessState>({ type: 'starting' });
  #connected = $state(false);
  #status = $state.raw<MemberStatus | null>(null);
  #nearby = $state.raw<NearbyStatus | null>(null);
  #log = $state.raw<readonly LogLine[] | null>(null);
  #logFailure = $state.raw<FailureCode | null>(null);

  constructor(connection: MemberConnection, shell: Shell) {
    this.#connection = connection;
    this.#shell = shell;
    connection.on('status', (status) => this.#takeStatus(status));
    connection.on('nearby', (nearby) => (this.#nearby = nearby));
    connection.on('log', ({ entries }) => (this.#log = mergeLog(this.#log ?? [], entries, logLength)));
    connection.onConnected(() => void this.#readAll());
    connection.onDisconnected(() => (this.#connected = false));
  }

  /** The member's process, as the shell that supervises it says. */
  get process(): MemberProcessState {
    return this.#process;
  }

  /** Whether the member answers. What it said last stays on the screen while it does not. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Null until the member first answered. */
  get status(): MemberStatus | null {
    return this.#status;
  }

  /** The cluster that this laptop takes part in. While it is being repaired there is none to work with. */
  get cluster(): ClusterStatus | null {
    return this.#status === null ? null : takesPartIn(this.#status);
  }

  get nearby(): NearbyStatus | null {
    return this.#nearby;
  }

  /** The last entries of the log, newest first. Null until they are read. */
  get log(): readonly LogLine[] | null {
    return this.#log;
  }

  get logFailure(): FailureCode | null {
    return this.#logFailure;
  }

  /** The name of a member for people; of one that is no longer in the cluster, its id shortened. */
  nameOf(member: string): string {
    const line = this.cluster?.members.find((each) => each.member === member);
    if (line !== undefined) return line.name === '' ? line.fingerprint : line.name;
    return member.length > 40 ? `${member.slice(0, 4)}…${member.slice(-4)}` : member;
  }

  async start(): Promise<void> {
    this.#shell.onMemberState((state) => this.#takeProcess(state));
    await this.#shell.connectMember();
    this.#takeProcess(await this.#shell.memberState());
  }

  restart(): Promise<void> {
    return this.#shell.restartMember();
  }

  async readLog(): Promise<void> {
    try {
      const { entries } = await this.#connection.call('log', { limit: logLength });
      this.#log = entries;
      this.#logFailure = null;
    } catch (error) {
      this.#logFailure = failureCode(error);
    }
  }

  async #readAll(): Promise<void> {
    try {
      this.#takeStatus(await this.#connection.call('status', {}));
      this.#nearby = await this.#connection.call('nearby', {});
    } catch {
      // The connection broke at once; the next one reads again.
    }
  }

  #takeStatus(status: MemberStatus): void {
    const cluster = takesPartIn(status);
    const joinedNow = cluster !== null && (this.cluster === null || !this.#connected);
    if (cluster === null) this.#log = null;
    this.#connected = true;
    this.#status = status;
    if (joinedNow) void this.readLog();
  }

  #takeProcess(state: MemberProcessState): void {
    this.#process = state;
    // A port whose other end has died says nothing by itself: the shell's word is what ends it.
    if (state.type !== 'starting' && state.type !== 'running') this.#connection.disconnect();
  }
}

function takesPartIn({ phase, cluster }: MemberStatus): ClusterStatus | null {
  return phase.type === 'repairing' || phase.type === 'rejoining' ? null : cluster;
}

const logLength = 50;
