import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load, LoadResult } from './load.ts';

/** A client in a process of its own, so that it takes no time from whoever measures or is measured. */
export class ClientProcess {
  readonly #child: ChildProcess;

  constructor(program: 'raftpad-client.ts' | 'etcd-client.ts', target: string) {
    this.#child = fork(join(import.meta.dirname, program), [target]);
  }

  async apply(load: Load): Promise<LoadResult> {
    const answer = once(this.#child, 'message');
    const ended = once(this.#child, 'exit').then(([status]) => {
      throw new Error(`the client ended with ${String(status)}`);
    });
    this.#child.send(load);
    const [result] = await Promise.race([answer, ended]);
    return result as LoadResult;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    this.#child.kill('SIGTERM');
    await exited;
  }
}
