import { randomBytes } from 'node:crypto';
import { noise } from '@chainsafe/libp2p-noise';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import type { Libp2p, Stream } from '@libp2p/interface';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchangeFrames, joinFrames, readFrame, writeFrame } from '../../src/network/framing.ts';
import {
  decodeInviteReply,
  encodeInviteHello,
  encodeInviteProof,
  encodeInviteReply,
} from '../../src/network/invite-codec.ts';
import type { Invitation } from '../../src/network/invite-link.ts';
import { inviteIdOf, inviteKey, isMemberProof, newcomerProof } from '../../src/network/invite-proof.ts';
import { networkLimits, protocols } from '../../src/network/types.ts';
import type { InviteAnswer, InviteKeeper, JoinAnswer } from '../../src/network/types.ts';
import { asLogIndex, asMemberId, asTerm } from '../../src/raft/types.ts';
import type { App } from './apps.ts';
import { newKey, startApp, stopAllApps } from './apps.ts';

const never = new AbortController().signal;
const clusterId = 'aa'.repeat(16);

/** A cluster's list with one invite in it, and who was let in by it. */
class Keeper implements InviteKeeper {
  publicKey: Uint8Array = new Uint8Array(32);
  answer: Extract<InviteAnswer, { type: 'approved' | 'refused' }> = { type: 'refused', reason: 'busy' };
  readonly honoured: Parameters<InviteKeeper['honour']>[1][] = [];

  find(inviteId: Uint8Array): ReturnType<InviteKeeper['find']> {
    const isIt = Buffer.from(inviteId).equals(inviteIdOf(this.publicKey));
    return isIt ? { clusterId, publicKey: this.publicKey } : null;
  }

  honour(...[, newcomer]: Parameters<InviteKeeper['honour']>): Promise<typeof this.answer> {
    this.honoured.push(newcomer);
    return Promise.resolve(this.answer);
  }
}

let keeper: Keeper;
let member: App;
let invitation: Invitation;
beforeEach(async () => {
  keeper = new Keeper();
  member = await startApp({ name: 'Ana', invites: keeper });
  invitation = await inviteFrom(member);
  const approval: Extract<JoinAnswer, { type: 'approved' }> = {
    type: 'approved',
    clusterId,
    clusterName: 'Class',
    configurationIndex: asLogIndex(7),
    term: asTerm(3),
    members: [{ member: member.self, name: 'Ana', addresses: member.network.addresses() }],
  };
  keeper.answer = approval;
});
afterEach(stopAllApps);

async function inviteFrom(app: App): Promise<Invitation> {
  const secret = new Uint8Array(randomBytes(16));
  keeper.publicKey = (await inviteKey(secret, clusterId, app.self)).publicKey.raw;
  const inviter = { member: app.self, name: 'Ana', addresses: app.network.addresses() };
  return { clusterId, clusterName: 'Class', secret, expiresAtMs: Date.now() + 60_000, inviter, others: [] };
}
const joinAt = (newcomer: App, at: App, by = invitation): Promise<InviteAnswer> =>
  newcomer.network.joinByInvite({ peer: at.self, addresses: at.network.addresses() }, by, never);

test('a newcomer with the invite is let in, and the member knows who it is', async () => {
  const newcomer = await startApp({ name: 'Bo' });
  expect(await joinAt(newcomer, member)).toEqual(keeper.answer);
  expect(keeper.honoured).toEqual([{ peer: newcomer.self, name: 'Bo', addresses: newcomer.network.addresses() }]);
});

test('another member than the inviter lets it in as well', async () => {
  const other = await startApp({ name: 'Chen', invites: keeper });
  expect(await joinAt(await startApp(), other)).toEqual(keeper.answer);
});

test('a newcomer that proved to hold the invite is told why it lets nobody in', async () => {
  const newcomer = await startApp();
  for (const reason of ['expired', 'used', 'revoked', 'no-majority', 'cluster-full', 'busy'] as const) {
    keeper.answer = { type: 'refused', reason };
    expect(await joinAt(newcomer, member)).toEqual({ type: 'refused', reason });
  }
});

test.each([
  ['another secret', (by: Invitation): Invitation => ({ ...by, secret: new Uint8Array(16) })],
  ['another cluster', (by: Invitation): Invitation => ({ ...by, clusterId: 'bb'.repeat(16) })],
])('with %s a newcomer is not let in and gives away nothing', async (_, alter) => {
  const newcomer = await startApp({ name: 'Bo' });
  expect(await joinAt(newcomer, member, alter(invitation))).toEqual({ type: 'not-known' });
  expect(keeper.honoured).toEqual([]);
});

