import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { commitmentTo, isCommittedTo, joinCode, nonceBytes, type JoinParties } from '../../src/network/join-code.ts';
import { asMemberId } from '../../src/raft/types.ts';

const [ana, bo, eve] = ['Ana', 'Bo', 'Eve'].map(asMemberId) as [never, never, never];
const parties: JoinParties = { clusterId: 'c1', asker: bo, member: ana };
const nonce = (seed: number): Uint8Array => {
  const bytes = new Uint8Array(nonceBytes);
  new DataView(bytes.buffer).setUint32(0, seed);
  return bytes;
};
const nonces = { asker: nonce(1), member: nonce(2) };

describe('the digits', () => {
  test('are six, and the same wherever they are computed: other apps must find these', () => {
    expect(joinCode(parties, nonces)).toBe('209623');
    expect(joinCode(parties, { asker: nonce(20), member: nonce(7) })).toBe('472971');
  });

  test('are others for another cluster, other laptops, swapped sides and other nonces', () => {
    const others = [
      joinCode({ ...parties, clusterId: 'c2' }, nonces),
      joinCode({ ...parties, asker: eve }, nonces),
      joinCode({ ...parties, member: eve }, nonces),
      joinCode({ ...parties, asker: ana, member: bo }, nonces),
      joinCode(parties, { ...nonces, asker: nonce(3) }),
      joinCode(parties, { ...nonces, member: nonce(3) }),
      joinCode(parties, { asker: nonces.member, member: nonces.asker }),
    ];
    expect(new Set([joinCode(parties, nonces), ...others]).size).toBe(others.length + 1);
  });

  test('are as often low as high', () => {
    const rounds = 10_000;
    const tenths = Array<number>(10).fill(0);
    for (let seed = 0; seed < rounds; seed += 1) {
      const code = joinCode(parties, { asker: nonce(seed), member: nonce(0) });
      expect(code).toMatch(/^[0-9]{6}$/);
      tenths[Number(code[0])]! += 1;
    }
    // Nine degrees of freedom: above 40 in fewer than one of 100,000 choices of nonces. The nonces are fixed.
    const expected = rounds / 10;
    const chiSquare = tenths.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(40);
  });
});

describe('a commitment', () => {
  test('opens to its nonce only, by its side only, among its laptops only', () => {
    const secret = randomBytes(nonceBytes);
    const commitment = commitmentTo(secret, 'asker', parties);
    expect(isCommittedTo(commitment, secret, 'asker', parties)).toBe(true);
    expect(isCommittedTo(commitment, nonce(1), 'asker', parties)).toBe(false);
    expect(isCommittedTo(commitment, secret, 'member', parties)).toBe(false);
    expect(isCommittedTo(commitment, secret, 'asker', { ...parties, member: eve })).toBe(false);
    expect(isCommittedTo(commitment, secret, 'asker', { ...parties, clusterId: 'c2' })).toBe(false);
    expect(isCommittedTo(commitment.subarray(1), secret, 'asker', parties)).toBe(false);
  });
});

/**
 * Bo asks Ana, and Eve sits in between: as the member that Bo thinks is Ana, and as an asker called Bo at Ana's. She
 * goes through with Ana's side first and knows the digits on Ana's screen. Now Bo's nonce is revealed to her, and she
 * looks for a nonce of her own that brings the same digits to Bo's screen.
 */
function eveInBetween({ commitments }: { readonly commitments: boolean }): { readonly fooled: boolean; tries: number } {
  const onAnasScreen = joinCode({ ...parties, asker: eve }, { asker: nonce(100), member: nonce(200) });
  const withBo: JoinParties = { ...parties, member: eve };
  const bosNonce = nonce(1051);
  const committed = commitmentTo(nonce(0), 'member', withBo);
  // Bo's nonce is one with which she is lucky: it takes a million tries else, some seconds.
  for (let tries = 1; ; tries += 1) {
    const found = nonce(tries);
    if (joinCode(withBo, { asker: bosNonce, member: found }) !== onAnasScreen) continue;
    return { fooled: !commitments || isCommittedTo(committed, found, 'member', withBo), tries };
  }
}

describe('somebody in between', () => {
  test('could bring the same digits to both screens if nonces were just sent', () => {
    expect(eveInBetween({ commitments: false })).toMatchObject({ fooled: true });
  });

  test('finds such a nonce too late: it is not the one that was committed to', () => {
    expect(eveInBetween({ commitments: true })).toMatchObject({ fooled: false });
  });
});
