import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { beforeAll, describe, expect, it } from 'vitest';
import { AdmissionBook } from '../../src/member/admission-book.ts';
import { chainTo, isGenuine } from '../../src/member/signed-admissions.ts';
import type { SignedAdmission } from '../../src/network/types.ts';
import { asMemberId, type MemberId } from '../../src/raft/types.ts';
import { newKey } from '../network/apps.ts';

const clusterId = 'c1';
interface Laptop {
  readonly id: MemberId;
  readonly book: AdmissionBook;
  kept: readonly SignedAdmission[];
}

async function laptop(cluster = clusterId): Promise<Laptop> {
  const key = privateKeyFromProtobuf(await newKey());
  const self = asMemberId(peerIdFromPrivateKey(key).toString());
  const sign = async (bytes: Uint8Array): Promise<Uint8Array> => await key.sign(bytes);
  const made: Laptop = {
    id: self,
    kept: [],
    book: new AdmissionBook({ self, clusterId: cluster, sign, kept: [], keep: (kept) => (made.kept = kept) }),
  };
  return made;
}

describe('admissions', () => {
  let ana: Laptop;
  let bo: Laptop;
  let chen: Laptop;
  let mallory: Laptop;
  const onlyAna = (member: MemberId): boolean => member === ana.id;

  /** Ana let Bo in, and Bo Chen; each heard of both. */
  beforeAll(async () => {
    ana = await laptop();
    bo = await laptop();
    chen = await laptop();
    mallory = await laptop();
    await ana.book.admit(bo.id, 1);
    await bo.book.admit(chen.id, 2);
    for (const each of [ana, bo, chen]) for (const other of [ana, bo]) each.book.heard(other.book.list());
  });

  it('lead over two from a member that is known to one that is not', () => {
    const lineage = chen.book.ownLineage();
    const chain = chainTo(chen.id, lineage, onlyAna);
    expect(chain?.map(({ approver, member }) => [approver, member])).toEqual([
      [ana.id, bo.id],
      [bo.id, chen.id],
    ]);
    expect(chain?.every((each) => isGenuine(clusterId, each))).toBe(true);
    // Whoever knows Bo needs only the second: that Bo may have been removed since does not matter.
    expect(chainTo(chen.id, lineage, (member) => member === bo.id)).toHaveLength(1);
  });

  it('of strangers among themselves lead from nobody that is known', async () => {
    const friend = await laptop();
    await mallory.book.admit(friend.id, 3);
    expect(chainTo(friend.id, mallory.book.list(), onlyAna)).toBeNull();
  });

  it('that are forged are known by their signature, and heard by nobody', async () => {
    await mallory.book.admit(mallory.id, 4);
    const forged = { ...mallory.book.ownLineage()[0]!, approver: ana.id };
    expect(chainTo(mallory.id, [forged], onlyAna)).toHaveLength(1);
    expect(isGenuine(clusterId, forged)).toBe(false);
    expect(bo.book.heard([forged])).toBe(false);
    const [genuine] = ana.book.list();
    expect(isGenuine(clusterId, { ...genuine!, member: mallory.id })).toBe(false);
    expect(isGenuine(clusterId, { ...genuine!, atMs: 99 })).toBe(false);
    expect(isGenuine('c2', genuine!)).toBe(false);
    expect(isGenuine(clusterId, { ...genuine!, approver: asMemberId('nobody') })).toBe(false);
  });

  it('that go round in a circle end', async () => {
    const [one, two] = [await laptop(), await laptop()];
    await one.book.admit(two.id, 1);
    await two.book.admit(one.id, 2);
    one.book.heard(two.book.list());
    expect(one.book.ownLineage()).toHaveLength(2);
    expect(chainTo(one.id, one.book.ownLineage(), onlyAna)).toBeNull();
  });

  it('are kept, the latest of each member, and heard once', () => {
    expect(chen.kept).toHaveLength(2);
    expect(chen.book.heard(bo.book.list())).toBe(false);
  });
});
