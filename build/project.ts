/** Where things are, and the one way in which the scripts run a program and talk to the person who started them. */
import { spawn, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const projectDirectory = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The bundles. */
export const outputDirectory = path.join(projectDirectory, 'out');

const packageSchema = z.object({ version: z.string(), devDependencies: z.object({ electron: z.string() }) });
const packageJson = packageSchema.parse(JSON.parse(readFileSync(path.join(projectDirectory, 'package.json'), 'utf8')));
export const appVersion = packageJson.version;
/** The Electron that ships to people. */
export const pinnedElectronVersion = packageJson.devDependencies.electron;

/** Downloads are kept here, outside the repository. `XDG_CACHE_HOME` moves it. */
export function cacheDirectory(): string {
  const root = process.env['XDG_CACHE_HOME'];
  return path.join(root !== undefined && path.isAbsolute(root) ? root : path.join(os.homedir(), '.cache'), 'raftpad');
}

/** What stops a script, with a message that says what to do. Printed without a stack. */
export class ScriptError extends Error {
  override name = 'ScriptError';
}

/** Runs `main` as the whole of a script: a `ScriptError` becomes a message and status 1. */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof ScriptError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/**
 * Runs a program to its end with this terminal and resolves with its exit status, 128 + number of the signal that
 * ended it. SIGINT and SIGTERM to this script are passed on.
 */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: projectDirectory, ...options });
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    const done = (): void => void process.off('SIGINT', pass).off('SIGTERM', pass);
    child.once('error', (error) => {
      done();
      reject(new ScriptError(`Could not run ${command}: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
}

/** Runs a program and answers what it printed; null if it is not there or failed. */
export function output(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: options.env, cwd: options.cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code === 0 ? text : null));
  });
}
