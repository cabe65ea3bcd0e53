/**
 * The window's end of the member's API: JSON-RPC 2.0 objects over a message port, typed by the contract. The port may
 * be replaced at any time, because a restarted member comes with a fresh one; calls that were open then fail with
 * `disconnected`, and whoever listens with `onConnected` asks again.
 */
import type { ErrorCode, Events, EventTopic, Method, Params, Results, RpcRequest } from '../../src/api/contract.ts';

/** What this client needs of a `MessagePort`. */
export interface Port {
  /** Starts to receive; called once. */
  listen(take: (message: unknown) => void): void;
  send(message: RpcRequest): void;
  close(): void;
}

/** `disconnected`: the member's process is away; whether the call was carried out is not known. */
export type FailureCode = ErrorCode | 'disconnected';

/** A call that the member answered with an error, or could not answer. `message` is English, for logs. */
export class MemberError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'MemberError';
    this.code = code;
  }
}

/** What parts of the interface need of the connection. */
export interface Member {
  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]>;
}

export class MemberConnection implements Member {
  #port: Port | null = null;
  #nextId = 1;
  readonly #calls = new Map<number, OpenCall>();
  readonly #connected = new Set<() => void>();
  readonly #disconnected = new Set<() => void>();
  readonly #listeners: Listeners = {
    status: new Set(),
    nearby: new Set(),
    notes: new Set(),
    document: new Set(),
    log: new Set(),
    notice: new Set(),
    peerTest: new Set(),
  };

  /** Takes a port into use in place of the one before, and subscribes to every topic on it. */
  connect(port: Port): void {
    this.disconnect();
    this.#port = port;
    port.listen((message) => {
      if (this.#port === port) this.#receive(message);
    });
    // Subscribing comes first on the wire, so nothing changes unseen between the listeners' first reads and it.
    this.call('subscribe', { topics: [...allTopics] }).catch(() => {
      // Without events the window would stand still: let the listeners' own calls tell what is wrong.
    });
    for (const listener of this.#connected) listener();
  }

  /** Lets go of the port: the member's process is gone. Open calls fail with `disconnected`. */
  disconnect(): void {
    if (this.#port === null) return;
    this.#port.close();
    this.#port = null;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) call.reject(new MemberError('disconnected', 'the member went away'));
    for (const listener of this.#disconnected) listener();
  }

  /** Rejects with a `MemberError`, and nothing else. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    const port = this.#port;
    if (port === null) return Promise.reject(new MemberError('disconnected', 'no member is connected'));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      // The one place where an answer gets its type: the member is built from the same contract.
      this.#calls.set(id, { resolve: (result) => resolve(result as Results[M]), reject });
      port.send({ jsonrpc: '2.0', id, method, params });
    });
  }

  /** Hears each event of a topic, over all reconnections; returns what stops it. */
  on<T extends EventTopic>(topic: T, listener: (event: Events[T]) => void): () => void {
    const listeners: Set<(event: Events[T]) => void> = this.#listeners[topic];
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Hears each new connection: the moment to read everything afresh. */
  onConnected(listener: () => void): () => void {
    this.#connected.add(listener);
    return () => this.#connected.delete(listener);
  }

  onDisconnected(listener: () => void): () => void {
    this.#disconnected.add(listener);
    return () => this.#disconnected.delete(listener);
  }

  #receive(message: unknown): void {
    if (isNotification(message)) this.#emit(message);
    else if (isResponse(message)) this.#settle(message);
  }

  #emit<T extends EventTopic>(notification: Notification<T>): void {
    const listeners: Set<(event: Events[T]) => void> = this.#listeners[notification.method];
    for (const listener of [...listeners]) listener(notification.params);
  }

  #settle(response: Response): void {
    const call = this.#calls.get(response.id);
    if (call === undefined) return;
    this.#calls.delete(response.id);
    if (response.error === undefined) call.resolve(response.result);
    else call.reject(new MemberError(response.error.data?.code ?? 'internal', response.error.message ?? ''));
  }
}

interface OpenCall {
  resolve(result: unknown): void;
  reject(error: MemberError): void;
}
type Listeners = { readonly [T in EventTopic]: Set<(event: Events[T]) => void> };
type Notification<T extends EventTopic = EventTopic> = {
  [K in T]: { readonly method: K; readonly params: Events[K] };
}[T];
interface Response {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message?: string; readonly data?: { readonly code?: ErrorCode } };
}

const topicTable: { readonly [T in EventTopic]: true } = {
  status: true,
  nearby: true,
  notes: true,
  document: true,
  log: true,
  notice: true,
  peerTest: true,
};
const isTopic = (method: unknown): method is EventTopic =>
  typeof method === 'string' && Object.hasOwn(topicTable, method);
const allTopics = Object.keys(topicTable).filter(isTopic);

function isNotification(message: unknown): message is Notification {
  return (
    isObject(message) && !('id' in message) && 'params' in message && 'method' in message && isTopic(message.method)
  );
}

function isResponse(message: unknown): message is Response {
  return isObject(message) && 'id' in message && typeof message.id === 'number' && !('method' in message);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
