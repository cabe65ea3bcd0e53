import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { dialEach } from '../../src/network/dialing.ts';
import { startPair, stopAllApps } from './apps.ts';

const servers: Server[] = [];
afterEach(async () => {
  await stopAllApps();
  for (const server of servers.splice(0)) server.close();
});
const never = new AbortController().signal;

/** Listens and never says a word for the first `silent` connections; later ones lead to `port`. */
async function silentAtFirst(silent: number, port: number): Promise<{ readonly port: number; dials(): number }> {
  let dials = 0;
  const server = createServer((socket: Socket) => {
    dials += 1;
    socket.on('error', () => undefined);
    if (dials <= silent) return void socket.resume();
    const onward = connect(port, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, dials: () => dials };
}

test('who did not answer in a second is dialed once more, with more patience', async () => {
  const [a, b] = await startPair();
  const [, , , , port] = b.network.addresses()[0]!.split('/');
  const slow = await silentAtFirst(1, Number(port));
  const found = await a.network.hello(`127.0.0.1:${slow.port}`, never);
  expect(found.peer).toBe(b.self);
  expect(slow.dials()).toBe(2);
});

test('addresses are dialed in order; those that were silent come again, those that refused do not', async () => {
  const dialed: string[] = [];
  const dial = (address: string, signal: AbortSignal): Promise<string> => {
    dialed.push(address);
    if (address === 'refuses') return Promise.reject(new Error('connection refused'));
    if (dialed.length > 4) return Promise.resolve(address);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  const all = dialEach(['refuses', 'silent', 'slow'], dial, never, { eachMs: [20, 20], allMs: 1_000 });
  expect(await all).toBe('slow');
  expect(dialed).toEqual(['refuses', 'silent', 'slow', 'silent', 'slow']);
});

test('what every address had to say is told, and the time for all ends it', async () => {
  const dialed: string[] = [];
  const dial = (address: string, signal: AbortSignal): Promise<string> => {
    dialed.push(address);
    if (address === 'refuses') return Promise.reject(new Error('connection refused'));
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  const all = dialEach(['refuses', 'silent', 'never tried'], dial, never, { eachMs: [60_000], allMs: 20 });
  await expect(all).rejects.toThrow('connection refused; no answer in time');
  expect(dialed).toEqual(['refuses', 'silent']);
});
