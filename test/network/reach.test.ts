import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { PeerTestStep, PeerTestTarget } from '../../src/network/peer-test.ts';
import { decodeReachAnswer, decodeReachAsk, encodeReachAnswer, encodeReachAsk } from '../../src/network/reach-codec.ts';
import { DecodeError } from '../../src/wire/checks.ts';
import type { App } from './apps.ts';
import { makeMembers, startApp, startPair, stopAllApps, untilConnected } from './apps.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await stopAllApps();
});

const never = new AbortController().signal;

async function run(app: App, target: PeerTestTarget, signal = never): Promise<readonly PeerTestStep[]> {
  let last: readonly PeerTestStep[] = [];
  await app.network.diagnosis.test(target, { signal, onSteps: (steps) => (last = steps) });
  return last;
}
const outcomes = (steps: readonly PeerTestStep[]): readonly string[] =>
  steps.map((step) => (step.type === 'addresses' ? step.type : `${step.type} ${step.result?.outcome ?? 'under way'}`));

/** A program that is no Raftpad; returns its address. */
async function someServer(): Promise<string> {
  const server = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end('220 hello\r\n'),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}
const placeOf = (app: App): string => {
  const [, , host, , port] = app.network.addresses()[0]!.split('/');
  return `${host}:${port}`;
};

test('a test of a member that is there goes through every step, and the member dials back', async () => {
  const apps = await startPair();
  const [a, b] = apps;
  makeMembers(apps);
  await untilConnected(apps);
  for (const [app, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const steps = await run(app, { peer: other.self });
    expect(outcomes(steps)).toEqual([
      'addresses',
      'dial connected',
      'handshake proved',
      'hello answered',
      'dial-back connected',
    ]);
    expect(steps[0]).toMatchObject({ isConnected: true, addresses: [placeOf(other)] });
    expect(steps[3]).toMatchObject({ result: { appVersion: '1.0.0' } });
    expect(app.network.isConnected(other.self)).toBe(true);
  }
});

test('an address is tested before anyone is known there', async () => {
  const [a, b] = await startPair();
  const steps = await run(a, { address: placeOf(b) });
  expect(outcomes(steps).slice(1)).toEqual([
    'dial connected',
    'handshake proved',
    'hello answered',
    'dial-back connected',
  ]);
  expect(steps[2]).toMatchObject({ result: { peer: b.self } });
});

test('another laptop at the address, another program, and nobody at all are told apart', async () => {
  const [a, b] = await startPair();
  const stranger = await startApp({ name: 'stranger' });
  const at = (place: string): void => {
    const [host, port] = place.split(':');
    a.network.setMembers(new Map([[b.self, [`/ip4/${host}/tcp/${port}`]]]));
  };
  at(placeOf(stranger));
  const other = await run(a, { peer: b.self });
  expect(outcomes(other)).toEqual(['addresses', 'dial connected', 'handshake other-peer']);
  expect(other[2]).toMatchObject({ result: { peer: stranger.self } });

  at(await someServer());
  expect(outcomes(await run(a, { peer: b.self }))).toEqual(['addresses', 'dial connected', 'handshake not-raftpad']);

  at('127.0.0.1:9');
  expect(outcomes(await run(a, { peer: b.self }))).toEqual(['addresses', 'dial refused']);

  a.network.setMembers(new Map([[b.self, []]]));
  expect(await run(a, { peer: b.self })).toEqual([{ type: 'addresses', addresses: [], isConnected: false }]);
});

test('a test that is cancelled ends at once, and says nothing more', async () => {
  const [a] = await startPair();
  const cancel = new AbortController();
  const seen: number[] = [];
  const onSteps = (steps: readonly PeerTestStep[]): void => {
    seen.push(steps.length);
    cancel.abort(new Error('cancelled'));
  };
  const test = a.network.diagnosis.test({ address: '127.0.0.1:9' }, { signal: cancel.signal, onSteps });
  await expect(test).rejects.toThrow('cancelled');
  expect(seen).toEqual([1]);
});

test('whoever asks to be dialed too often is told that nothing was tried', async () => {
  const [a, b] = await startPair();
  const last: string[] = [];
  for (let round = 0; round < 6; round++) {
    const steps = await run(a, { address: placeOf(b) });
    last.push(outcomes(steps).at(-1) ?? '');
  }
  expect(last.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'dial-back connected'));
  expect(last).toContain('dial-back busy');
});

test('while somebody looks, connected laptops are asked to dial back, and the report says how that went', async () => {
  const apps = await startPair();
  const [a, b] = apps;
  makeMembers(apps);
  await untilConnected(apps);
  a.network.diagnosis.facts();
  await expect.poll(() => a.network.diagnosis.facts().peers[0]?.reach?.outcome).toBe('connected');
  const { port, peers, mdns } = a.network.diagnosis.facts();
  expect(mdns).toBe(false);
  expect(port).toMatchObject({ choice: 'given' });
  const [facts] = peers;
  expect(facts).toMatchObject({ peer: b.self, appVersion: '1.0.0', name: b.info.name, failedAgoMs: null });
  expect(facts?.connection).toMatchObject({ isStream: true });
  expect(facts?.heardAgoMs).toBeLessThan(5_000);
});

test('a port below 1024, and what is no port, is refused', () => {
  expect(decodeReachAsk(encodeReachAsk({ port: 47101 }))).toEqual({ port: 47101 });
  for (const port of [0, 22, 1023, 65_536]) {
    expect(() => decodeReachAsk(encodeReachAsk({ port }))).toThrow(DecodeError);
  }
  const answer = { outcome: 'no-answer', tookMs: 3_000, host: '192.168.1.20' } as const;
  expect(decodeReachAnswer(encodeReachAnswer(answer))).toEqual(answer);
  expect(() => decodeReachAnswer(new Uint8Array([0x08, 0x63]))).toThrow(DecodeError);
});
