import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { methods } from '../../src/api/contract.ts';
import { serveControlSocket, type ControlSocket } from '../../src/member/control-socket.ts';
import type { Handlers } from '../../src/member/rpc.ts';

let folder: string;
let server: ControlSocket;
let socket: Socket;
let titles: string[];
let answers: AsyncIterator<string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'raftpad-socket-'));
  titles = [];
  const none = Object.fromEntries(Object.keys(methods).map((method) => [method, () => ({})])) as unknown as Handlers;
  const handlers: Handlers = {
    ...none,
    'notes.create': ({ title }) => {
      titles.push(title);
      return Promise.resolve({ note: '0'.repeat(32), index: 1 });
    },
  };
  server = await serveControlSocket(folder, handlers, () => () => undefined);
  socket = createConnection(server.path).setNoDelay(true);
  await once(socket, 'connect');
  answers = createInterface({ input: socket })[Symbol.asyncIterator]();
});
afterEach(async () => {
  socket.destroy();
  await server.close();
  await rm(folder, { recursive: true });
});

const create = (id: number, title: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'notes.create', params: { title } });
const nextAnswer = async (): Promise<unknown> => JSON.parse((await answers.next()).value as string) as unknown;

it('reads lines however they are cut into chunks, within a letter too, and passes over empty ones', async () => {
  const expected = ['eins', 'zwölf', '二十', '👋🏽'];
  const bytes = Buffer.from(`\n${expected.map((title, id) => `${create(id, title)}\n`).join(' \r\n\n')}`);
  for (const size of [1, 7, 64, bytes.length]) {
    titles = [];
    for (let at = 0; at < bytes.length; at += size) {
      socket.write(bytes.subarray(at, at + size));
      if (size > 1) await new Promise((resolve) => setImmediate(resolve));
    }
    for (let count = 0; count < expected.length; count += 1) expect(await nextAnswer()).toHaveProperty('result');
    expect(titles).toEqual(expected);
  }
});

it('says so where a line is not JSON, and answers the next', async () => {
  socket.write(`{"jsonrpc"\n${create(1, 'next')}\n`);
  expect(await nextAnswer()).toMatchObject({ id: null, error: { code: -32700 } });
  expect(await nextAnswer()).toMatchObject({ id: 1, result: { index: 1 } });
});

it('ends the connection of who sends a line that never ends', async () => {
  socket.write(`${create(1, 'first')}\n`);
  expect(await nextAnswer()).toMatchObject({ id: 1 });
  const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
  socket.write(Buffer.alloc(9 * 1024 * 1024, 'x'));
  await closed;
});
