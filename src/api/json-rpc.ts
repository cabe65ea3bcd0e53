/** JSON-RPC 2.0 frames as this API uses them. */
import type { ErrorCode } from './errors.ts';
import type { EventTopic } from './events.ts';

export interface RpcRequest {
  readonly jsonrpc: '2.0';
  readonly id: number | string;
  readonly method: string;
  readonly params?: unknown;
}

export type RpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: number | string | null; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0';
      readonly id: number | string | null;
      readonly error: { readonly code: number; readonly message: string; readonly data: { readonly code: ErrorCode } };
    };

export interface RpcNotification {
  readonly jsonrpc: '2.0';
  readonly method: EventTopic;
  readonly params: unknown;
}
