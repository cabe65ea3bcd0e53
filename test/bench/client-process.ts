import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load, LoadResult } from './load.ts';
import { pidOf } from './usage.ts';

/** A client in a process of its own, so that it takes no time from whoever measures or is measured. */
export class ClientProcess {
  readonly #child: ChildProcess;
  /** What its load is put on: a member's data directory, or an etcd server's endpoint. */
  readonly target: string;

  constructor(program: 'raftpad-client.ts' | 'etcd-client.ts', target: string) {
    this.target = target;
    this.#child = fork(join(import.meta.dirname, program), [target]);
  }

  /** Of the process. */
  get pid(): number {
    return pidOf({ child: this.#child });
  }

  async apply(load: Load): Promise<LoadResult> {
    const settled = new AbortController();
    const answer = once(this.#child, 'message', settled);
    const ended = once(this.#child, 'exit', settled);
    this.#child.send(load);
    try {
      const [result] = (await Promise.race([answer, ended])) as [LoadResult | number | null];
      if (result === null || typeof result === 'number') throw new Error(`the client ended with ${result}`);
      return result;
    } finally {
      for (const unsettled of [answer, ended]) unsettled.catch(() => undefined);
      settled.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    this.#child.kill('SIGTERM');
    await exited;
  }
}
