import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/member/errors.ts';
import { answer, type Client, type Handlers } from '../../src/member/rpc.ts';
import { methods, type EventTopic, type MemberStatus, type Method } from '../../src/api/contract.ts';

const client: Client = { topics: new Set(), openNotes: new Set(), pathOf: (given) => given, notify: () => undefined };

/** Handlers of which only those named do something; calling another fails the test. */
function handlers(some: Partial<Handlers>): Handlers {
  const entries = (Object.keys(methods) as Method[]).map((method) => [
    method,
    some[method] ??
      (() => {
        throw new Error(`${method} was called`);
      }),
  ]);
  return Object.fromEntries(entries) as Handlers;
}

const request = (method: string, params?: unknown): unknown => ({ jsonrpc: '2.0', id: 1, method, params });

async function codeOf(message: unknown, some: Partial<Handlers> = {}): Promise<string | undefined> {
  const response = await answer(handlers(some), client, message);
  return response !== null && 'error' in response ? response.error.data.code : undefined;
}

describe('the edge of the API', () => {
  it('answers an unknown call with an error that names the list of calls, and calls nothing', async () => {
    const response = await answer(handlers({}), client, request('notes.format'));
    expect(response).toMatchObject({ id: 1, error: { code: -32601, data: { code: 'unknown-method' } } });
    expect(JSON.stringify(response)).toContain('docs/api.md');
  });

  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty'])('does not take %s for a call', async (name) => {
    expect(await codeOf(request(name))).toBe('unknown-method');
  });

  it.each([
    ['null', null],
    ['a batch', [request('status')]],
    ['text', 'status'],
    ['another version', { jsonrpc: '1.0', id: 1, method: 'status' }],
    ['an id that is an object', { jsonrpc: '2.0', id: {}, method: 'status' }],
    ['no method', { jsonrpc: '2.0', id: 1 }],
  ])('rejects %s as no request', async (_what, message) => {
    expect(await codeOf(message)).toBe('invalid-request');
  });

  it.each([
    ['status', { verbose: true }],
    ['create', {}],
    ['create', { clusterName: '   ' }],
    ['create', { clusterName: 'x'.repeat(81) }],
    ['approve', { member: '../../etc/passwd' }],
    ['notes.read', { note: 'no hex' }],
    ['notes.edit', { note: '0'.repeat(32), splices: [] }],
    ['notes.edit', { note: '0'.repeat(32), splices: [{ from: -1, to: 0, insert: '' }] }],
    ['notes.push', { note: '0'.repeat(32), epoch: 'e', version: 0, updates: [{ clientId: 'a', changes: [[1, 2]] }] }],
    ['registers.set', { name: 'x', value: 'not base64!' }],
    ['subscribe', { topics: ['everything'] }],
    ['requestJoin', { address: 'a', clusterId: 'b' }],
    ['registers.get', { name: 'x', timeoutMs: 0 }],
  ])('rejects parameters of %s that do not fit: %j', async (method, params) => {
    expect(await codeOf(request(method, params))).toBe('invalid-request');
  });

  it('takes a register of 64 KiB and not a byte more', async () => {
    const set = { 'registers.set': () => ({ index: 1 }) };
    const value = (bytes: number): unknown =>
      request('registers.set', { name: 'x', value: Buffer.alloc(bytes).toString('base64') });
    expect(await codeOf(value(65_536), set)).toBeUndefined();
    expect(await codeOf(value(65_537), set)).toBe('invalid-request');
  });

  it('hands a handler what its schema gives, trimmed', async () => {
    const seen: unknown[] = [];
    const response = await answer(
      handlers({ setName: (params) => (seen.push(params), {}) }),
      client,
      request('setName', { name: '  Ana ' }),
    );
    expect(response).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    expect(seen).toEqual([{ name: 'Ana' }]);
  });

  it('tells what an ApiError says, and keeps the call answered when a handler has a fault', async () => {
    const refusing = (): never => {
      throw new ApiError('no-majority', 'Nobody leads.');
    };
    expect(await answer(handlers({ status: refusing }), client, request('status'))).toMatchObject({
      error: { message: 'Nobody leads.', data: { code: 'no-majority' } },
    });
    const failing = (): never => {
      throw new TypeError('a fault');
    };
    expect(await codeOf(request('status'), { status: failing })).toBe('internal');
  });

  it('tells a client that follows the status what came of a decision before the answer, and others nothing', async () => {
    const told: string[] = [];
    let name = 'Ana';
    const some = handlers({
      // Only what this asks of it counts.
      status: () => ({ name }) as unknown as MemberStatus,
      setName: async (params) => {
        await Promise.resolve();
        name = params.name;
        return {};
      },
      'registers.set': () => ({ index: 1 }),
    });
    const following = (...topics: EventTopic[]): Client => ({
      ...client,
      topics: new Set(topics),
      notify: (topic, params) => told.push(`${topic} ${JSON.stringify(params)}`),
    });
    const asked = answer(some, following('status'), request('setName', { name: 'Bo' }));
    expect(told).toEqual([]);
    await Promise.resolve(asked).then(() => told.push('answer'));
    expect(told).toEqual(['status {"name":"Bo"}', 'answer']);
    await answer(some, following('log'), request('setName', { name: 'Chen' }));
    await answer(some, following('status'), request('registers.set', { name: 'x', value: '' }));
    expect(told).toHaveLength(2);
  });

  it('gives a JSON-RPC notification no answer', async () => {
    expect(await answer(handlers({}), client, { jsonrpc: '2.0', method: 'status' })).toBeNull();
  });
});
