/** Several programs at a time, each with what it printed in one piece. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import { projectDirectory, ScriptError } from './project.ts';

export interface Job {
  /** What is printed above what it printed. */
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

interface Outcome {
  /** 128 + number of the signal that ended it. */
  readonly status: number;
  readonly printed: string;
}

/**
 * Runs the jobs in this order, so many at once. Resolves with 0, or with the status of the first that failed; with
 * `stopAtFirst` the others are ended then and say nothing. SIGINT and SIGTERM to this script are passed on.
 */
export async function runSideBySide(
  jobs: readonly Job[],
  { atOnce, stopAtFirst }: { readonly atOnce: number; readonly stopAtFirst: boolean },
): Promise<number> {
  const waiting = [...jobs];
  const stop = new AbortController();
  const stopped = (): boolean => stop.signal.aborted;
  let firstStatus = 0;
  const lane = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined && !stopped(); job = waiting.shift()) {
      const startedMs = Date.now();
      const { status, printed } = await runJob(job, stop.signal);
      if (stopped()) return;
      const seconds = Math.round((Date.now() - startedMs) / 1000);
      console.log(`--- ${job.title}: ${status === 0 ? 'passed' : `failed with status ${status}`} in ${seconds} s`);
      if (printed.trim() !== '') console.log(`${printed.trim()}\n`);
      if (status === 0) continue;
      if (firstStatus === 0) firstStatus = status;
      if (stopAtFirst) stop.abort();
    }
  };
  // Who ends this script wants none of those that wait.
  const beginNone = (): void => void waiting.splice(0);
  process.on('SIGINT', beginNone).on('SIGTERM', beginNone);
  await Promise.all(Array.from({ length: atOnce }, lane));
  process.off('SIGINT', beginNone).off('SIGTERM', beginNone);
  return firstStatus;
}

/** Runs it to its end, or until `stop`. */
function runJob({ title, program, args, environment = process.env }: Job, stop: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: projectDirectory,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The commands of packages are scripts of the shell there.
      shell: process.platform === 'win32' && program.endsWith('.cmd'),
      env: process.stdout.isTTY ? { ...environment, FORCE_COLOR: '1' } : environment,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
    }
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    const end = (): void => pass('SIGTERM');
    process.on('SIGINT', pass).on('SIGTERM', pass);
    stop.addEventListener('abort', end);
    const done = (): void => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      stop.removeEventListener('abort', end);
    };
    child.once('error', (error) => {
      done();
      reject(new ScriptError(`Could not run ${program} (${title}): ${error.message}`));
    });
    child.once('close', (code, signal) => {
      done();
      resolve({ status: code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]), printed });
    });
  });
}
