/**
 * What every client saw, and whether a cluster may have behaved so: nothing acknowledged is lost, nothing is there twice,
 * and each client's lines stand in the order in which it wrote them.
 */
import { isLinearizable, type Operation } from '../simulation/linearizability.ts';

/** A line that a client put at the top of a note: unique, so that it is found again. */
export interface WrittenLine {
  readonly client: string;
  readonly note: string;
  readonly line: string;
  /** Whether the client was told that it is on a majority, or kept on its disk; else it may be there or not. */
  readonly acknowledged: boolean;
}

/** What one client did with one register, at times of a clock that all clients share. */
export interface RegisterUse extends Operation {
  readonly register: string;
}

export interface History {
  /** Each client's lines in the order in which it wrote them. */
  readonly lines: readonly WrittenLine[];
  readonly registers: readonly RegisterUse[];
}

/** The text of each note, by note, as a member has it in the end. */
export type Notes = ReadonlyMap<string, string>;

export type Finding =
  | { readonly type: 'lost' | 'doubled'; readonly client: string; readonly note: string; readonly line: string }
  /** `line` was written after `before`, and stands as if it had been written first. */
  | {
      readonly type: 'reordered';
      readonly client: string;
      readonly note: string;
      readonly line: string;
      readonly before: string;
    }
  /** Nobody wrote it: it was torn or mixed with another. */
  | { readonly type: 'unknown-line'; readonly note: string; readonly line: string }
  | { readonly type: 'members-differ'; readonly note: string; readonly members: readonly [string, string] }
  /** No order of what was done to the register explains what was seen. */
  | { readonly type: 'not-linearizable'; readonly register: string };

/** Everything that may not be. `members`: the notes of each member, by its name, once all have everything. */
export function check(history: History, members: ReadonlyMap<string, Notes>): Finding[] {
  const [first] = members;
  if (first === undefined) throw new Error('without a member nothing can be checked');
  const [firstName, notes] = first;
  return [
    ...differences(firstName, notes, members),
    ...[...new Set([...notes.keys(), ...history.lines.map(({ note }) => note)])].flatMap((note) =>
      checkNote(
        note,
        notes.get(note) ?? '',
        history.lines.filter((line) => line.note === note),
      ),
    ),
    ...checkRegisters(history.registers),
  ];
}

function* differences(firstName: string, notes: Notes, members: ReadonlyMap<string, Notes>): Iterable<Finding> {
  for (const [name, others] of members) {
    for (const note of new Set([...notes.keys(), ...others.keys()])) {
      if (notes.get(note) !== others.get(note)) yield { type: 'members-differ', note, members: [firstName, name] };
    }
  }
}

function checkNote(note: string, text: string, written: readonly WrittenLine[]): Finding[] {
  const findings: Finding[] = [];
  const places = new Map<string, number[]>();
  for (const [place, line] of text.split('\n').entries()) {
    if (line !== '') places.set(line, [...(places.get(line) ?? []), place]);
  }
  const highest = new Map<string, WrittenLine & { readonly place: number }>();
  for (const each of written) {
    const { client, line } = each;
    const [place, ...more] = places.get(line) ?? [];
    places.delete(line);
    if (place === undefined) {
      if (each.acknowledged) findings.push({ type: 'lost', client, note, line });
      continue;
    }
    if (more.length > 0) findings.push({ type: 'doubled', client, note, line });
    // Each line is put at the top: what was written later stands higher.
    const earlier = highest.get(client);
    if (earlier !== undefined && place > earlier.place) {
      findings.push({ type: 'reordered', client, note, line, before: earlier.line });
    }
    if (earlier === undefined || place < earlier.place) highest.set(client, { ...each, place });
  }
  for (const line of places.keys()) findings.push({ type: 'unknown-line', note, line });
  return findings;
}

function* checkRegisters(uses: readonly RegisterUse[]): Iterable<Finding> {
  for (const register of new Set(uses.map((use) => use.register))) {
    if (!isLinearizable(uses.filter((use) => use.register === register))) yield { type: 'not-linearizable', register };
  }
}
