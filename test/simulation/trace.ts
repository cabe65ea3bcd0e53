import type { Effect, Input, LogEntry, MemberId } from '../../src/raft/types.ts';

/** What happened, one line each, kept only when a run is replayed: making the lines takes longer than the run. */
export class Trace {
  readonly lines: string[] = [];

  add(atMs: number, what: string): void {
    this.lines.push(`${atMs.toFixed(3).padStart(11)}  ${what}`);
  }
}

export function inputLine(id: MemberId, input: Input): string {
  return input.type === 'message' ? `${id} ← ${input.from}  ${text(input.message)}` : `${id} ·    ${text(input)}`;
}

export function effectLine(id: MemberId, effect: Effect): string {
  if (effect.type !== 'send') return `${id}   : ${text(effect)}`;
  const after = effect.after === null ? '' : ` after write ${effect.after}`;
  return `${id} → ${effect.to}  ${text(effect.message)}${after}`;
}

/** `type key=value …`, with entries in short and payloads left out. */
function text(value: { readonly type: string }): string {
  const fields = Object.entries<unknown>(value)
    .filter(([key, field]) => key !== 'type' && field !== null)
    .map(([key, field]) => `${key}=${shown(key, field)}`);
  return [value.type, ...fields].join(' ');
}

function shown(key: string, field: unknown): string {
  if (key === 'entries' && Array.isArray(field)) return `[${field.map(shownEntry).join(' ')}]`;
  return JSON.stringify(field, (name, value: unknown) => (name === 'payload' ? undefined : value));
}

function shownEntry(item: LogEntry | { readonly entry: LogEntry; readonly disposition: string }): string {
  const entry = 'entry' in item ? item.entry : item;
  const what =
    entry.kind === 'command'
      ? `${entry.member}#${entry.sequence}`
      : entry.kind === 'no-op'
        ? 'no-op'
        : JSON.stringify(entry.configuration);
  const disposition = 'entry' in item && item.disposition !== 'apply' ? `!${item.disposition}` : '';
  return `${entry.index}/${entry.term}:${what}${disposition}`;
}
