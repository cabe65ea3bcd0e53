import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { qrModules } from '../../renderer/cluster/qr-modules.ts';
import { encodeInviteLink, parseInviteLink } from '../../src/network/invite-link.ts';
import { asMemberId } from '../../src/raft/types.ts';

const ana = asMemberId('12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp');
const pixelsPerModule = 3;

/** What a reader that is not ours makes of the picture. */
function read(text: string): string | undefined {
  const modules = qrModules(text);
  const size = modules.length * pixelsPerModule;
  const picture = new Uint8ClampedArray(4 * size * size).fill(255);
  for (let at = 0; at < size * size; at += 1) {
    const row = modules[Math.floor(at / size / pixelsPerModule)];
    if (row?.[Math.floor((at % size) / pixelsPerModule)] === true) picture.fill(0, 4 * at, 4 * at + 3);
  }
  return jsQR(picture, size, size)?.data;
}

test('the QR code of an invite says exactly its link, also of the longest', () => {
  const secret = Uint8Array.from({ length: 16 }, (_, at) => at * 7);
  const addresses = Array.from({ length: 12 }, (_, at) => `/ip6/fd00::${at}/tcp/47101`);
  const short = { member: ana, name: 'Ana’s laptop', addresses: ['/ip4/192.168.1.20/tcp/47101'] };
  const long = { member: ana, name: '名'.repeat(80), addresses };
  const invitation = { clusterId: '00112233445566778899aabbccddeeff', secret, expiresAtMs: 1_900_000_000_000 };
  for (const link of [
    encodeInviteLink({ ...invitation, clusterName: 'Field team', inviter: short, others: [] }),
    encodeInviteLink({ ...invitation, clusterName: '字'.repeat(80), inviter: long, others: [long, long] }),
  ]) {
    expect(read(link)).toBe(link);
    expect(parseInviteLink(read(link) ?? '').secret).toEqual(secret);
  }
});
