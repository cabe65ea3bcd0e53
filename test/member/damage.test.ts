import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asMemberId, type MemberId } from '../../src/raft/types.ts';
import { inMemory } from '../in-memory.ts';
import { seededRandom } from '../seeded-random.ts';
import { makeMember, other, readFiles, start, writeFiles, type Files, type Outcome } from './damaged-directory.ts';

/**
 * The whole start of a member over a damaged data directory: whatever a disk makes of its files, one at a time and in
 * pairs, it comes back with all that it had, is repaired from the others, or refuses with a reason.
 *
 * CI takes a sample. RAFTPAD_DAMAGE=full takes every byte and range of all.
 */
const isFull = process.env['RAFTPAD_DAMAGE'] === 'full';
const seed = Number(process.env['RAFTPAD_SEED'] ?? 20_261_122);
const sampledFlips = 25;
const sampledRanges = isFull ? 400 : 10;
const sampledPairs = isFull ? 20_000 : 150;
/** A log's room ahead is zeros, and no part of it. */
const roomAheadBytes = 64;

interface Damage {
  readonly file: string;
  readonly what: string;
  /** Whether it can be what a crash leaves of the last write. */
  readonly isLikeACrash: boolean;
  readonly bytes: Buffer;
}

const root = mkdtempSync(join(inMemory, 'raftpad-damage-'));
const identityOf = (key: Uint8Array): MemberId =>
  asMemberId(peerIdFromPrivateKey(privateKeyFromProtobuf(key)).toString());
beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

describe.each(['at-the-start', 'behind-the-snapshot'] as const)('A member whose log begins %s', (begins) => {
  let files: Files;
  let sound: Extract<Outcome, { type: 'started' }>;
  beforeAll(async () => {
    writeFiles(root, new Map());
    await makeMember(root, begins);
    files = readFiles(root);
    const outcome = await start(root, identityOf);
    if (outcome.type !== 'started') throw new Error(`the sound one does not start: ${JSON.stringify(outcome)}`);
    sound = outcome;
    expect(sound.kept.titles).toHaveLength(59);
  });

  /** What is the same in both is damaged in one. */
  function damageable(): [string, Buffer][] {
    const all = [...files];
    return begins === 'at-the-start' ? all : all.filter(([file]) => /^(log|snapshots)/.test(file));
  }

  async function check(...damages: readonly Damage[]): Promise<Outcome['type']> {
    const what = damages.map((each) => `${each.file}: ${each.what}`).join(' and ');
    writeFiles(root, new Map([...files, ...damages.map(({ file, bytes }) => [file, bytes] as const)]));
    const outcome = await start(root, identityOf);
    switch (outcome.type) {
      case 'started': {
        const { session, ...kept } = outcome.kept;
        const { session: before, ...expected } = sound.kept;
        expect(kept, what).toEqual(expected);
        expect(session, what).toBeGreaterThanOrEqual(before);
        checkOutbox(outcome.outbox, damages, what);
        break;
      }
      case 'repairable':
        expect(outcome.others, what).toContain(other);
        break;
      case 'alone':
        throw new Error(`it takes itself to be alone: ${what}`);
      case 'refused': {
        const { error } = outcome;
        expect(error, what).toBeInstanceOf(Error);
        const { name, message } = error as Error;
        expect(refusals, `${what}: ${message}`).toContain(name);
        expect(
          damages.some(({ file }) => message.includes(join(root, file))),
          `${what}: ${message}`,
        ).toBe(true);
        break;
      }
    }
    return outcome.type;
  }

  /** Edits that only this laptop has: all are there, or it says that they are not. */
  function checkOutbox(
    found: Extract<Outcome, { type: 'started' }>['outbox'],
    damages: readonly Damage[],
    what: string,
  ): void {
    if (found === 'set-aside') return;
    const mayBeCut = damages.some(({ file, isLikeACrash }) => file.startsWith('outbox') && isLikeACrash);
    const isPair = damages.filter(({ file }) => file.startsWith('outbox')).length > 1;
    if (mayBeCut || isPair) expect((sound.outbox as unknown[]).slice(0, found.length), what).toEqual(found);
    else expect(found, what).toEqual(sound.outbox);
  }

  it('comes to all or says what is wrong, whichever bit of whichever file is flipped', async () => {
    const random = seededRandom(seed);
    const outcomes = new Map<string, number>();
    for (const [file, bytes] of damageable()) {
      for (const at of positions(bytes, random)) {
        const type = await check(flipped(file, bytes, at, Math.floor(8 * random())));
        outcomes.set(`${file}: ${type}`, (outcomes.get(`${file}: ${type}`) ?? 0) + 1);
      }
    }
    // The damage is seen, where there is any that matters.
    expect([...outcomes.keys()].filter((key) => key.endsWith('repairable')).length).toBeGreaterThan(1);
    if (begins === 'behind-the-snapshot') return;
    expect(outcomes.has('identity.key: refused')).toBe(true);
    expect(outcomes.has('member.json: refused')).toBe(true);
  }, 3_600_000);

  it('comes to all or says what is wrong, whichever range of whichever file is zeroed or cut off', async () => {
    const random = seededRandom(seed + 1);
    for (const [file, bytes] of damageable()) for (const damage of ranges(file, bytes, random)) await check(damage);
  }, 3_600_000);

  it('comes to all or says what is wrong, whichever two of these are there at once', async () => {
    const random = seededRandom(seed + 2);
    const paths = [...files.keys()];
    const any = (): Damage => {
      const file = paths[Math.floor(random() * paths.length)]!;
      const bytes = files.get(file)!;
      if (random() < 0.5)
        return flipped(file, bytes, Math.floor(random() * usedBytes(bytes)), Math.floor(8 * random()));
      const all = ranges(file, bytes, random);
      return all[Math.floor(random() * all.length)]!;
    };
    for (let count = 0; count < sampledPairs; count++) {
      const first = any();
      const second = any();
      await check(...(first.file === second.file ? [both(first, second, files.get(first.file)!)] : [first, second]));
    }
  }, 3_600_000);
});

