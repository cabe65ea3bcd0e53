/**
 * The first process in the namespaces of a run (see own-networks.ts): runs the command it is given. When it ends, the
 * system kills everything else in there; and it ends with the command, or when whoever started it is gone.
 */
import { execFileSync, spawn } from 'node:child_process';
import { requireOwnNetwork } from './own-networks.ts';

requireOwnNetwork();
execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=700', 'tmpfs', process.env['TMPDIR'] ?? '']);
execFileSync('ip', ['link', 'set', 'lo', 'up']);

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('exit', (status) => process.exit(status ?? 1));
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
process.stdin.once('end', () => process.exit(1)).resume();
// A signal from the keyboard reaches the command too: it says how far it came, and its end ends this.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
