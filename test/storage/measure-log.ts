// How fast is the log encoded, written and opened again? Run: node --expose-gc test/storage/measure-log.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { LogEntry } from '../../src/raft/types.ts';
import { FrameEncoder, MemberNumbers } from '../../src/storage/log-records.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { finishFrame, padOf } from '../../src/storage/segment-format.ts';
import { openSnapshotStore } from '../../src/storage/snapshot-store.ts';
import type { LogWrite } from '../../src/storage/types.ts';

const count = 1_000_000;
const payload = Buffer.alloc(100, 'a payload of one hundred bytes ');
const members = ['12D3KooWAbcdefghijkmnopqrstuvwxyz1234567891', '12D3KooWBbcdefghijkmnopqrstuvwxyz1234567891'].map(
  asMemberId,
);

function entriesFrom(index: number, length: number): LogEntry[] {
  return Array.from({ length }, (_, i) => ({
    kind: 'command' as const,
    index: asLogIndex(index + i),
    term: asTerm(7),
    member: members[i % 2]!,
    sequence: asSequence(3 * 2 ** 32 + index + i),
    payload: new Uint8Array(payload),
  }));
}
const writeOf = (entries: LogEntry[]): LogWrite => ({
  resetTo: null,
  truncateFrom: null,
  entries,
  hardState: null,
  mustSync: true,
});

function measureEncoding(perFrame: number): void {
  const encoder = new FrameEncoder();
  const numbers = new MemberNumbers();
  const writes = [writeOf(entriesFrom(1, perFrame))];
  const pad = padOf(1);
  const rounds = Math.ceil(count / perFrame);
  let check = 0;
  const start = process.cpuUsage(); // of one core, however busy the machine is
  for (let i = 0; i < rounds; i += 1) {
    check = finishFrame(encoder.encode(asLogIndex(i), writes, numbers), 0, { salt: 1, pad, previousCheck: check });
  }
  const { user, system } = process.cpuUsage(start);
  const perSecond = Math.round(((rounds * perFrame) / (user + system)) * 1e6);
  console.log(`encode, ${perFrame} a frame: ${perSecond.toLocaleString()} entries for a second of processor time`);
}

for (const perFrame of [1, 64, 512]) {
  measureEncoding(perFrame); // warm
  measureEncoding(perFrame);
}

const directory = mkdtempSync(join(tmpdir(), 'raftpad-measure-'));
try {
  for (const perFrame of [1000, 50]) {
    const path = join(directory, `log-${perFrame}`);
    const { store } = await openLogStore(path);
    const start = performance.now();
    let waiting: Promise<void>[] = [];
    for (let index = 1; index <= count; index += perFrame) {
      waiting.push(store.write(writeOf(entriesFrom(index, perFrame))));
      if (waiting.length === 10) {
        await Promise.all(waiting);
        waiting = [];
      }
    }
    await Promise.all(waiting);
    await store.close();
    console.log(`write ${count.toLocaleString()} entries, ${10 * perFrame} a frame: ${seconds(start)} s`);
    for (let round = 0; round < 3; round += 1) await measureOpening(path);
  }
  await measureSnapshot();
} finally {
  rmSync(directory, { recursive: true });
}

/** Text much like notes. */
async function measureSnapshot(): Promise<void> {
  const words = Array.from({ length: 5000 }, (_, i) => (i * 7919).toString(36));
  const piece = (): Buffer =>
    Buffer.from(Array.from({ length: 20_000 }, () => words[Math.floor(Math.random() ** 2 * 5000)]).join(' '));
  const pieces = Array.from({ length: 32 }, piece);
  const data = Array.from({ length: Math.ceil(100e6 / piece().length) }, (_, i) => pieces[i % pieces.length]!);
  const [from, to] = [
    await openSnapshotStore(join(directory, 'snapshots-a')),
    await openSnapshotStore(join(directory, 'snapshots-b')),
  ];
  const rate = (bytes: number, start: number): string =>
    `${(bytes / 1e3 / (performance.now() - start)).toFixed(0)} MB/s of ${Math.round(bytes / 1e6)} MB`;
  let start = performance.now();
  const { id, plainBytes } = await from.store.write({ index: asLogIndex(5), term: asTerm(1) }, new Uint8Array(), data);
  console.log(`snapshot: write and prove ${rate(plainBytes, start)}, stored in ${Math.round(id.bytes / 1e6)} MB`);
  start = performance.now();
  const source = await from.store.source(id);
  const sink = await to.store.sink(id);
  while (sink.offset < id.bytes) await sink.write(await source.read(sink.offset, 256 * 1024));
  await sink.finish();
  await source.close();
  console.log(`snapshot: copy and prove ${rate(plainBytes, start)}`);
  start = performance.now();
  for await (const part of to.store.read(id)) void part;
  console.log(`snapshot: read ${rate(plainBytes, start)}`);
}

async function measureOpening(path: string): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const { store, restored } = await openLogStore(path);
  const cpu = process.cpuUsage(cpuBefore);
  const took = `${seconds(start)} s (${((cpu.user + cpu.system) / 1e6).toFixed(2)} s of processor time)`;
  const after = process.memoryUsage();
  globalThis.gc?.();
  const kept = process.memoryUsage();
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `  open ${restored.entries.length.toLocaleString()} entries: ${took}, rss +${mb(after.rss - before.rss)} (${mb(after.rss)}); ` +
      `kept: heap ${mb(kept.heapUsed - before.heapUsed)}, buffers ${mb(kept.arrayBuffers - before.arrayBuffers)}`,
  );
  await store.close();
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(2);
}