const refusals = [
  'IdentityDamagedError',
  'IdentityMissingError',
  'MemberFileDamagedError',
  'NewerFormatError',
  'DataDirectoryInUseError',
];

/** The first and last bytes and some between; with RAFTPAD_DAMAGE=full every one. */
function positions(bytes: Buffer, random: () => number): number[] {
  const used = Math.min(bytes.length, usedBytes(bytes) + roomAheadBytes);
  if (isFull) return Array.from({ length: used }, (_, at) => at);
  const between = Array.from({ length: sampledFlips }, () => Math.floor(random() * used));
  return [...new Set([0, 8, 12, 20, 24, used - 65, used - 66, ...between])];
}

function usedBytes(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}

function flipped(file: string, bytes: Buffer, at: number, bit: number): Damage {
  const damaged = Buffer.from(bytes);
  damaged[at]! ^= 1 << bit;
  return { file, what: `bit ${bit} of byte ${at} is flipped`, isLikeACrash: false, bytes: damaged };
}

function ranges(file: string, bytes: Buffer, random: () => number): Damage[] {
  const used = usedBytes(bytes);
  const sectors = Array.from({ length: Math.ceil(used / 512) }, (_, sector) => sector * 512);
  const some = Array.from({ length: sampledRanges }, () => Math.floor(random() * used));
  const starts = [...new Set([0, ...(isFull ? sectors : sectors.slice(-2)), used - 1, ...some])];
  return starts.flatMap((from): Damage[] => {
    const length = [1, 16, 512, bytes.length][Math.floor(random() * 4)]!;
    const zeroed = Buffer.from(bytes).fill(0, from, Math.min(bytes.length, from + length));
    return [
      { file, what: `${length} bytes from ${from} are zeroed`, isLikeACrash: true, bytes: zeroed },
      { file, what: `cut off at ${from}`, isLikeACrash: true, bytes: bytes.subarray(0, from) },
    ];
  });
}

/** Of one file: what the first changed, and what the second did. */
function both(first: Damage, second: Damage, sound: Buffer): Damage {
  const bytes = Buffer.from(first.bytes.subarray(0, second.bytes.length));
  for (let at = 0; at < bytes.length; at++) if (second.bytes[at] !== sound[at]) bytes[at] = second.bytes[at]!;
  return { file: first.file, what: `${first.what}, and ${second.what}`, isLikeACrash: true, bytes };
}
