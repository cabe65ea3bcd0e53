import type { Messages } from '../lib/messages/en.ts';
import type { WindowNotice } from '../lib/notices-state.svelte.ts';

export interface NoticeSentences {
  readonly title: string;
  readonly text: string | null;
  /** Whether something was or may be lost. */
  readonly serious: boolean;
}

/** What a notice says. `nameOf` turns a member's id into its name. */
export function sentences(t: Messages, notice: WindowNotice, nameOf: (member: string) => string): NoticeSentences {
  switch (notice.type) {
    case 'edit-lost':
      return { title: t.notices.editLost(notice.title), text: t.notices.editLostText(notice.reason), serious: true };
    case 'peer-misbehaves':
      return {
        title: t.notices.peerMisbehaves(nameOf(notice.peer)),
        text: t.notices.peerMisbehavesText,
        serious: false,
      };
    case 'join-decided':
      return {
        title: joinDecided(t, notice.outcome, notice.memberName, nameOf(notice.by)),
        text: null,
        serious: false,
      };
    case 'storage-failed':
      return { title: t.notices.storageFailed, text: t.notices.storageFailedText(notice.detail), serious: true };
    case 'repaired':
      return { title: t.notices.repaired, text: t.notices.repairedText(notice.keptIn), serious: false };
    case 'rejoined':
      return { title: t.recovery.rejoined, text: t.recovery.rejoinedText(notice.keptIn), serious: false };
    case 'set-aside': {
      const text = t.notices.setAsideText[notice.what](notice.keptIn);
      return { title: t.notices.setAside[notice.what], text, serious: notice.what === 'outbox' };
    }
    case 'notes-differ':
      return { title: t.notices.notesDiffer(notice.memberName), text: t.notices.notesDifferText, serious: false };
    case 'own-notes-differ':
      return { title: t.notices.ownNotesDiffer, text: t.notices.ownNotesDifferText, serious: true };
    case 'own-notes-reloaded':
      return { title: t.notices.ownNotesReloaded, text: null, serious: false };
    case 'notes-disputed':
      return { title: t.notices.notesDisputed, text: t.notices.notesDisputedText, serious: true };
    case 'left':
      return { title: t.notices.left, text: t.notices.leftText(notice.keptIn), serious: false };
    case 'copy-deleted': {
      const text = notice.remainsIn === null ? null : t.copies.deletedPartly(notice.remainsIn);
      return { title: t.copies.deleted(notice.clusterName), text, serious: false };
    }
    case 'started-anew':
      return { title: t.notices.startedAnew, text: t.notices.startedAnewText(notice.keptIn), serious: false };
    case 'failed':
      return { title: t.notices.failed, text: t.failures[notice.code], serious: true };
    default:
      return unreachable(notice);
  }
}

function joinDecided(t: Messages, outcome: 'approved' | 'refused' | 'withdrawn', name: string, by: string): string {
  switch (outcome) {
    case 'approved':
      return t.notices.approved(name, by);
    case 'refused':
      return t.notices.refused(name, by);
    case 'withdrawn':
      return t.notices.withdrawn(name);
    default:
      return unreachable(outcome);
  }
}

function unreachable(value: never): never {
  throw new Error(`not a notice: ${JSON.stringify(value)}`);
}
