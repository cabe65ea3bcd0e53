import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectronRuntime } from '../../build/electron-runtime.ts';
import { bundleConfigs } from '../../build/vite-config.ts';
import type { ElectronRuntime } from '../../build/electron-runtime.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
let directory: string;
let bundle: string;
let electron: ElectronRuntime;

describe('The trace of a seed', () => {
  beforeAll(async () => {
    // Without a runtime this throws and says what to do: a replay that was not compared has not passed.
    electron = await findElectronRuntime();
    directory = await mkdtemp(join(tmpdir(), 'raftpad-replay-'));
    bundle = join(directory, 'replay.cjs');
    const config = bundleConfigs.member();
    const output = { format: 'cjs', entryFileNames: 'replay.cjs', codeSplitting: false } as const;
    const rolldownOptions = { ...config.build?.rolldownOptions, output };
    await build({
      ...config,
      build: { ...config.build, ssr: here('./replay-main.ts'), outDir: directory, rolldownOptions },
    });
  }, 300_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it.each([1, 5, 228])(
    "is the same to the byte on Electron's Node (seed %i)",
    async (seed) => {
      const [here24, there] = await Promise.all([
        bytesOf(process.execPath, [here('./main.ts'), '--replay', String(seed)]),
        bytesOf(electron.executable, [bundle, String(seed)], { ELECTRON_RUN_AS_NODE: '1' }),
      ]);
      expect(here24.length).toBeGreaterThan(100_000);
      // Not toEqual: of two traces that differ, the whole would be printed.
      expect(firstDifference(here24, there)).toBe(null);
    },
    60_000,
  );
});

async function bytesOf(program: string, args: string[], variables: NodeJS.ProcessEnv = {}): Promise<Buffer> {
  const options = { env: { ...process.env, ...variables }, maxBuffer: 2 ** 28, encoding: 'buffer' } as const;
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout;
}

function firstDifference(a: Buffer, b: Buffer): string | null {
  if (a.equals(b)) return null;
  const linesOfB = b.toString().split('\n');
  const at = a
    .toString()
    .split('\n')
    .findIndex((line, number) => line !== linesOfB[number]);
  return `line ${at + 1}: ${a.toString().split('\n')[at]} | ${linesOfB[at]}`;
}