test('a link that names another inviter is another key', async () => {
  const [newcomer, other] = [await startApp(), await startApp()];
  const by = { ...invitation, inviter: { ...invitation.inviter, member: other.self } };
  expect(await joinAt(newcomer, member, by)).toEqual({ type: 'not-known' });
});

test('a laptop that does not know the invite cannot pass for one of the cluster', async () => {
  const impostor = await startApp({ name: 'Ana' });
  expect(await joinAt(await startApp(), impostor)).toEqual({ type: 'not-known' });
  expect(impostor.notices).toEqual([]);
});

test('an approval that names another cluster is none', async () => {
  keeper.answer = { ...keeper.answer, clusterId: 'cc'.repeat(16) } as typeof keeper.answer;
  await expect(joinAt(await startApp(), member)).rejects.toThrow('no approval');
});

test('an app from before there were invites is told from one that does not answer', async () => {
  const old = await bareHost({ listens: true });
  const newcomer = await startApp();
  const peer = { peer: asMemberId(old.peerId.toString()), addresses: old.getMultiaddrs().map(String) };
  expect(await newcomer.network.joinByInvite(peer, invitation, never)).toEqual({ type: 'not-supported' });
  await old.stop();
  await expect(newcomer.network.joinByInvite(peer, invitation, never)).rejects.toThrow('broke off');
});

test('an approval that names very many members still arrives', async () => {
  const addresses = Array.from({ length: 16 }, (_, at) => `/ip4/10.0.0.${at}/tcp/47101/p2p/${member.self}`);
  const members = Array.from({ length: 256 }, () => ({ member: member.self, name: 'n'.repeat(80), addresses }));
  keeper.answer = { ...keeper.answer, members } as typeof keeper.answer;
  const answer = await joinAt(await startApp(), member);
  expect(answer.type === 'approved' && answer.members.length).toBe(256);
});

async function bareHost({ listens = false } = {}): Promise<Libp2p> {
  return await createLibp2p({
    privateKey: privateKeyFromProtobuf(await newKey()),
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    ...(listens ? { addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] } } : {}),
  });
}

