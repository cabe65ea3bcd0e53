import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteCopy, finishDeletions } from '../../src/member/copy-deletion.ts';
import { KeptCopies } from '../../src/member/kept-copies.ts';
import { MemberRecord } from '../../src/member/member-record.ts';
import { nodeFiles, type FileLayer } from '../../src/storage/file-layer.ts';
import type { MemberFile } from '../../src/storage/types.ts';
import { failure, randomFrom, SimulatedDisk } from '../storage/simulated-disk.ts';

const [first, second] = ['a', 'b'].map((digit) => `${digit.repeat(32)}-20261122T030011Z`) as [string, string];
const kept = [first, second].map((folder, n) => ({ folder, clusterName: 'Field team', by: 'Ana', atMs: n }));
const removed = { clusterName: 'Field team', by: 'Ana', atMs: 1 };
const content = ['log/00000001.log', 'log/seal', 'outbox/00000001.journal', 'snapshots/9-1.snapshot'];

interface Place {
  readonly path: string;
  readonly leftPath: string;
  readonly damagedPath: string;
  readonly memberFilePath: string;
  readonly files: FileLayer;
}

const placeAt = (path: string, files: FileLayer): Place => ({
  path,
  leftPath: join(path, 'left'),
  damagedPath: join(path, 'damaged'),
  memberFilePath: join(path, 'member.json'),
  files,
});

async function put(path: string, files: FileLayer): Promise<void> {
  const file = await files.open(path, 'create');
  await file.write(Buffer.from(path), 0);
  await file.sync();
  await file.close();
}

/** A laptop that is in no cluster and has kept two. */
async function furnish(place: Place, further: Partial<MemberFile> = {}): Promise<MemberRecord> {
  const { files, path, leftPath } = place;
  const parts = ['log', 'outbox', 'snapshots'];
  await files.makeDirectory(path);
  await files.syncDirectory(dirname(path));
  await files.makeDirectory(leftPath);
  for (const folder of [first, second]) {
    await files.makeDirectory(join(leftPath, folder));
    for (const part of parts) await files.makeDirectory(join(leftPath, folder, part));
    for (const name of content) await put(join(leftPath, folder, name), files);
    for (const part of parts) await files.syncDirectory(join(leftPath, folder, part));
    await files.syncDirectory(join(leftPath, folder));
  }
  await files.syncDirectory(leftPath);
  await files.syncDirectory(path);
  const record = await MemberRecord.open(place, 'Bo');
  await record.save({ kept, removed, ...further });
  return record;
}

const foldersOf = ({ file }: MemberRecord): (string | undefined)[] => (file.kept ?? []).map(({ folder }) => folder);
const nobody = (): void => undefined;

