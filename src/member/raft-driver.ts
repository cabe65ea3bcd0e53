import type { Raft } from '../raft/raft.ts';
import {
  asRequestId,
  asSequence,
  type ChangeOutcome,
  type CommittedEntry,
  type ConfigurationChange,
  type Effect,
  type Input,
  type MemberId,
  type Message,
  type PersistId,
  type ProposedCommand,
  type RequestId,
  type Sequence,
  type TraceEvent,
  type TransferOutcome,
} from '../raft/types.ts';
import type { LogStore } from '../storage/types.ts';
import { Alarm } from './alarm.ts';
import { ApiError, timeoutError } from './errors.ts';

/** Room for commands of one run of the process within a sequence number; see `Sequence`. */
const sequencesPerSession = 2 ** 32;
/** Commands wait for others of the same turn up to here: as many as one message carries. */
const batchCommands = 512;
const batchBytes = 256 * 1024;

export interface RaftDriverOptions {
  readonly raft: Raft;
  readonly store: LogStore;
  /** This start's number, durable before the driver is made. */
  readonly session: number;
  readonly clock: () => number;
  readonly send: (to: MemberId, message: Message) => void;
  /** Hands committed entries to the state machine, in order; returns what each own command came to. */
  readonly apply: (entries: readonly CommittedEntry[]) => void;
  readonly onSnapshot: (effect: SnapshotEffect) => void;
  readonly onTrace: (event: TraceEvent) => void;
  /** The log cannot be written any more: nothing was acknowledged that is not on disk, and nothing more will be. */
  readonly onStorageFailure: (error: unknown) => void;
  /** Something that cannot be happened while a step was carried out. Nothing more is done, so that nothing is skipped. */
  readonly onFault: (error: unknown) => void;
}

export type SnapshotEffect = Extract<Effect, { type: 'install-snapshot' | 'send-snapshot' | 'receive-snapshot' }>;

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Runs the pure core on real time, disk and network: feeds it inputs one by one, carries out its effects in order,
 * and holds back what must not leave before a write is durable.
 */
export class RaftDriver {
  readonly #options: RaftDriverOptions;
  readonly #inputs: Input[] = [];
  readonly #heldBack: { readonly after: PersistId; readonly to: MemberId; readonly message: Message }[] = [];
  readonly #changes = new Map<RequestId, Waiter<ChangeOutcome>>();
  readonly #transfers = new Map<RequestId, Waiter<TransferOutcome>>();
  readonly #reads = new Map<RequestId, Waiter<void>>();
  readonly #alarm: Alarm;
  #lastWrite: Promise<void> = Promise.resolve();
  #stepping = false;
  #stopped = false;
  #nextSequence: number;
  /** Numbered, and to be proposed together at the end of this turn of the event loop. */
  #batch: ProposedCommand[] = [];
  #batchBytes = 0;
  #nextRequest = 1;

