import { asSequence } from '../../src/raft/types.ts';
import { Notebook, registerText, registerWrite } from './notebook.ts';
import { expectedDisposition } from './sessions.ts';
import { ShadowLog } from './shadow-log.ts';
import { violated } from './violation.ts';
import type { Input, MemberId, Message } from '../../src/raft/types.ts';
import type { Cluster } from './cluster.ts';
import type { Member, Run } from './member.ts';

/** What sets the members of one epoch apart from those of another. */

/** Whether a member must not listen to it. Who has no log yet takes over the newer epoch instead. */
export function isOfAnotherEpoch(run: Run, { epoch }: Message): boolean {
  return epoch !== run.epoch && (epoch < run.epoch || run.raft.status().lastIndex > 0);
}

/** Of such a message nothing may come: no effect, and no change. */
export function refuse(cluster: Cluster, member: Member, run: Run, input: Extract<Input, { type: 'message' }>): void {
  // What time brings about is done before, so that all that follows would come from the message.
  // One rule may make way for another, which then acts in the next step.
  for (let turn = 0; turn < 3 && member.run === run; turn += 1) cluster.step(member, { type: 'tick' });
  if (member.run !== run) return;
  cluster.countEvent();
  cluster.note(`${member.id} ← ${input.from}  ${input.message.type} of epoch ${input.message.epoch}, not ${run.epoch}`);
  const before = JSON.stringify(run.raft.status());
  const { effects, wakeAt } = cluster.stepCore(member, run, input);
  const isQuiet = effects.every((effect) => effect.type === 'trace' && effect.event.type === 'other-epoch');
  if (!isQuiet || wakeAt !== run.wakeAtMs || JSON.stringify(run.raft.status()) !== before)
    violated('epochs-do-not-mix', `${member.id} heeds a ${input.message.type} of epoch ${input.message.epoch}`);
  cluster.coverage.count('messages of another epoch refused');
}

/** A newcomer takes over an epoch: what its clients wait for is judged by that one's history. */
export function takeOverEpoch(cluster: Cluster, member: Member, run: Run, epoch: number): void {
  cluster.note(`${member.id} takes over epoch ${epoch}`);
  cluster.invariants.changesEpoch(member.id, epoch);
  if (run.awaited !== null)
    violated(
      'epochs-do-not-mix',
      `${member.id} takes over epoch ${epoch} while it waits for a snapshot of ${run.epoch}`,
    );
  run.epoch = epoch;
  const history = cluster.historyOf(member);
  for (const [request, read] of run.reads) {
    const operation = history.takeOver(read.register, read.operation);
    run.reads.set(request, { ...read, operation, committedWhenAsked: 0 });
  }
  for (const { sequence, payload } of member.outbox) {
    const write = registerWrite(payload);
    if (write === null) continue;
    // To the old epoch it may have been sent: there it may happen, or not. If it is of an earlier run, no one waits.
    const operation = run.commands.get(sequence);
    const taken = history.takeOver(write.name, { invokedAt: operation?.invokedAt ?? 0, action: write.action });
    if (operation !== undefined) run.commands.set(sequence, taken);
  }
}

/** The history of a new epoch: it begins with what the survivor's log says, and what it still wants to be done. */
export function forkHistory(cluster: Cluster, survivor: Member, epoch: number): void {
  const { notebook, lastOwn } = replayed(survivor);
  const history = cluster.historyOf(survivor).forked((name) => registerText(notebook.state.register(name)));
  cluster.histories.set(epoch, history);
  for (const { sequence, payload } of survivor.outbox) {
    const write = registerWrite(payload);
    if (write === null || sequence <= lastOwn) continue;
    history.takeOver(write.name, { invokedAt: 0, action: write.action });
  }
}

/**
 * What its log does not have yet is proposed in a session of its own: commands before it may have been applied here by
 * entries of which only the lost majority had them on disk. They are lost, and a gap in a session is never filled again.
 */
export function numberAnew(survivor: Member): void {
  const { lastOwn } = replayed(survivor);
  survivor.session += 1;
  survivor.outbox = survivor.outbox
    .filter(({ sequence }) => sequence > lastOwn)
    .map(({ payload }, place) => ({ sequence: asSequence(survivor.session * 2 ** 32 + place + 1), payload }));
}

/** The state after all that a member's log holds, and the last of its own commands in it. */
function replayed({ id, disk }: Member): { readonly notebook: Notebook; readonly lastOwn: number } {
  const restored = disk.restored();
  const log = new ShadowLog(id, restored);
  const notebook = new Notebook(disk.snapshot?.data ?? null);
  const last = new Map<MemberId, number>(restored.snapshot?.sessions);
  for (let index = (restored.snapshot?.index ?? 0) + 1; index <= log.lastIndex; index += 1) {
    const entry = log.at(index);
    if (entry?.kind !== 'command') continue;
    if (expectedDisposition(last.get(entry.member), entry.sequence) !== 'apply') continue;
    last.set(entry.member, entry.sequence);
    notebook.apply(entry);
  }
  return { notebook, lastOwn: last.get(id) ?? 0 };
}
