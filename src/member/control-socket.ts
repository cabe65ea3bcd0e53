import { createHash } from 'node:crypto';
import { chmod, unlink } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import type { EventTopic, RpcNotification, RpcResponse } from '../api/contract.ts';
import { atEndOfTurn } from '../network/end-of-turn.ts';
import { absolutePath } from './chosen-files.ts';
import { ApiError } from './errors.ts';
import { answer, failure, notification, type Client, type Handlers } from './rpc.ts';

const limits = {
  connections: 64,
  /** Longest request line, in bytes. */
  lineBytes: 8 * 1024 * 1024,
  /** Requests of one connection under way at once; beyond, its reading pauses. */
  requestsInFlight: 4096,
  /** Bytes that a client may leave unread before it is cut off. */
  unreadBytes: 32 * 1024 * 1024,
} as const;

/** `DIR/control.sock`, or on Windows, which has no such files, a named pipe that belongs to the same folder. */
export function controlSocketPath(dataDirectory: string): string {
  if (process.platform !== 'win32') return join(dataDirectory, 'control.sock');
  return `\\\\.\\pipe\\raftpad-${createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 32)}`;
}

export class ControlSocketError extends Error {
  override readonly name = 'ControlSocketError';
}

export interface ControlSocket {
  readonly path: string;
  close(): Promise<void>;
}

/**
 * Serves the API as JSON-RPC 2.0, one object a line. The data directory's lock must be held: a socket file that lies
 * there is then left over from a member that is gone.
 */
export async function serveControlSocket(
  dataDirectory: string,
  handlers: Handlers,
  attach: (client: Client) => () => void,
): Promise<ControlSocket> {
  const path = controlSocketPath(dataDirectory);
  // sockaddr_un holds 108 bytes on Linux and 104 elsewhere; a longer path would be cut and serve another folder's name.
  if (process.platform !== 'win32' && Buffer.byteLength(path) > 103) {
    throw new ControlSocketError(
      `The path of the control socket is too long for this system (103 bytes at most): ${path}. Use a shorter data directory.`,
    );
  }
  if (process.platform !== 'win32') await unlink(path).catch(() => undefined);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (sockets.size >= limits.connections) {
      socket.end(
        `${JSON.stringify(failure(null, new ApiError('refused', `More than ${limits.connections} programs are connected.`)))}\n`,
      );
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, handlers, attach);
  });
  await listen(server, path);
  if (process.platform !== 'win32') await chmod(path, 0o600);
  return {
    path,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, path: string): Promise<void> {
  // Between bind and chmod nobody else may connect either: the folder is 0700, and the mask covers odd setups.
  const mask = process.platform === 'win32' ? null : process.umask(0o177);
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  }).finally(() => {
    if (mask !== null) process.umask(mask);
  });
}

function serveConnection(socket: Socket, handlers: Handlers, attach: (client: Client) => () => void): void {
  const writer = new LineWriter(socket);
  const client: Client = {
    topics: new Set<EventTopic>(),
    openNotes: new Set(),
    pathOf: absolutePath,
    notify: (topic, params) => writer.write(notification(topic, params)),
  };
  const detach = attach(client);
  let inFlight = 0;
  const onLine = (line: string): void => {
    let request: unknown;
    try {
      request = JSON.parse(line);
    } catch {
      if (line.trim() === '') return;
      writer.write(failure(null, new ApiError('invalid-request', 'That line is not JSON.'), -32700));
      return;
    }
    const response = answer(handlers, client, request);
    if (!(response instanceof Promise)) {
      if (response !== null) writer.write(response);
      return;
    }
    inFlight++;
    if (inFlight >= limits.requestsInFlight) socket.pause();
    void response.then((settled) => {
      if (inFlight-- >= limits.requestsInFlight) socket.resume();
      writer.write(settled);
    });
  };
  const lines = new LineSplitter(limits.lineBytes, onLine);
  socket.on('data', (chunk) => {
    if (lines.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) return;
    writer.write(
      failure(null, new ApiError('too-large', `A line may have ${limits.lineBytes} bytes at most.`), -32600),
    );
    socket.end();
    socket.removeAllListeners('data');
  });
  socket.on('error', () => undefined); // it closes next, which is what counts
  socket.once('close', detach);
}

/** Cuts a byte stream into lines without ever holding more than one line over its limit. */
class LineSplitter {
  readonly #limit: number;
  readonly #onLine: (line: string) => void;
  #parts: Buffer[] = [];
  #held = 0;

  constructor(limit: number, onLine: (line: string) => void) {
    this.#limit = limit;
    this.#onLine = onLine;
  }

  /** False: the line is too long and the rest must not be read. */
  push(chunk: Buffer): boolean {
    const end = chunk.lastIndexOf(10);
    if (end === -1) return this.#hold(chunk);
    const from = this.#held === 0 ? 0 : chunk.indexOf(10) + 1;
    if (from > 0) {
      if (!this.#hold(chunk.subarray(0, from - 1))) return false;
      this.#onLine(Buffer.concat(this.#parts).toString('utf8'));
      this.#parts = [];
      this.#held = 0;
    }
    // All that are whole become text at once: a chunk, which is far shorter than a line may be, often has hundreds.
    if (from <= end) for (const line of chunk.toString('utf8', from, end).split('\n')) this.#onLine(line);
    return end + 1 === chunk.length || this.#hold(chunk.subarray(end + 1));
  }

  #hold(part: Buffer): boolean {
    this.#parts.push(part);
    this.#held += part.length;
    return this.#held <= this.#limit;
  }
}

/** Joins what is written in one turn of the event loop into one system call: several times the calls a second. */
class LineWriter {
  readonly #socket: Socket;
  #lines: string[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(message: RpcResponse | RpcNotification): void {
    if (this.#lines.length === 0) atEndOfTurn(() => this.#flush());
    this.#lines.push(JSON.stringify(message));
  }

  #flush(): void {
    const text = `${this.#lines.join('\n')}\n`;
    this.#lines = [];
    if (!this.#socket.writable) return;
    this.#socket.write(text);
    // A client that asks without reading would fill this process's memory.
    if (this.#socket.writableLength > limits.unreadBytes) this.#socket.destroy();
  }
}