describe('Deleting a copy', () => {
  let root: string;
  let place: Place;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'raftpad-copies-'));
    place = placeAt(join(root, 'data'), { ...nodeFiles });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const filesIn = async (path: string): Promise<string[]> =>
    (await readdir(path, { recursive: true })).filter((name) => /\.\w+$|seal$/.test(name)).sort();

  it('removes its files and takes it off the list, and leaves all else as it was', async () => {
    const record = await furnish(place);
    const outside = join(root, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'mine.txt'), 'not of the copy');
    await symlink(outside, join(place.leftPath, first, 'log', 'elsewhere'));
    await mkdir(join(place.path, 'log'));
    await writeFile(join(place.path, 'log', '00000001.log'), 'of the cluster that this laptop is in');
    let sightings = -1;
    const remains = await deleteCopy(place, record, first, () => (sightings = foldersOf(record).length));
    expect({ remains, sightings }).toEqual({ remains: null, sightings: 2 });
    expect(await readdir(place.leftPath)).toEqual([second]);
    expect(await filesIn(join(place.leftPath, second))).toEqual(content);
    expect(await readFile(join(outside, 'mine.txt'), 'utf8')).toBe('not of the copy');
    expect(await readdir(join(place.path, 'log'))).toEqual(['00000001.log']);
    expect(foldersOf(record)).toEqual([second]);
    expect(record.file.removed).toEqual(removed);
    // Whoever deletes the last one has read that this laptop was removed.
    await deleteCopy(place, record, second, nobody);
    expect(record.file).toMatchObject({ kept: [], removed: null });
    expect((await MemberRecord.open(place, 'Bo')).file).toMatchObject({ kept: [], removed: null });
  });

  it('that does not begin deletes nothing, and says why and where all of it is', async () => {
    const record = await furnish(place);
    vi.spyOn(place.files, 'rename').mockRejectedValue(failure('EBUSY'));
    const failed = deleteCopy(place, record, first, () => expect.unreachable('it is out of sight'));
    await expect(failed).rejects.toMatchObject({ code: 'copy-not-deleted' });
    await expect(failed).rejects.toThrow(join(place.leftPath, first));
    await expect(failed).rejects.toThrow('EBUSY');
    expect(await filesIn(join(place.leftPath, first))).toEqual(content);
    expect(foldersOf(record)).toEqual([first, second]);
  });

  it('whose files cannot all be removed says where they are, and the next start removes them', async () => {
    const record = await furnish(place);
    const removing = vi.spyOn(place.files, 'removeTree').mockRejectedValue(failure('EACCES'));
    vi.spyOn(console, 'error').mockImplementation(nobody);
    const remains = await deleteCopy(place, record, first, nobody);
    vi.mocked(console.error).mockRestore();
    removing.mockRestore();
    expect(await filesIn(remains!)).toEqual(content);
    expect(foldersOf(record)).toEqual([second]);
    await finishDeletions(place, await MemberRecord.open(place, 'Bo'));
    await vi.waitFor(async () => expect(await readdir(place.leftPath)).toEqual([second]));
  });

  it('whose files are gone takes it off the list', async () => {
    const record = await furnish(place);
    await rm(place.leftPath, { recursive: true });
    expect(await deleteCopy(place, record, first, nobody)).toBeNull();
    expect(foldersOf(record)).toEqual([second]);
    await finishDeletions(place, record);
  });

  it('is refused while its files are moved into it, or texts are still to be found in it', async () => {
    const record = await furnish(place, { leaving: true });
    const refusal = { code: 'copy-in-use' };
    await expect(deleteCopy(place, record, second, nobody)).rejects.toMatchObject(refusal);
    const over = { epoch: 1, by: 'Ana', decided: true };
    const keptIn = join('/moved/since/left', first);
    await record.save({ repair: { damage: null, over, keptIn, sinceMs: 1, members: [], letIn: true } });
    await expect(deleteCopy(place, record, first, nobody)).rejects.toMatchObject(refusal);
    expect((await readdir(place.leftPath)).sort()).toEqual([first, second]);
  });

  it('never leaves the folder, whatever the record says', async () => {
    const record = await furnish(place);
    for (const folder of ['..', '.', '', '../log', `deleting-${first}`, '/tmp']) {
      await expect(deleteCopy(place, record, folder, nobody)).rejects.toThrow('no folder');
    }
    expect(await filesIn(place.leftPath)).toHaveLength(2 * content.length);
  });

  it('happens once when it is asked for twice, and then nothing is found by that id', async () => {
    const record = await furnish(place);
    let told = 0;
    const copies = new KeptCopies({ directory: place, record, changed: () => (told += 1) });
    await Promise.all([copies.delete(first), copies.delete(first)]);
    expect(told).toBe(1);
    expect(copies.list().map(({ copy }) => copy)).toEqual([second]);
    await expect(copies.delete(first)).rejects.toMatchObject({ code: 'unknown-copy' });
    await expect(copies.open(first)).rejects.toMatchObject({ code: 'unknown-copy' });
    copies.stop();
  });
});

describe('A laptop that dies while it deletes a copy', () => {
  it.each(['kill', 'power cut'])('has all of it or nothing after a %s, at every operation', async (death) => {
    const seed = Number(process.env['RAFTPAD_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    const outcomes = new Set<string>();
    for (let operations = 0; ; operations += 1) {
      const disk = new SimulatedDisk(randomFrom(seed + operations));
      const place = placeAt('/data', disk);
      const record = await furnish(place);
      const before = disk.paths();
      disk.dieAfter(operations);
      vi.spyOn(console, 'error').mockImplementation(nobody);
      await deleteCopy(place, record, second, nobody).catch(nobody);
      vi.mocked(console.error).mockRestore();
      const died = disk.isDead;
      if (death === 'kill') disk.restartProcess();
      else disk.cutPower();
      const again = await MemberRecord.open(place, 'Bo');
      await finishDeletions(place, again);
      await vi.waitFor(() => expect(disk.paths().some((path) => path.includes('deleting-'))).toBe(false));
      const isListed = foldersOf(again).includes(second);
      const expected = isListed ? before : before.filter((path) => !path.includes(second));
      const hint = `seed ${seed}, died after ${operations} operations`;
      expect(
        disk.paths().filter((path) => !path.endsWith('.tmp')),
        hint,
      ).toEqual(expected);
      expect(again.file.removed === null, hint).toBe(!isListed);
      outcomes.add(`${isListed}`);
      if (!died) break;
    }
    expect(outcomes.size).toBe(2);
  });
});
