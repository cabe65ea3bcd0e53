import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemberFileDamagedError, NewerFormatError } from '../../src/storage/errors.ts';
import { readMemberFile, startSession, writeMemberFile } from '../../src/storage/member-file.ts';
import type { MemberFile } from '../../src/storage/types.ts';

let root: string;
let path: string;
const member: MemberFile = {
  formatVersion: 1,
  name: 'Ada’s laptop',
  session: 7,
  cluster: {
    id: '0123456789abcdef0123456789abcdef',
    name: 'Room 4',
    introduction: {
      configurationIndex: 3,
      members: [{ member: 'A', name: 'Ada', addresses: ['/ip4/10.0.0.1/tcp/47101'] }],
    },
  },
  removed: { clusterName: 'Room 3', by: 'Grace', atMs: 1_700_000_000_000 },
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'raftpad-member-'));
  path = join(root, 'member.json');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('member.json', () => {
  it('is null before the first start', async () => {
    expect(await readMemberFile(path)).toBeNull();
  });

  it('is read as it was written, for its owner alone', async () => {
    await writeMemberFile(path, member);
    expect(await readMemberFile(path)).toEqual(member);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(root)).toEqual(['member.json']);
  });

  it('is the same however its fields were ordered', async () => {
    await writeMemberFile(path, { ...member, cluster: { introduction: null, name: 'x', id: member.cluster!.id } });
    expect((await readMemberFile(path))?.cluster?.name).toBe('x');
    const json = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify(Object.fromEntries(Object.entries(json).reverse())));
    expect((await readMemberFile(path))?.cluster?.name).toBe('x');
  });

  it('counts starts, durably and from one', async () => {
    expect((await startSession(path, 'Ada')).session).toBe(1);
    expect((await startSession(path, 'ignored')).name).toBe('Ada');
    expect((await readMemberFile(path))?.session).toBe(2);
  });

  it('refuses a start that could not be numbered any more', async () => {
    await writeMemberFile(path, { ...member, session: 2 ** 21 - 1 });
    await expect(startSession(path, 'Ada')).rejects.toThrow();
  });

  it.each([
    ['empty', ''],
    ['cut short', '{"formatVersion": 1,'],
    ['of another shape', '{"formatVersion": 1, "name": 3}'],
    ['not an object', '[]'],
  ])('that is %s is refused and left as it is', async (_what, content) => {
    writeFileSync(path, content);
    await expect(readMemberFile(path)).rejects.toThrow(MemberFileDamagedError);
    await expect(startSession(path, 'Ada')).rejects.toThrow(/Nothing was changed/);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  it('whose session went back by a flipped bit is refused', async () => {
    await writeMemberFile(path, member);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"session": 7', '"session": 3'));
    await expect(readMemberFile(path)).rejects.toThrow(/checksum/);
  });

  it('of a newer Raftpad is told apart from damage', async () => {
    writeFileSync(path, '{"formatVersion": 2, "anything": true}');
    await expect(readMemberFile(path)).rejects.toThrow(NewerFormatError);
    await expect(readMemberFile(path)).rejects.toThrow(/format 2.*Update Raftpad/);
  });
});
