import type { MemberProcess } from './harness.ts';

/** A new note, into which these texts are written one after the other, each before the one before. */
export async function writeNote(member: MemberProcess, title: string, ...texts: readonly string[]): Promise<string> {
  const { note } = await member.call('notes.create', { title });
  for (const text of texts) {
    await member.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: text }], committed: true });
  }
  return note;
}

/** Title and text of every note, by title, as the cluster has them. */
export function notesOf(member: MemberProcess): Promise<[string, string][]> {
  return notesBy(member, { linearizable: true });
}

/** The same, as this member has them: what it can show without the others. */
export function notesHere(member: MemberProcess): Promise<[string, string][]> {
  return notesBy(member, {});
}

async function notesBy(member: MemberProcess, how: { readonly linearizable?: boolean }): Promise<[string, string][]> {
  const { notes } = await member.call('notes.list', how);
  const read = await Promise.all(notes.map(({ note }) => member.call('notes.read', { note })));
  return read.map(({ title, text }): [string, string] => [title, text]).sort();
}

/** How long a write by this member takes at present until it is committed, in milliseconds: a busy machine takes longer for all. */
export async function usualWriteMs(member: MemberProcess): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const startedMs = performance.now();
    await member.call('registers.set', { name: 'usual', value: '' });
    took.push(performance.now() - startedMs);
  }
  return took.sort((a, b) => a - b)[2] ?? 0;
}
