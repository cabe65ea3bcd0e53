// How fast is the log encoded, written and opened again? Run: node --expose-gc test/storage/measure-log.ts
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asLogIndex, asMemberId, asSequence, asTerm } from '../../src/raft/types.ts';
import type { LogEntry } from '../../src/raft/types.ts';
import { FrameEncoder, MemberNumbers } from '../../src/storage/log-records.ts';
import { openLogStore } from '../../src/storage/log-store.ts';
import { finishFrame, padOf } from '../../src/storage/segment-format.ts';
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
  const start = performance.now();
  for (let i = 0; i < rounds; i += 1) {
    check = finishFrame(encoder.encode(asLogIndex(i), writes, numbers), 0, { salt: 1, pad, previousCheck: check });
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `encode, ${perFrame} entries a frame: ${Math.round((rounds * perFrame) / seconds).toLocaleString()} entries/s`,
  );
}

for (const perFrame of [1, 64, 512]) {
  measureEncoding(perFrame); // warm
  measureEncoding(perFrame);
}

const directory = mkdtempSync(join(tmpdir(), 'raftpad-measure-'));
try {
  for (const perFrame of [1000, 1]) {
    const path = join(directory, `log-${perFrame}`);
    const { store } = await openLogStore(path);
    const start = performance.now();
    let waiting: Promise<void>[] = [];
    for (let index = 1; index <= count; index += perFrame) {
      waiting.push(store.write(writeOf(entriesFrom(index, perFrame))));
      // One entry a frame: without a sync for each, which would take minutes, frames of 16 stand for it.
      if (waiting.length * perFrame >= (perFrame === 1 ? 16 : 10_000)) {
        await Promise.all(waiting);
        waiting = [];
      }
    }
    await Promise.all(waiting);
    await store.close();
    const frame = perFrame === 1 ? 16 : 10_000;
    console.log(`write ${count.toLocaleString()} entries, about ${frame} a frame: ${seconds(start)} s`);
    for (let round = 0; round < 3; round += 1) await measureOpening(path);
  }
} finally {
  rmSync(directory, { recursive: true });
}

async function measureOpening(path: string): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const { store, restored } = await openLogStore(path);
  const took = seconds(start);
  const after = process.memoryUsage();
  globalThis.gc?.();
  const kept = process.memoryUsage();
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `  open ${restored.entries.length.toLocaleString()} entries: ${took} s, rss +${mb(after.rss - before.rss)} (${mb(after.rss)}); ` +
      `kept: heap ${mb(kept.heapUsed - before.heapUsed)}, buffers ${mb(kept.arrayBuffers - before.arrayBuffers)}`,
  );
  await store.close();
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(2);
}
