// Which durable append is faster through libuv's thread pool? Run: node test/storage/measure-sync.ts
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const appends = 1500;
const bytes = Buffer.alloc(200, 7);
const write = promisify(fs.write);
const fdatasync = promisify(fs.fdatasync);

for (let round = 0; round < 3; round += 1) {
  await measure('O_DSYNC', fs.constants.O_DSYNC, async () => undefined);
  await measure('write + fdatasync', 0, (fd) => fdatasync(fd));
}

async function measure(name: string, flag: number, sync: (fd: number) => Promise<void>): Promise<void> {
  const directory = fs.mkdtempSync(join(tmpdir(), 'raftpad-sync-'));
  const fd = fs.openSync(join(directory, 'file'), fs.constants.O_RDWR | fs.constants.O_CREAT | flag, 0o600);
  const tookMs: number[] = [];
  for (let i = 0; i < appends; i += 1) {
    const start = performance.now();
    await write(fd, bytes, 0, bytes.length, i * bytes.length);
    await sync(fd);
    tookMs.push(performance.now() - start);
  }
  fs.closeSync(fd);
  fs.rmSync(directory, { recursive: true });
  tookMs.sort((a, b) => a - b);
  const at = (share: number): string => (tookMs[Math.floor(appends * share)] ?? 0).toFixed(3);
  console.log(`${name.padEnd(18)} p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}
