import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeInviteList, inviteRegister, type Invite } from '../../src/member/invite-list.ts';
import { Invites, type InvitesOptions } from '../../src/member/invites.ts';
import { ApiError } from '../../src/member/errors.ts';
import { parseInviteLink } from '../../src/network/invite-link.ts';
import { inviteIdOf, inviteKey } from '../../src/network/invite-proof.ts';
import type { JoinAnswer } from '../../src/network/types.ts';
import { NotesState } from '../../src/notes/state-machine.ts';
import { asLogIndex, asMemberId, asTerm, type ConfigurationEntry, type MemberId } from '../../src/raft/types.ts';
import { newKey } from '../network/apps.ts';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';

const clusterId = 'aa'.repeat(16);
const bo = asMemberId('12D3KooWBo');
const chen = asMemberId('12D3KooWChen');
const timeoutMs = 1_000;

/** One member on a log that is applied at once; others may come in between. */
class Scene {
  readonly notes = new NotesState();
  readonly letIn: MemberId[] = [];
  readonly voters: MemberId[];
  readonly learners: MemberId[] = [];
  role: 'leader' | 'follower' = 'follower';
  /** Runs before the next command, as if another member's was first. */
  before: (() => Promise<void>) | null = null;
  admission: ((peer: MemberId) => Promise<JoinAnswer>) | null = null;
  /** What was committed before and comes to be applied here with the next read. */
  late: (() => void) | null = null;
  #index = 0;

  constructor(readonly self: MemberId) {
    this.voters = [self];
  }