  constructor(options: RaftDriverOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock, () => this.input({ type: 'tick' }));
    this.#nextSequence = options.session * sequencesPerSession + 1;
  }

  get raft(): Raft {
    return this.#options.raft;
  }

  /** Starts the clock; what was known to be committed before the restart is applied before this returns. */
  start(): void {
    let applied: number;
    do {
      applied = this.raft.status().appliedIndex;
      this.input({ type: 'tick' });
    } while (this.raft.status().appliedIndex > applied);
  }

  /** Nothing more is sent, written or applied; whoever waits is told. */
  stop(reason: ApiError): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#alarm.stop();
    for (const waiters of [this.#changes, this.#transfers, this.#reads]) {
      for (const waiter of waiters.values()) {
        clearTimeout(waiter.timer);
        waiter.reject(reason);
      }
      waiters.clear();
    }
    this.#inputs.length = 0;
    this.#heldBack.length = 0;
  }

  /** Gives the core an input and carries out what follows from it. An input that arrives meanwhile waits its turn. */
  input(input: Input): void {
    if (this.#stopped) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      let wakeAt: number | null = null;
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        const result = this.#options.raft.step(next, this.#options.clock());
        wakeAt = result.wakeAt;
        for (const effect of result.effects) this.#carryOut(effect);
      }
      if (!this.#isStopped()) this.#alarm.set(wakeAt);
    } catch (error) {
      this.#options.onFault(error);
    } finally {
      this.#stepping = false;
    }
  }

  /**
   * Numbers a command and proposes it. It reaches the leader, whoever that is or becomes, and is applied once. Commands
   * of one turn of the event loop go in one step: one write, one message to each follower. Measured with 512 commands
   * under way (`npm run bench -- commit`): half the time for each command on the leader, and twice the commands a second.
   */
  propose(payload: Uint8Array): Sequence {
    const admission = this.#options.raft.admission(payload.byteLength);
    switch (admission) {
      case 'ok':
        break;
      case 'too-large':
        throw new ApiError('too-large', 'This is more than one log entry may carry. Nothing was changed.');
      case 'too-many-waiting':
        throw new ApiError('too-many-waiting', 'Too many changes wait for a majority already. Nothing was added.');
    }
    const sequence = asSequence(this.#nextSequence++);
    if (this.#batch.length === 0) queueMicrotask(() => this.#proposeBatch());
    this.#batch.push({ sequence, payload });
    this.#batchBytes += payload.byteLength;
    // What is admitted next is measured against what the core has.
    if (this.#batch.length >= batchCommands || this.#batchBytes >= batchBytes) this.#proposeBatch();
    return sequence;
  }

  #proposeBatch(): void {
    if (this.#batch.length === 0) return;
    const commands = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    this.input({ type: 'propose', commands });
  }

  /** A call of its own: an effect may have stopped it since `input` looked. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  change(changes: readonly ConfigurationChange[], timeoutMs: number): Promise<ChangeOutcome> {
    return this.#ask(this.#changes, timeoutMs, 'The change of membership', (request) => ({
      type: 'change',
      request,
      changes,
    }));
  }

  /** Asks the leader to hand over, to the voter that is furthest if `to` is null. */
  transfer(to: MemberId | null, timeoutMs: number): Promise<TransferOutcome> {
    return this.#ask(this.#transfers, timeoutMs, 'The hand-over', (request) => ({ type: 'transfer', request, to }));
  }

  /** Resolves when everything committed before this call has been applied here (ReadIndex, §6.4 of the dissertation). */
  read(timeoutMs: number): Promise<void> {
    return this.#ask(this.#reads, timeoutMs, 'The read', (request) => ({ type: 'read', request }));
  }

  /** Resolves when all that has been applied here would be applied again after a crash, before anyone else is heard. */
  async keepCommitIndex(): Promise<void> {
    // In a turn of its own: within a step the input would wait, and its write with it.
    await Promise.resolve();
    this.input({ type: 'keep-commit-index' });
    await this.#lastWrite;
  }

  #ask<T>(
    waiters: Map<RequestId, Waiter<T>>,
    timeoutMs: number,
    what: string,
    input: (request: RequestId) => Input,
  ): Promise<T> {
    if (this.#stopped)
      return Promise.reject(new ApiError('not-a-member', 'This member has stopped or left its cluster.'));
    const request = asRequestId(this.#nextRequest++);
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiters.delete(request);
        this.input({ type: 'forget', request });
        reject(timeoutError(what, timeoutMs));
      }, timeoutMs);
      waiters.set(request, { resolve, reject, timer });
      this.input(input(request));
    });
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'persist': {
        const { persistId, resetTo, truncateFrom, entries, hardState, mustSync } = effect;
        const write = { resetTo, truncateFrom, entries, hardState, mustSync };
        this.#lastWrite = this.#options.store.write(write).then(
          () => this.#durable(persistId),
          (error: unknown) => this.#options.onStorageFailure(error),
        );
        return;
      }
      case 'send':
        if (effect.after === null) this.#options.send(effect.to, effect.message);
        else this.#heldBack.push({ after: effect.after, to: effect.to, message: effect.message });
        return;
      case 'apply':
        this.#options.apply(effect.entries);
        return;
      case 'read-ready':
        settle(this.#reads, effect.request, undefined);
        return;
      case 'change-settled':
        settle(this.#changes, effect.request, effect.outcome);
        return;
      case 'transfer-settled':
        settle(this.#transfers, effect.request, effect.outcome);
        return;
      case 'compact':
        // What cannot be cut now is cut the next time.
        this.#options.store.compact(effect.through).catch(() => undefined);
        return;
      case 'install-snapshot':
      case 'send-snapshot':
      case 'receive-snapshot':
        this.#options.onSnapshot(effect);
        return;
      case 'trace':
        this.#options.onTrace(effect.event);
        return;
      default:
        effect satisfies never;
    }
  }

  #durable(persistId: PersistId): void {
    if (this.#stopped) return;
    // What waited for this write leaves before the core goes on, so that answers keep their order.
    let ready = 0;
    while (ready < this.#heldBack.length && (this.#heldBack[ready]?.after ?? Infinity) <= persistId) ready++;
    for (const held of this.#heldBack.splice(0, ready)) this.#options.send(held.to, held.message);
    this.input({ type: 'persisted', persistId });
  }
}

function settle<T>(waiters: Map<RequestId, Waiter<T>>, request: RequestId, value: T): void {
  const waiter = waiters.get(request);
  if (waiter === undefined) return; // it timed out meanwhile
  waiters.delete(request);
  clearTimeout(waiter.timer);
  waiter.resolve(value);
}
