import { join } from 'node:path';
import type { HardState, LogEntry } from '../raft/types.ts';
import { makeDirectoryDurably, removeTemporaries } from './durable-file.ts';
import { errorCode, LogDamagedError } from './errors.ts';
import type { FileLayer } from './file-layer.ts';
import { scanFrameFile } from './frame-file.ts';
import { listSegments, readHeaderOf, sealPath, segmentPath } from './log-directory.ts';
import { LogSequence } from './log-sequence.ts';
import type { OpenedLog } from './log-store.ts';
import type { LogWrite } from './types.ts';

/**
 * Turns a log of the first format (frames of protobuf records, frame-file.ts) into one of this format, once. The new
 * one is written beside the old one and counts from the moment its seal is in place: a crash before that begins anew.
 *
 * @param openNew opens a new log in a directory, with this number for its first segment
 * @throws LogDamagedError; nothing is changed then
 */
export async function upgradeFromVersion1(
  directory: string,
  decode: ((record: Uint8Array) => LogWrite) | null,
  openNew: (directory: string, firstSegment: number) => Promise<OpenedLog>,
  files: FileLayer,
): Promise<void> {
  const old: number[] = [];
  const unfinished: number[] = [];
  for (const number of await listSegments(directory, files)) {
    const header = await readHeaderOf(segmentPath(directory, number), files);
    (header.type === 'header' ? unfinished : old).push(number);
  }
  const { entries, hardState } = await readVersion1(directory, old, decode, files);

  const beside = join(directory, upgradeName);
  await removeAll(beside, files);
  for (const number of unfinished) await files.remove(segmentPath(directory, number));
  await makeDirectoryDurably(beside, files);
  const { store } = await openNew(beside, (old[old.length - 1] ?? 0) + 1);
  const nothing = { resetTo: null, truncateFrom: null, entries: [], hardState: null, mustSync: true };
  for (const part of inParts(entries)) await store.write({ ...nothing, entries: part });
  await store.write({ ...nothing, hardState });
  await store.close();

  for (const number of await listSegments(beside, files)) {
    await files.rename(segmentPath(beside, number), segmentPath(directory, number));
  }
  await files.syncDirectory(directory);
  await files.rename(sealPath(beside), sealPath(directory));
  await files.syncDirectory(directory);
  await files.syncDirectory(beside);
  // The old segments lie before the first one that the seal names: opening the log drops them.
}

/** Of a log of this format: the directory that it was made in. What cannot be removed does no harm there. */
export async function removeUpgradeDirectory(directory: string, files: FileLayer): Promise<void> {
  if (!(await files.list(directory)).includes(upgradeName)) return;
  const beside = join(directory, upgradeName);
  try {
    await removeAll(beside, files);
    await files.removeDirectory(beside);
  } catch {
    return; // the next start tries again
  }
}

const upgradeName = 'upgrade';

function* inParts(entries: readonly LogEntry[]): Generator<readonly LogEntry[]> {
  let part: LogEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    part.push(entry);
    bytes += entry.kind === 'command' ? 64 + entry.payload.length : 64;
    if (bytes < partBytes) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}

const partBytes = 1024 * 1024;

async function readVersion1(
  directory: string,
  numbers: readonly number[],
  decode: ((record: Uint8Array) => LogWrite) | null,
  files: FileLayer,
): Promise<{ readonly entries: readonly LogEntry[]; readonly hardState: HardState }> {
  const entries: LogEntry[] = [];
  const sequence = new LogSequence();
  for (const [position, number] of numbers.entries()) {
    const path = segmentPath(directory, number);
    if (decode === null) throw new LogDamagedError(path, 0, 'it is of the first format, which cannot be read here');
    if (number !== position + 1) throw new LogDamagedError(segmentPath(directory, position + 1), 0, 'it is missing');
    const damaged = (offset: number, reason: string): Error => new LogDamagedError(path, offset, reason);
    const restore = (record: Uint8Array, offset: number): void => {
      try {
        const write = decode(record);
        sequence.accept(write);
        if (write.truncateFrom !== null) entries.length = write.truncateFrom - 1;
        for (const entry of write.entries) entries.push(entry);
      } catch (error) {
        throw damaged(offset, error instanceof Error ? error.message : String(error));
      }
    };
    const { end, tail } = await scanFrameFile(path, { magic: 'RAFTLOG\n', number }, files, restore, damaged);
    if (tail !== null && !(position === numbers.length - 1 && tail.couldBeUnfinishedWrite)) {
      throw damaged(end, `${tail.reason}, and later writes follow`);
    }
  }
  return { entries, hardState: sequence.hardState };
}

async function removeAll(directory: string, files: FileLayer): Promise<void> {
  try {
    for (const number of await listSegments(directory, files)) await files.remove(segmentPath(directory, number));
    await removeTemporaries(directory, '', files);
    await files.remove(sealPath(directory));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
