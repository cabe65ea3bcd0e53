import { asRequestId } from '../../src/raft/types.ts';
import { bytesOf, encode, registerText, sharedNote } from './notebook.ts';
import type { ClientVerb } from './actions.ts';
import type { Cluster } from './cluster.ts';
import type { Member } from './member.ts';

/** What people do at their laptops. Who does not hear in time gives up waiting; some then try again. */

export function clientActs(
  cluster: Cluster,
  member: Member,
  register: string,
  verb: ClientVerb,
  isRetry = false,
): void {
  switch (verb) {
    case 'get':
      return read(cluster, member, register);
    case 'set':
    case 'compare-and-set':
      return write(cluster, member, register, verb, isRetry);
  }
}

export function read(cluster: Cluster, member: Member, register: string): void {
  const { run } = member;
  if (run === null || member.isPaused) return;
  const operation = cluster.historyOf(member).invoke(register, { type: 'read', value: null });
  const committedWhenAsked = cluster.invariants.commitIndexFor(member.id);
  const request = cluster.ask(member, (asked) => {
    run.reads.set(asked, { register, operation, committedWhenAsked });
    return { type: 'read', request: asked };
  });
  cluster.later(member, cluster.nowMs + cluster.world.clientTimeoutMs, () => {
    if (!run.reads.delete(request)) return;
    cluster.coverage.count('client timeouts');
    cluster.ask(member, () => ({ type: 'forget', request: asRequestId(request) }));
  });
}

function write(
  cluster: Cluster,
  member: Member,
  register: string,
  verb: 'set' | 'compare-and-set',
  isRetry: boolean,
): void {
  const { run } = member;
  if (run === null || member.isPaused) return;
  const value = cluster.freshValue();
  const current = run.notebook.state.register(register);
  const expected = registerText(current);
  const bytes = bytesOf(value);
  const payload = encode(
    verb === 'set'
      ? { type: 'set-register', name: register, value: bytes }
      : { type: 'compare-and-set-register', name: register, expected: current, value: bytes },
  );
  if (run.raft.status().proposalsHeld !== null) cluster.coverage.count('proposals held');
  const sequence = cluster.propose(member, payload);
  if (sequence === null) return;
  const action =
    verb === 'set'
      ? ({ type: verb, value } as const)
      : ({ type: verb, expected, value, outcome: { type: 'unknown' } } as const);
  run.commands.set(sequence, cluster.historyOf(member).invoke(register, action));
  cluster.later(member, cluster.nowMs + cluster.world.clientTimeoutMs, () => {
    // Whether it happened stays unknown: no answer is taken any more, though the command may yet be applied.
    if (!run.commands.delete(sequence)) return;
    cluster.coverage.count('client timeouts');
    if (isRetry) return;
    cluster.coverage.count('retries after timeouts');
    write(cluster, member, register, verb, true);
  });
}

/** Puts a letter at the start of the note that all share; makes it if there is none. */
export function edit(cluster: Cluster, member: Member): void {
  const { run } = member;
  if (run === null || member.isPaused) return;
  const document = run.notebook.state.document(sharedNote);
  if (document === null) {
    cluster.propose(member, encode({ type: 'create-note', note: sharedNote, title: 'Shared' }));
    return;
  }
  const { length } = document.text;
  const sequence = Math.max(member.edits, run.notebook.state.lastSequence(sharedNote, member.id)) + 1;
  const payload = encode({
    type: 'edit-note',
    note: sharedNote,
    base: document.version,
    editor: member.id,
    sequence,
    changes: length === 0 ? [[0, 'x']] : [[0, 'x'], length],
  });
  if (cluster.propose(member, payload) !== null) member.edits = sequence;
}

export function burst(cluster: Cluster, member: Member, count: number): void {
  for (let at = 0; at < count; at += 1)
    cluster.propose(member, encode({ type: 'set-register', name: 'burst', value: bytesOf(cluster.freshValue()) }));
}
