/** A program that writes registers through a member's control socket, pipelined: node raftpad-client.ts DATA_DIRECTORY */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { RpcResponse } from '../../src/api/contract.ts';
import { registerName, registerValue, serveLoads } from './load.ts';

serveLoads(async () => {
  const [, , dataDirectory = ''] = process.argv;
  const socket = createConnection(join(dataDirectory, 'control.sock'));
  await once(socket, 'connect');
  socket.setEncoding('utf8');
  // The id of a request is its slot: there is never more than one under way in a slot.
  const waiting: (() => void)[] = [];
  const requests: string[] = [];
  let unsent = '';
  let unread = '';

  socket.on('data', (chunk: string) => {
    const end = chunk.lastIndexOf('\n');
    if (end === -1) {
      unread += chunk;
      return;
    }
    const lines = unread + chunk.slice(0, end);
    unread = chunk.slice(end + 1);
    for (const response of JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as RpcResponse[]) {
      if ('error' in response) throw new Error(response.error.message);
      waiting[Number(response.id)]?.();
    }
  });
  socket.once('close', () => process.exit(1));

  return (slot, done) => {
    waiting[slot] = done;
    // What is sent in one turn of the event loop leaves in one write.
    if (unsent === '') queueMicrotask(flush);
    unsent += requests[slot] ??= requestOf(slot);
  };
  function flush(): void {
    socket.write(unsent);
    unsent = '';
  }
});

function requestOf(slot: number): string {
  const params = { name: registerName(slot), value: registerValue(slot).toString('base64') };
  return `${JSON.stringify({ jsonrpc: '2.0', id: slot, method: 'registers.set', params })}\n`;
}