  invites(self = this.self): Invites {
    const options: InvitesOptions = {
      self,
      clusterId,
      notes: this.notes,
      raft: () => ({
        configuration: { voters: this.voters, learners: this.learners, votersOutgoing: [], demoted: [] },
        role: this.role,
      }),
      members: () => [...this.voters, ...this.learners].map((member) => ({ member, name: 'x', addresses: [] })),
      isConnected: () => true,
      clusterName: () => 'Field team',
      nameOf: (member) => `name of ${member}`,
      read: () => {
        this.late?.();
        this.late = null;
        return Promise.resolve();
      },
      run: async (command) => {
        const { before } = this;
        this.before = null;
        await before?.();
        this.#index += 1;
        const { outcome } = this.notes.apply(command, { index: this.#index, member: self });
        return { index: this.#index, outcome };
      },
      letIn: ({ peer }) => this.admission?.(peer) ?? Promise.resolve(this.admit(peer)),
    };
    return new Invites(options);
  }

  admit(peer: MemberId): JoinAnswer {
    this.letIn.push(peer);
    this.learners.push(peer);
    const approved = { type: 'approved', clusterId, clusterName: 'Field team', members: [] } as const;
    return { ...approved, configurationIndex: asLogIndex(1), term: asTerm(1) };
  }

  list(): readonly Invite[] {
    return decodeInviteList(this.notes.register(inviteRegister), clusterId);
  }
}

const change = (type: 'add-learner' | 'remove', member: MemberId): ConfigurationEntry =>
  ({ kind: 'configuration', changes: [{ type, member }] }) as unknown as ConfigurationEntry;
const newcomer = (peer: MemberId) => ({ peer, name: 'Newcomer', addresses: [] });
async function idOf(link: string): Promise<Uint8Array> {
  const { secret, inviter } = parseInviteLink(link);
  return inviteIdOf((await inviteKey(secret, clusterId, inviter.member)).publicKey.raw);
}

describe('the invites of a cluster', () => {
  let scene: Scene;
  let invites: Invites;
  beforeEach(async () => {
    const self = peerIdFromPrivateKey(privateKeyFromProtobuf(await newKey())).toString();
    scene = new Scene(asMemberId(self));
    invites = scene.invites();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are kept without what would let anyone in', async () => {
    const { link } = await invites.create(60_000, timeoutMs);
    const { secret } = parseInviteLink(link);
    const kept = Buffer.from(scene.notes.register(inviteRegister) ?? []);
    expect(kept.length).toBeGreaterThan(30);
    expect(kept.includes(Buffer.from(secret))).toBe(false);
  });

  it('of which two members honour one at the same time let one newcomer in: the log says which', async () => {
    const { link } = await invites.create(60_000, timeoutMs);
    const id = await idOf(link);
    // Between what this member read and what it writes, the other one was faster.
    scene.before = async () => void (await scene.invites(bo).honour(id, newcomer(chen)));
    expect(await invites.honour(id, newcomer(bo))).toEqual({ type: 'refused', reason: 'used' });
    expect(scene.letIn).toEqual([chen]);
  });

  it('that was claimed before a break is for that newcomer alone, which may go on', async () => {
    const { link } = await invites.create(60_000, timeoutMs);
    const id = await idOf(link);
    scene.admission = () => Promise.reject(new ApiError('no-majority', 'too few'));
    expect(await invites.honour(id, newcomer(bo))).toEqual({ type: 'refused', reason: 'no-majority' });
    scene.admission = null;
    expect(await invites.honour(id, newcomer(chen))).toEqual({ type: 'refused', reason: 'used' });
    expect(await scene.invites(chen).honour(id, newcomer(bo))).toMatchObject({ type: 'approved' });
    expect(scene.letIn).toEqual([bo]);
  });

  it('whose newcomer is in, and did not hear so, says so again, until it votes', async () => {
    const id = await idOf((await invites.create(60_000, timeoutMs)).link);
    await invites.honour(id, newcomer(bo));
    await vi.waitFor(() => expect(scene.list()[0]?.state).toMatchObject({ type: 'used', member: bo }));
    expect(await invites.honour(id, newcomer(bo))).toMatchObject({ type: 'approved' });
    // Once it votes it has its log, and others rely on that.
    scene.voters.push(...scene.learners.splice(0));
    expect(await invites.honour(id, newcomer(bo))).toEqual({ type: 'refused', reason: 'used' });
  });

  it.each(['add-learner', 'remove'] as const)(
    'that was claimed is noted as used by whoever leads, once %s is committed',
    async (type) => {
      const id = await idOf((await invites.create(60_000, timeoutMs)).link);
      // The member that honours it fails right after the change of membership.
      scene.admission = (peer) => {
        scene.admit(peer);
        return Promise.reject(new ApiError('timeout', 'it stopped'));
      };
      await invites.honour(id, newcomer(bo));
      expect(scene.list()[0]?.state.type).toBe('claimed');
      invites.configured(change(type, bo));
      await Promise.resolve();
      expect(scene.list()[0]?.state.type).toBe('claimed');
      scene.role = 'leader';
      invites.configured(change(type, bo));
      await vi.waitFor(() => expect(scene.list()[0]?.state.type).toBe('used'));
      scene.learners.pop();
      expect(await invites.honour(id, newcomer(bo))).toEqual({ type: 'refused', reason: 'used' });
    },
  );

  it('are revoked also where nobody has heard yet that they were made', async () => {
    const elsewhere = new Scene(scene.self);
    const { invite } = await elsewhere.invites().create(60_000, timeoutMs);
    const value = elsewhere.notes.register(inviteRegister) ?? new Uint8Array();
    scene.late = () => {
      const command = { type: 'compare-and-set-register', name: inviteRegister, expected: null, value } as const;
      scene.notes.apply(command, { index: 1, member: bo });
    };
    await invites.revoke(invite, timeoutMs);
    expect(scene.list().map(({ state }) => state.type)).toEqual(['revoked']);
    await expect(invites.revoke('ab'.repeat(16), timeoutMs)).rejects.toMatchObject({ code: 'unknown-invite' });
  });

  it('run out by the clock of whoever honours them', async () => {
    const id = await idOf((await invites.create(60_000, timeoutMs)).link);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 62_000 });
    expect(await invites.honour(id, newcomer(bo))).toEqual({ type: 'refused', reason: 'expired' });
    expect(invites.lines(Date.now()).map(({ state }) => state)).toEqual(['expired']);
    expect(invites.find(id)).not.toBeNull();
  });

  it('are not more than sixteen open ones, and make room for new ones when they end', async () => {
    const made: { readonly invite: string }[] = [];
    for (let at = 0; at < 16; at += 1) made.push(await invites.create(60_000, timeoutMs));
    await expect(invites.create(60_000, timeoutMs)).rejects.toThrow('16 invites are open');
    for (let at = 0; at < 60; at += 1) {
      await invites.revoke(made[at]!.invite, timeoutMs);
      made.push(await invites.create(60_000, timeoutMs));
    }
    expect(scene.list().length).toBe(48);
    expect(scene.list().filter(({ state }) => state.type === 'open')).toHaveLength(16);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 9 * 24 * 3_600_000 });
    await invites.create(60_000, timeoutMs);
    expect(scene.list()).toHaveLength(1);
  });

  it('begin anew where the list is damaged, or that of another cluster', async () => {
    const set = (value: Uint8Array): void =>
      void scene.notes.apply({ type: 'set-register', name: inviteRegister, value }, { index: 1, member: bo });
    for (let run = 0; run < 200; run += 1) {
      set(new Uint8Array(randomBytes(run)));
      expect(invites.lines(0)).toEqual([]);
    }
    await invites.create(60_000, timeoutMs);
    expect(decodeInviteList(scene.notes.register(inviteRegister), 'bb'.repeat(16))).toEqual([]);
    expect(scene.list()).toHaveLength(1);
  });

  it('do not loop for ever while others change them all the time', async () => {
    const other = scene.invites(bo);
    const interfere = async (): Promise<void> => {
      await other.create(60_000, timeoutMs).catch(() => undefined);
      const [open] = other.lines(Date.now()).filter(({ state }) => state === 'open');
      if (open !== undefined) await other.revoke(open.invite, timeoutMs);
    };
    scene.before = async function again() {
      await interfere();
      scene.before = again;
    };
    await expect(invites.create(60_000, timeoutMs)).rejects.toThrow('all the time');
  });
});
