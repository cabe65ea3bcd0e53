import { expect, it } from 'vitest';
import { OwnJoining } from '../../src/member/own-joining.ts';
import type { JoinAnswer, NearbyPeer } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';

const ana: NearbyPeer = {
  peer: asMemberId('12D3KooWAnaAnaAna'),
  name: 'Ana',
  appVersion: '1.0.0',
  addresses: [],
  cluster: { id: 'c'.repeat(32), name: 'Field team', memberCount: 1 },
  standing: { type: 'stranger' },
};
const approved: JoinAnswer = {
  type: 'approved',
  clusterId: 'c'.repeat(32),
  clusterName: 'Field team',
  configurationIndex: asLogIndex(7),
  term: asTerm(2),
  epoch: 0,
  members: [],
};

it('A laptop that is let in is asking until it is in, however long its disk takes, and asks nobody else meanwhile', async () => {
  const network = {
    hello: () => Promise.resolve(ana),
    join: (_via: unknown, _cluster: unknown, onCode: (code: string) => void) => {
      onCode('123456');
      return Promise.resolve(approved);
    },
  };
  let entered = (): void => undefined;
  let begun = (): void => undefined;
  const isEntering = new Promise<void>((resolve) => (begun = resolve));
  const isIn = new Promise<void>((resolve) => (entered = resolve));
  const joining: OwnJoining = new OwnJoining({
    record: {} as never,
    network: () => network as never,
    requireNone: () => undefined,
    move: (run) => run(),
    letIn: async () => {
      begun();
      await isIn;
      joining.end();
    },
    changed: () => undefined,
    fail: (error) => expect.unreachable(String(error)),
  });
  await joining.request({ address: '192.0.2.7:47101' }, undefined);
  await isEntering;
  expect(joining.phase()).toMatchObject({ type: 'asking', clusterName: 'Field team', code: '123456' });
  await expect(joining.request({ address: '192.0.2.7:47101' }, undefined)).rejects.toMatchObject({
    code: 'already-asking',
  });
  entered();
  await isIn;
  expect(joining.phase()).toBeNull();
});