describe('a hostile peer', () => {
  let rogue: Libp2p;
  beforeEach(async () => {
    rogue = await bareHost({ listens: true });
  });
  afterEach(async () => {
    await rogue.stop();
  });

  const open = (): Promise<Stream> =>
    rogue.dialProtocol(multiaddr(member.network.addresses()[0]), protocols.invite, { signal: never });
  const limit = networkLimits.publicFrameBytes;
  const nonce = (): Uint8Array => new Uint8Array(randomBytes(32));

  /** The member's first answer to a hello. */
  async function challengeFor(inviteId: Uint8Array, newcomerNonce = nonce()) {
    const stream = await open();
    const reply = await exchangeFrames(stream, encodeInviteHello({ inviteId, nonce: newcomerNonce }), limit, never);
    const challenge = decodeInviteReply(reply);
    if (challenge.type !== 'challenge') throw new Error(`not challenged but ${challenge.type}`);
    const ids = { clusterId, inviteId, newcomer: rogue.peerId.toString(), member: member.self };
    return { stream, challenge, reply, exchange: { ...ids, newcomerNonce, memberNonce: challenge.nonce } };
  }
  /** What comes of a proof: the reply, or how the stream ended. */
  async function prove(stream: Stream, signature: Uint8Array): Promise<string> {
    const proof = encodeInviteProof({ signature, name: 'Mallory', addresses: [] });
    return await exchangeFrames(stream, proof, limit, never).then(
      (reply) => decodeInviteReply(reply).type,
      (error: unknown) => String(error),
    );
  }

  test('cannot tell an invite that is there from one that is not', async () => {
    const signature = new Uint8Array(64);
    const there = await challengeFor(inviteIdOf(keeper.publicKey));
    const endThere = await prove(there.stream, signature);
    const notThere = await challengeFor(new Uint8Array(randomBytes(16)));
    expect(notThere.reply.byteLength).toBe(there.reply.byteLength);
    expect(await prove(notThere.stream, signature)).toBe(endThere);
    expect(keeper.honoured).toEqual([]);
  });

  test('that read the public key on some disk knows the member, and is not let in', async () => {
    const { stream, challenge, exchange } = await challengeFor(inviteIdOf(keeper.publicKey));
    expect(isMemberProof(challenge.proof, keeper.publicKey, exchange)).toBe(true);
    const guessed = await inviteKey(keeper.publicKey.subarray(0, 16), clusterId, member.self);
    expect(await prove(stream, await newcomerProof(guessed, exchange))).toMatch(/closed|ended/);
    expect(keeper.honoured).toEqual([]);
  });

  test('cannot use a proof again, nor one that was made for another member or newcomer', async () => {
    const key = await inviteKey(invitation.secret, clusterId, member.self);
    const first = await challengeFor(inviteIdOf(keeper.publicKey));
    const overheard = await newcomerProof(key, first.exchange);
    expect(await prove(first.stream, overheard)).toBe('answer');
    const { length } = keeper.honoured;
    const second = await challengeFor(inviteIdOf(keeper.publicKey), first.exchange.newcomerNonce);
    expect(await prove(second.stream, overheard)).toMatch(/closed|ended/);
    for (const changed of [{ newcomer: member.self }, { member: rogue.peerId.toString() }, { clusterId: 'x' }]) {
      const third = await challengeFor(inviteIdOf(keeper.publicKey));
      const signature = await newcomerProof(key, { ...third.exchange, ...changed });
      expect(await prove(third.stream, signature)).toMatch(/closed|ended/);
    }
    expect(keeper.honoured).toHaveLength(length);
  });

  test('in the middle gets neither a signature nor a name from the newcomer', async () => {
    let ended: (what: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => (ended = resolve));
    await rogue.handle(protocols.invite, async (stream: Stream) => {
      const hello = await readFrame(stream, limit, never);
      const onwards = await open();
      // The member's answer, word for word.
      const challenge = await exchangeFrames(onwards, hello, limit, never);
      const answer = exchangeFrames(stream, challenge, limit, never);
      await answer.then(
        () => ended('a proof'),
        () => ended('nothing'),
      );
      onwards.abort(new Error('done'));
    });
    const newcomer = await startApp({ name: 'Bo' });
    const peer = { peer: asMemberId(rogue.peerId.toString()), addresses: rogue.getMultiaddrs().map(String) };
    expect(await newcomer.network.joinByInvite(peer, invitation, never)).toEqual({ type: 'not-known' });
    expect(await heard).toBe('nothing');
    expect(keeper.honoured).toEqual([]);
  });

  test('that answers with what is no proof, or says yes at once, is not believed', async () => {
    const replies = [
      encodeInviteReply({ type: 'challenge', nonce: nonce(), proof: nonce() }),
      encodeInviteReply({ type: 'answer', answer: keeper.answer as JoinAnswer }),
      encodeInviteReply({ type: 'refused', reason: 'used' }),
      Uint8Array.of(255, 255, 255),
      new Uint8Array(0),
    ];
    const newcomer = await startApp();
    const peer = { peer: asMemberId(rogue.peerId.toString()), addresses: rogue.getMultiaddrs().map(String) };
    for (const reply of replies) {
      await rogue.unhandle(protocols.invite);
      await rogue.handle(protocols.invite, async (stream: Stream) => {
        await readFrame(stream, limit, never);
        writeFrame(stream, reply);
      });
      const answer = await newcomer.network
        .joinByInvite(peer, invitation, never)
        .catch((error: unknown) => String(error));
      expect(
        (typeof answer === 'string' && answer.startsWith('UnreachableError')) ||
          (typeof answer !== 'string' && answer.type === 'not-known'),
      ).toBe(true);
    }
  });

  test('that sends garbage, too much or too often is cut off, and others are let in meanwhile', async () => {
    for (const bytes of [
      joinFrames([Uint8Array.of(255, 1, 2)]),
      Uint8Array.of(255, 255, 255, 255),
      joinFrames([encodeInviteHello({ inviteId: new Uint8Array(3), nonce: nonce() })]),
    ]) {
      const stream = await open();
      const ended = readFrame(stream, limit, never).then(
        () => 'answered',
        () => 'cut off',
      );
      stream.send(bytes);
      expect(await ended).toBe('cut off');
    }
    const answers: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      const stream = await open();
      const hello = encodeInviteHello({ inviteId: nonce().subarray(0, 16), nonce: nonce() });
      answers.push(decodeInviteReply(await exchangeFrames(stream, hello, limit, never)).type);
      stream.abort(new Error('done'));
    }
    expect(answers.at(-1)).toBe('refused');
    expect((await joinAt(await startApp(), member)).type).toBe('approved');
    expect(member.notices.length).toBeLessThanOrEqual(3);
  });
});
