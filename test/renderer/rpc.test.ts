import { beforeEach, describe, expect, test } from 'vitest';
import type { RpcRequest } from '../../src/api/contract.ts';
import type { Port } from '../../renderer/lib/rpc.ts';
import { MemberConnection, MemberError } from '../../renderer/lib/rpc.ts';

class FakePort implements Port {
  readonly sent: RpcRequest[] = [];
  closed = false;
  #take: (message: unknown) => void = () => {};
  listen(take: (message: unknown) => void): void {
    this.#take = take;
  }
  send(message: RpcRequest): void {
    this.sent.push(message);
  }
  close(): void {
    this.closed = true;
  }
  receive(message: unknown): void {
    this.#take(message);
  }
  last(): RpcRequest {
    return this.sent.at(-1)!;
  }
}

describe('the connection to the member', () => {
  let connection: MemberConnection;
  let port: FakePort;
  beforeEach(() => {
    connection = new MemberConnection();
    port = new FakePort();
    connection.connect(port);
  });

  test('subscribes to every topic before anything else is asked', () => {
    expect(port.sent[0]).toMatchObject({
      method: 'subscribe',
      params: { topics: ['status', 'nearby', 'notes', 'document', 'log', 'notice', 'peerTest'] },
    });
  });

  test('gives each answer to the call it belongs to, in any order', async () => {
    const first = connection.call('notes.rename', { note: 'a', title: 'x' });
    const firstId = port.last().id;
    const second = connection.call('notes.delete', { note: 'b' });
    port.receive({ jsonrpc: '2.0', id: port.last().id, result: { index: 2 } });
    port.receive({ jsonrpc: '2.0', id: firstId, result: { index: 1 } });
    expect(await Promise.all([first, second])).toEqual([{ index: 1 }, { index: 2 }]);
  });

  test('fails with the code that the member gave', async () => {
    const call = connection.call('notes.create', { title: 'x' });
    const error = { code: -32000, message: 'no', data: { code: 'no-majority' } };
    port.receive({ jsonrpc: '2.0', id: port.last().id, error });
    await expect(call).rejects.toMatchObject({ constructor: MemberError, code: 'no-majority' });
  });

  test('hands events to those who listen, until they stop', () => {
    const heard: unknown[] = [];
    const stop = connection.on('notes', (event) => heard.push(event));
    port.receive({ jsonrpc: '2.0', method: 'notes', params: { notes: [] } });
    stop();
    port.receive({ jsonrpc: '2.0', method: 'notes', params: { notes: [] } });
    expect(heard).toEqual([{ notes: [] }]);
  });

  test('lets go of open calls when a restarted member brings a new port, and hears only that one', async () => {
    const lost = connection.call('status', {});
    const heard: unknown[] = [];
    connection.on('notes', (event) => heard.push(event));
    let connected = 0;
    connection.onConnected(() => connected++);
    const fresh = new FakePort();
    connection.connect(fresh);
    await expect(lost).rejects.toMatchObject({ code: 'disconnected' });
    port.receive({ jsonrpc: '2.0', method: 'notes', params: { notes: [] } });
    expect({ heard, connected, closed: port.closed }).toEqual({ heard: [], connected: 1, closed: true });
  });

  test('fails at once while no member is there', async () => {
    connection.disconnect();
    await expect(connection.call('status', {})).rejects.toMatchObject({ code: 'disconnected' });
  });

  test('is not disturbed by what is no message', () => {
    for (const garbage of [null, 1, 'x', {}, { id: 99, result: 1 }, { method: 'nonsense', params: 1 }, { id: 'y' }]) {
      expect(() => port.receive(garbage)).not.toThrow();
    }
  });
});
