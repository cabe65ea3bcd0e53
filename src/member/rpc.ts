import type { z } from 'zod';
import {
  methods,
  type ErrorCode,
  type Events,
  type EventTopic,
  type Method,
  type Results,
  type RpcNotification,
  type RpcResponse,
} from '../api/contract.ts';
import type { FileUse } from './chosen-files.ts';
import { ApiError, messageOf } from './errors.ts';

/** Parameters after validation: defaults filled in, strings trimmed. */
export type Validated<M extends Method> = z.output<(typeof methods)[M]>;

/** What a connection is to the handlers: who to send events to, and what it has open. */
export interface Client {
  readonly topics: Set<EventTopic>;
  /** Notes this client has open for live editing. */
  readonly openNotes: Set<string>;
  /** The file or folder on this machine that it means by what it gives as a path. Throws ApiError. */
  readonly pathOf: (given: string, use: FileUse) => string;
  notify<T extends EventTopic>(topic: T, params: Events[T]): void;
}

export type Handlers = {
  readonly [M in Method]: (params: Validated<M>, client: Client) => Results[M] | Promise<Results[M]>;
};

/** JSON-RPC 2.0 numbers for what has one there; the rest is application-defined, as `data.code` says. */
const rpcCodes: Partial<Record<ErrorCode, number>> = {
  'invalid-request': -32602,
  'unknown-method': -32601,
  internal: -32603,
};
const applicationError = -32000;

/** Calls by which a person decides something that the status shows. */
const decisions: ReadonlySet<Method> = new Set<Method>([
  'setName',
  'create',
  'requestJoin',
  'cancelJoin',
  'createInvite',
  'revokeInvite',
  'joinByInvite',
  'approve',
  'refuse',
  'leave',
  'remove',
  'handOver',
  'recover',
  'rejoin',
  'cancelRejoin',
  'sleep',
  'wake',
  'found.add',
  'found.discard',
  'copies.delete',
  'dismiss',
  'backup.restore',
  'backup.startAnew',
]);

const isMethod = (name: string): name is Method => Object.hasOwn(methods, name);

/**
 * Answers one request. Whatever comes in, what goes out is a JSON-RPC response; null for a notification, to which
 * JSON-RPC gives no answer. It is given at once where nothing has to be waited for. Never throws or rejects.
 */
export function answer(
  handlers: Handlers,
  client: Client,
  request: unknown,
): RpcResponse | null | Promise<RpcResponse> {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    return failure(
      null,
      new ApiError('invalid-request', 'A request is one JSON object; batches are not supported.'),
      -32600,
    );
  }
  const { jsonrpc, id, method, params } = request as Record<string, unknown>;
  if (
    jsonrpc !== '2.0' ||
    typeof method !== 'string' ||
    (id !== undefined && typeof id !== 'number' && typeof id !== 'string')
  ) {
    return failure(
      null,
      new ApiError('invalid-request', 'Not a JSON-RPC 2.0 request: it needs jsonrpc "2.0", an id and a method.'),
      -32600,
    );
  }
  if (id === undefined) return null;
  if (!isMethod(method)) {
    return failure(
      id,
      new ApiError('unknown-method', `There is no method “${method.slice(0, 60)}”. docs/api.md lists them all.`),
    );
  }
  const answered = (response: RpcResponse): RpcResponse => {
    if (decisions.has(method)) tellStatus(handlers, client);
    return response;
  };
  try {
    const result = call(handlers, method, params ?? {}, client);
    if (!(result instanceof Promise)) return answered(success(id, result));
    return result.then(
      (value) => answered(success(id, value)),
      (error: unknown) => answered(failure(id, error)),
    );
  } catch (error) {
    return answered(failure(id, error));
  }
}

const success = (id: number | string, result: unknown): RpcResponse => ({ jsonrpc: '2.0', id, result });

function call<M extends Method>(
  handlers: Handlers,
  method: M,
  params: unknown,
  client: Client,
): Results[M] | Promise<Results[M]> {
  const parsed = methods[method].safeParse(params);
  if (!parsed.success) throw new ApiError('invalid-request', `${method}: ${describe(parsed.error)}`);
  // The schema looked up by `method` gives exactly what the handler of `method` takes; the compiler cannot see that
  // two look-ups by one generic key belong together.
  const handler: (params: Validated<M>, client: Client) => Results[M] | Promise<Results[M]> = handlers[method];
  return handler(parsed.data as Validated<M>, client);
}

/** A client that is told the status knows what came of its call before the answer: nothing flickers in a window. */
function tellStatus(handlers: Handlers, client: Client): void {
  if (!client.topics.has('status')) return;
  const status = handlers.status({}, client);
  if (!(status instanceof Promise)) client.notify('status', status);
}

export function notification<T extends EventTopic>(method: T, params: Events[T]): RpcNotification {
  return { jsonrpc: '2.0', method, params };
}

export function failure(id: number | string | null, error: unknown, number?: number): RpcResponse {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError('internal', `Something went wrong inside this member: ${messageOf(error)}`);
  if (!(error instanceof ApiError)) console.error('raftpad: internal error in a call:', error);
  return {
    jsonrpc: '2.0',
    id,
    error: {
      code: number ?? rpcCodes[known.code] ?? applicationError,
      message: known.message,
      data: { code: known.code },
    },
  };
}

function describe(error: z.core.$ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`)
    .join('; ');
}
