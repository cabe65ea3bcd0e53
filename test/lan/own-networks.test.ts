import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Lan } from './lan.ts';

/** By which processes that come from this test are known: they inherit it. */
const mark = `own-networks-test-${process.pid}`;
process.env['RAFTPAD_LAN_TEST'] = mark;

/** A run within this run, as `npm run test:lan` is one: it makes a LAN of two and says so, then waits for ever. */
const run = path.join(import.meta.dirname, 'endless-run.ts');

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a run that is ended by %s leaves no process, no namespace and no interface',
  async (signal) => {
    const child = spawn(process.execPath, [run], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    while (!output.includes('it stands')) await once(child.stdout, 'data');
    expect((await namespaces()).size).toBe(5); // that of the run's first process, the run's own, its switches' and its two laptops'
    child.kill(signal);
    await once(child, 'exit');
    await expect.poll(async () => (await namespaces()).size, { timeout: 60_000 }).toBe(0);
  },
);

let lan: Lan | null = null;
afterEach(async () => {
  await lan?.close();
  lan = null;
});

test('a LAN that is closed leaves no namespace, and none of it was ever in ours', async () => {
  const before = await readFile('/proc/net/dev', 'utf8');
  lan = await Lan.open();
  const laptop = await lan.add('one', 'two');
  expect(await laptop.describe()).toMatch(/eth0.*10\.77\.0\.1\/24[^]*eth1.*10\.77\.1\.1\/24/);
  expect(names(await readFile('/proc/net/dev', 'utf8'))).toEqual(names(before));
  expect((await namespaces()).size).toBe(2);
  await lan.close();
  expect((await namespaces()).size).toBe(0);
});

test('only interfaces that were made for a laptop can be touched', async () => {
  lan = await Lan.open();
  const laptop = await lan.add();
  for (const touch of [() => laptop.cut('lo'), () => laptop.remove('lo'), () => laptop.changeAddress('eth7')]) {
    await expect(touch()).rejects.toThrow(/was made for it/);
  }
});

const names = (devices: string): string[] => [...devices.matchAll(/^\s*(\S+):/gm)].map(([, name = '']) => name);

/** The network namespaces of all processes that come from this test, in whatever way. */
async function namespaces(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const entry of await readdir('/proc')) {
    const environment = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
    if (!environment.includes(mark)) continue;
    const namespace = await readlink(`/proc/${entry}/ns/net`).catch(() => null);
    if (namespace !== null) found.add(namespace);
  }
  return found;
}
