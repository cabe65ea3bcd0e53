/**
 * A PeerId shortened for people: its first four characters, which say the kind of key, and its last eight, which
 * are about 46 random bits. Shown wherever someone decides whom to trust, beside a name that anyone may claim.
 */
export function fingerprint(member: string): string {
  return member.length <= 14 ? member : `${member.slice(0, 4)}…${member.slice(-8)}`;
}
