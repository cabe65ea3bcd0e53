import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { PrivateKey } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitmentTo } from '../../src/network/join-code.ts';
import { encodeJoinAsk, encodeJoinReveal } from '../../src/network/frame-codec.ts';
import { networkLimits, protocols, type PeerFrame } from '../../src/network/types.ts';
import { asEventId, asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import { newKey } from '../network/apps.ts';
import { HostilePeer } from '../network/hostile-peer.ts';
import { addressOf, idOf, Laptops, leaderOf, type MemberProcess } from './harness.ts';

const mostExtraBytes = 50 * 1024 * 1024;

/**
 * Three members, and one peer that is none: whatever it does, nobody crashes, swells, loses its leader or writes anything
 * into the log.
 */
describe('a hostile peer', () => {
  let laptops: Laptops;
  let members: MemberProcess[];
  let clusterId: string;
  let leader: MemberProcess;

  beforeAll(async () => {
    laptops = new Laptops();
    members = await laptops.cluster('Ana', 'Bo', 'Chen');
    leader = await leaderOf(members);
    clusterId = leader.status.cluster?.id ?? '';
    // Whoever came in introduces itself in the log. What it writes after that is behind it.
    await Promise.all(members.map((member) => member.call('notes.create', { title: 'Field trip' })));
  });
  afterAll(() => laptops.close());

  /** How they all stand, once nothing is on its way any more: everyone has and knows the same. */
  async function standings(): Promise<readonly Standing[]> {
    const { appliedIndex } = (await leader.call('status', {})).cluster!;
    return await Promise.all(
      members.map(async (member) => {
        await member.until(
          'it is up to date',
          ({ cluster }) => cluster !== null && cluster.appliedIndex >= appliedIndex,
        );
        await member.now();
        return standingOf(member);
      }),
    );
  }

  /**
   * Nothing is to come of `attack`. On a machine that has no time for its processes a leader may be lost without any
   * attack: then it is made again, for what comes of the attack comes of it each time.
   */
  async function shallComeToNothing(attack: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      leader = await leaderOf(members);
      const before = await standings();
      for (const { child } of members) forgetPeak(child.pid);
      await attack();
      for (const member of members) expect(member.child.exitCode, member.output).toBeNull();
      leader = await leaderOf(members);
      const after = await standings();
      if (attempt < 3 && after.some(({ stands }, at) => stands.term !== before[at]!.stands.term)) continue;
      expect(after.map(({ stands }) => stands)).toEqual(before.map(({ stands }) => stands));
      const extraBytes = after.map(({ memory }, at) => memory.peakBytes - before[at]!.memory.residentBytes);
      console.log(
        `extra memory at its peak: ${extraBytes.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(', ')} MiB`,
      );
      expect(Math.max(...extraBytes), 'extra memory').toBeLessThan(mostExtraBytes);
      return;
    }
  }
  const attacked = (attack: (mallory: HostilePeer) => Promise<unknown>): Promise<void> =>
    shallComeToNothing(async () => {
      const mallory = await HostilePeer.start();
      try {
        await attack(mallory);
      } finally {
        await mallory.stop();
      }
    });
  const eachMember = (attack: (address: string) => Promise<unknown>): Promise<unknown> =>
    Promise.all(members.map((member) => attack(addressOf(member))));
  const noRequests = (): Promise<unknown> =>
    Promise.all(members.map((member) => member.until('nobody asks', ({ joinRequests }) => joinRequests.length === 0)));

  it('that replays somebody else’s request is refused: it is bound to who said it', async () => {
    const dana = await HostilePeer.start();
    const recorded: Uint8Array[] = [];
    const asked = dana.ask(addressOf(leader), clusterId, recorded);
    const via = leader;
    await via.until('Dana asks', ({ joinRequests }) => joinRequests.length === 1);
    const code = via.status.joinRequests[0]?.code;
    await attacked(async (mallory) => {
      expect(await mallory.replay(addressOf(via), recorded)).toBe('closed');
      expect((await via.now()).joinRequests.map(({ member }) => member)).toEqual([dana.self]);
    });
    await via.call('refuse', { member: dana.self });
    expect(await asked).toMatchObject({ type: 'refused' });
    await noRequests();
    // Its own words of before make a new request with new digits: what the member says is new.
    const again = dana.replay(addressOf(via), recorded);
    const { joinRequests } = await via.until('Dana asks again', (status) => status.joinRequests.length === 1);
    expect(joinRequests[0]?.code).not.toBe(code);
    await via.call('refuse', { member: dana.self });
    expect(await again).toMatchObject({ type: 'refused' });
    await dana.stop();
    await noRequests();
  });

  it('that races two joins has one request', async () => {
    await attacked(async (mallory) => {
      const via = leader;
      const asks = [mallory.ask(addressOf(via), clusterId), mallory.ask(addressOf(via), clusterId)];
      expect(await Promise.race(asks)).toEqual({ type: 'unavailable', reason: 'busy' });
      await via.until('one asks', ({ joinRequests }) => joinRequests.length === 1);
      await via.call('refuse', { member: mallory.self });
      const types = (await Promise.all(asks)).map((answer) => (answer === 'closed' ? answer : answer.type));
      expect(types.sort()).toEqual(['refused', 'unavailable']);
      await noRequests();
    });
  });

  it('that sends ten thousand requests is one among others', { timeout: 60_000 }, async () => {
    await attacked((mallory) => mallory.flood(addressOf(leader), clusterId, 10_000, 400));
    await noRequests();
  });

  it('that comes under many names fills a few places at most', async () => {
    await shallComeToNothing(async () => {
      const crowd = await Promise.all(Array.from({ length: 12 }, () => HostilePeer.start()));
      const via = members.find((member) => member !== leader)!;
      const asks = crowd.map((each) => each.ask(addressOf(via), clusterId));
      await via.until('they ask', ({ joinRequests }) => joinRequests.length === 6);
      const types = new Set<string>();
      let answered = 0;
      for (const asked of asks) {
        void asked.then((answer) => {
          answered += 1;
          types.add(answer === 'closed' ? answer : answer.type);
        });
      }
      for (let waited = 0; answered < 6 && waited < 30_000; waited += 20) await delay(20);
      expect(answered).toBe(6);
      expect([...types]).toEqual(['unavailable']);
      await Promise.all(crowd.map((each) => each.stop()));
      await noRequests();
    });
  });

  it('that sends huge frames and slow ones, and sits in every protocol, is cut off', async () => {
    const every = Object.values(protocols);
    await attacked((mallory) =>
      eachMember(async (address) => {
        for (const protocol of every) {
          await mallory.sendHuge(address, protocol, networkLimits.publicFrameBytes);
          await mallory.sendHuge(address, protocol, 2 ** 32 - 1);
        }
        await Promise.all(every.map((protocol) => mallory.sendSlowly(address, protocol, 1_500)));
        await Promise.all(every.map((protocol) => mallory.sitIn(address, protocol, 500)));
      }),
    );
  });

  it('that claims to be a member is not let in: a connection proves who it is', async () => {
    const own = privateKeyFromProtobuf(await newKey());
    if (own.type !== 'Ed25519') throw new Error('a key of another kind');
    // Says that it is Ana, whose public key everyone sees, and signs with what it has.
    const [ana, bo] = members as [MemberProcess, MemberProcess];
    const anas = (await HostilePeer.start()).libp2p;
    const connection = await anas.dial(multiaddr(addressOf(ana)));
    const { publicKey } = connection.remotePeer;
    await anas.stop();
    const stolen = { ...own, type: own.type, publicKey, raw: own.raw, sign: own.sign.bind(own) } as PrivateKey;
    const mallory = await HostilePeer.withKey(stolen);
    expect(mallory.self).toBe(idOf(ana));
    await expect(mallory.hello(addressOf(bo))).rejects.toThrow();
    await mallory.stop();
    // In what it says it may name whom it likes: it is the connection that counts.
    await attacked(async (other) => {
      expect((await other.hello(addressOf(bo), ana.status.self.addresses)).standing).toEqual({ type: 'stranger' });
      expect(await other.openRaft(addressOf(bo))).toBeNull();
      const parties = { clusterId, asker: asMemberId(idOf(ana)), member: asMemberId(idOf(bo)) };
      const nonce = new Uint8Array(32);
      const commitment = commitmentTo(nonce, 'asker', parties);
      const ask = encodeJoinAsk({ clusterId, name: 'Ana', addresses: [], isRepair: false, commitment });
      expect(await other.replay(addressOf(bo), [ask, encodeJoinReveal(nonce)])).toBe('closed');
      const repair = encodeJoinAsk({ clusterId, name: 'Ana', addresses: [], isRepair: true, commitment: null });
      expect(await other.replay(addressOf(bo), [repair])).toMatchObject({ type: 'removed' });
    });
  });

  it('that was a member, and goes on after its removal, is heard by nobody', async () => {
    const mallory = await HostilePeer.start(members.map(idOf));
    const asked = mallory.ask(addressOf(leader), clusterId);
    await leader.until('it asks', ({ joinRequests }) => joinRequests.some(({ member }) => member === mallory.self));
    await leader.call('approve', { members: [mallory.self] });
    expect(await asked).toMatchObject({ type: 'approved' });
    const streams = await Promise.all(
      members.map(async (member) => {
        await member.until('it is in', ({ cluster }) => cluster?.members.length === 4);
        await mallory.hello(addressOf(member));
        return await mallory.openRaft(addressOf(member));
      }),
    );
    const remover = leader;
    await remover.call('remove', { members: [mallory.self] });
    await Promise.all(
      members.map((member) => member.until('it is out', ({ cluster }) => cluster?.members.length === 3)),
    );

    const header = { epoch: 0, event: asEventId(1), term: asTerm(1_000) };
    const last = { lastLogIndex: asLogIndex(1_000), lastLogTerm: asTerm(999) };
    const zero = asLogIndex(0);
    const words: readonly PeerFrame[] = [
      { type: 'raft', message: { type: 'vote-request', ...header, ...last, transfer: true } },
      { type: 'raft', message: { type: 'pre-vote-request', ...header, ...last } },
      { type: 'raft', message: { type: 'append-accepted', ...header, matchIndex: zero, round: 1 } },
      { type: 'raft', message: { type: 'timeout-now', ...header } },
      {
        type: 'raft',
        message: { type: 'propose', ...header, commands: [{ sequence: 1 as never, payload: new Uint8Array(100) }] },
      },
      { type: 'membership', configurationIndex: asLogIndex(10_000), members: [], admissions: [] },
      { type: 'join-settled', peer: mallory.self, outcome: 'approved', by: mallory.self },
    ];
    await shallComeToNothing(async () => {
      for (let round = 0; round < 200; round += 1) {
        for (const stream of streams) if (stream !== null) for (const word of words) mallory.sendFrame(stream, word);
        if (round % 20 === 0) await delay(10);
      }
      // At hello it is told by whom it was removed; everything else is refused. Its old connection is closed meanwhile.
      for (const member of members) {
        const { standing } = await mallory.hello(addressOf(member)).catch(async () => {
          await delay(1_500);
          return await mallory.hello(addressOf(member));
        });
        expect(standing).toMatchObject({ type: 'removed', by: remover.options.name });
        expect(await mallory.openRaft(addressOf(member))).toBeNull();
      }
    });
    await mallory.stop();
    expect(leader.status.cluster?.members).toHaveLength(3);
  });
});

interface Standing {
  readonly stands: {
    readonly term: number | undefined;
    readonly leader: string | null | undefined;
    readonly lastIndex: number | undefined;
    readonly members: number | undefined;
  };
  /** `peakBytes`: the most that was resident since `forgetPeak`. */
  readonly memory: { readonly residentBytes: number; readonly peakBytes: number };
}

function standingOf({ status: { cluster }, child }: MemberProcess): Standing {
  return {
    stands: {
      term: cluster?.term,
      leader: cluster?.leader,
      lastIndex: cluster?.lastIndex,
      members: cluster?.members.length,
    },
    memory: { residentBytes: memoryOf(child.pid, 'VmRSS'), peakBytes: memoryOf(child.pid, 'VmHWM') },
  };
}

function memoryOf(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] =
    new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** From now on the system counts anew what the most was. */
function forgetPeak(pid: number | undefined): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
