import type { LogLine } from '../../src/api/contract.ts';
import type { Messages } from '../lib/messages/en.ts';
import type { ShownChange, ShownDeparture } from './shown-change.ts';

/** What an entry of the log says, for people. */
export function logSentence(t: Messages, { what, term }: Pick<LogLine, 'what' | 'term'>): string {
  switch (what.type) {
    case 'no-op':
      return t.log.noOp(term);
    case 'configuration':
      return configurationSentence(t, what);
    case 'create-note':
      return t.log.createNote(what.title);
    case 'rename-note':
      return t.log.renameNote(what.title);
    case 'delete-note':
      return t.log.deleteNote(what.title);
    case 'edit-note':
      return t.log.editNote(what.title, oneLine(what.inserted), what.deletedLength);
    case 'set-register':
      return t.log.setRegister(what.name, what.bytes);
    case 'compare-and-set-register':
      return t.log.compareAndSetRegister(what.name, what.bytes);
    case 'invites':
      return t.log.invites;
    case 'introduce-member':
      return t.log.introduceMember(what.memberName);
    case 'name-cluster':
      return t.log.nameCluster(what.name);
    case 'digest-mark':
      return t.log.digestMark;
    case 'digest-report':
      return t.log.digestReport(what.mark, what.digest.slice(0, shownDigits));
    case 'unknown':
      return t.log.unknown(what.bytes);
    default:
      return unreachable(what);
  }
}

/** The same in full, with what a term of the field in it means. */
export function logTooltip(t: Messages, line: Pick<LogLine, 'what' | 'term'>): string {
  const isJoint = line.what.type === 'configuration' && line.what.joint !== null;
  return isJoint ? `${logSentence(t, line)}\n${t.log.jointHint}` : logSentence(t, line);
}

/** Several of one kind are named together; in a joint configuration, who loses its vote has it until that ends. */
function configurationSentence(
  t: Messages,
  { changes, joint }: Extract<LogLine['what'], { type: 'configuration' }>,
): string {
  const names = new Map<ShownChange, string[]>();
  for (const { change, because, memberName } of changes) {
    const shown = because ?? change;
    names.set(shown, [...(names.get(shown) ?? []), memberName]);
  }
  const parts = [...names].map(([change, who]) =>
    joint === 'begins' && isDeparture(change) ? t.log.intended(change, who) : t.log.configuration(change, who),
  );
  const sentence = t.log.also(parts);
  if (joint === null) return sentence;
  return joint === 'begins' ? t.log.jointBegins(sentence) : t.log.jointEnds(sentence);
}

function isDeparture(change: ShownChange): change is ShownDeparture {
  return change === 'demote' || change === 'remove' || change === 'resting' || change === 'silent';
}

/** Line breaks as the sign for them: an entry is one row. */
function oneLine(text: string): string {
  const shown = text.replace(/\n/g, '⏎');
  return shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown;
}

const shownLength = 120;
/** Enough of a digest to tell two apart by eye. */
const shownDigits = 8;

function unreachable(value: never): never {
  throw new Error(`not a log line: ${JSON.stringify(value)}`);
}
