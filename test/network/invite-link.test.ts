import { createHash } from 'node:crypto';
import { generateKeyPair } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeInviteLink, InviteLinkError, parseInviteLink } from '../../src/network/invite-link.ts';
import type { Invitation } from '../../src/network/invite-link.ts';
import { asMemberId } from '../../src/raft/types.ts';

const newPeer = async () => asMemberId(peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString());
const ana = await newPeer();
const bo = await newPeer();
const chen = await newPeer();

const invitation: Invitation = {
  clusterId: '00112233445566778899aabbccddeeff',
  clusterName: 'Field team 网络',
  secret: Uint8Array.from({ length: 16 }, (_, at) => at * 7),
  expiresAtMs: 1_900_000_000_000,
  inviter: { member: ana, name: 'Ana’s laptop', addresses: ['/ip4/192.168.1.20/tcp/47101'] },
  others: [{ member: bo, name: '', addresses: ['/ip6/fd00::1:2/tcp/47102'] }],
};
const link = encodeInviteLink(invitation);

function problemOf(pasted: string): string {
  try {
    parseInviteLink(pasted);
    return 'none';
  } catch (error) {
    if (error instanceof InviteLinkError) return error.problem;
    throw error;
  }
}
/** A link around whatever bytes, with a length and a sum that fit. */
function linkOf(body: Uint8Array, version = 1): string {
  const checked = Buffer.concat([Buffer.from([version, body.byteLength >> 8, body.byteLength & 255]), body]);
  const sum = createHash('sha256').update(checked).digest().subarray(0, 4);
  return `raftpad://join/${Buffer.concat([checked, sum]).toString('base64url')}`;
}

test('a link says all that was put into it', () => {
  expect(parseInviteLink(link)).toEqual(invitation);
});

test('a link is short enough for a QR code that a camera reads', () => {
  const addresses = Array.from({ length: 12 }, (_, at) => `/ip6/fd00::${at}/tcp/47101`);
  const long = { ...invitation.inviter, name: '名'.repeat(80), addresses };
  const others = [bo, chen, ana].map((member) => ({ member, name: 'x'.repeat(80), addresses }));
  const longest = encodeInviteLink({ ...invitation, clusterName: '字'.repeat(80), inviter: long, others });
  expect(link.length).toBeLessThan(300);
  expect(longest.length).toBeLessThan(1_200);
  expect(parseInviteLink(longest).inviter.addresses).toHaveLength(4);
});

test('a link names addresses that others reach, and loopback only if there is nothing else', () => {
  const addressesOf = (...addresses: string[]): readonly string[] =>
    parseInviteLink(encodeInviteLink({ ...invitation, inviter: { ...invitation.inviter, addresses } })).inviter
      .addresses;
  const p2p = `/p2p/${ana}`;
  expect(
    addressesOf(`/ip4/127.0.0.1/tcp/1${p2p}`, `/ip6/2001:db8::1/tcp/3${p2p}`, `/ip4/10.0.0.7/tcp/2${p2p}`),
  ).toEqual(['/ip4/10.0.0.7/tcp/2', '/ip6/2001:db8::1/tcp/3']);
  expect(addressesOf('/ip4/127.0.0.1/tcp/1', '/ip6/fe80::1/tcp/2')).toEqual(['/ip4/127.0.0.1/tcp/1']);
});

test('a link is found between what a message puts around it', () => {
  const middle = link.length / 2;
  const pasted = [
    ` ${link}\n`,
    `<${link}>`,
    `“${link}”.`,
    `${link}/`,
    link.replace('raftpad:', 'RAFTPAD:'),
    `${link.slice(0, middle)}\r\n  ${link.slice(middle)}`,
  ];
  for (const each of pasted) expect(parseInviteLink(each)).toEqual(invitation);
});

test('a link that is cut off anywhere is told as such', () => {
  for (let length = 'raftpad://join/'.length; length < link.length; length += 1) {
    expect(problemOf(link.slice(0, length)), `${length} of ${link.length}`).toBe('cut-off');
  }
});

test('a link with any character changed is told as damaged, and never as another invite', () => {
  const start = 'raftpad://join/'.length;
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (let at = start; at < link.length; at += 1) {
    const digit = digits[(digits.indexOf(link[at]!) + 1 + (at % 60)) % 64]!;
    const problem = problemOf(link.slice(0, at) + digit + link.slice(at + 1));
    // The first characters hold version and length.
    expect(problem, `character ${at}`).toMatch(at < start + 4 ? /damaged|newer|cut-off/ : /damaged/);
  }
  expect(problemOf(`${link}AAAA`)).toBe('damaged');
  expect(problemOf(`${link}?x=1`)).toBe('damaged');
});

test('what is no invite, too long, or of a newer app is told as such, in words', () => {
  expect(problemOf('')).toBe('not-an-invite');
  expect(problemOf('192.168.1.20:47101')).toBe('not-an-invite');
  expect(problemOf('https://example.org/join/AQAA')).toBe('not-an-invite');
  expect(problemOf('raftpad://settings')).toBe('not-an-invite');
  expect(problemOf('x'.repeat(5_000))).toBe('too-long');
  expect(problemOf(linkOf(Buffer.from('whatever it may be'), 2))).toBe('newer');
  expect(() => parseInviteLink(link.slice(0, 60))).toThrow('The invite is cut off');
});

test('no error repeats what was pasted, for it may be a secret', () => {
  for (const pasted of [link.slice(0, 80), `${link}x!`, `${link.slice(0, 70)}AAAA${link.slice(74)}`]) {
    try {
      parseInviteLink(pasted);
    } catch (error) {
      expect(String(error)).not.toContain(link.slice(20, 30));
    }
  }
});

test('whatever is pasted, it is an invitation or one of the problems', () => {
  const around = fc.tuple(fc.nat(link.length), fc.nat(8), fc.string({ maxLength: 8 }));
  const mangled = around.map(([at, length, put]) => link.slice(0, at) + put + link.slice(at + length));
  const bodies = fc.uint8Array({ maxLength: 400 }).map((body) => linkOf(body));
  const scheme = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => `raftpad://join/${text}`);
  const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), scheme, mangled, bodies);
  fc.assert(
    fc.property(anything, (pasted) => {
      expect(problemOf(pasted)).toMatch(/^(?:none|not-an-invite|too-long|cut-off|damaged|newer)$/);
    }),
    { numRuns: 500 },
  );
});
