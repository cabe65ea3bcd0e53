/** `--replay SEED` of `main.ts` with the real core built in, so that it can be bundled for a runtime that reads no TypeScript. */
import { Raft, recoverFromLostMajority } from '../../src/raft/raft.ts';
import { replayed } from './replay.ts';
import { defaultOptions } from './simulation.ts';

const seed = Number(process.argv[2]);
process.stdout.write(replayed({ Raft, recoverFromLostMajority }, seed, defaultOptions).text);
