import type { Notice } from '../../src/api/contract.ts';
import type { FailureCode, MemberConnection } from './rpc.ts';

/** What a person should know, once: the member's notices and the window's own. */
export type WindowNotice =
  | Notice
  /** A call failed and no field or dialog is there to say so. */
  | { readonly type: 'failed'; readonly code: FailureCode }
  /** This laptop left its cluster; the notes stay in that folder. */
  | { readonly type: 'left'; readonly keptIn: string }
  /** What was kept of a cluster is gone; `remainsIn`: but for files that could not be removed from there yet. */
  | { readonly type: 'copy-deleted'; readonly clusterName: string; readonly remainsIn: string | null }
  /** It started anew from what could be read of a damaged cluster, whose files stay in that folder. */
  | { readonly type: 'started-anew'; readonly keptIn: string };

export interface ShownNotice {
  readonly id: number;
  readonly notice: WindowNotice;
}

export class NoticesState {
  #shown = $state.raw<readonly ShownNotice[]>([]);
  #nextId = 1;

  constructor(connection: MemberConnection) {
    connection.on('notice', (notice) => this.add(notice));
  }

  get shown(): readonly ShownNotice[] {
    return this.#shown;
  }

  add(notice: WindowNotice): void {
    const id = this.#nextId++;
    // Lost text must not be pushed out by chatter: the oldest notice that holds none makes room.
    const kept = [...this.#shown];
    while (kept.length >= shownAtMost) {
      const expendable = kept.findIndex((each) => each.notice.type !== 'edit-lost');
      kept.splice(Math.max(expendable, 0), 1);
    }
    this.#shown = [...kept, { id, notice }];
    if (passes(notice)) setTimeout(() => this.dismiss(id), shownForMs);
  }

  dismiss(id: number): void {
    this.#shown = this.#shown.filter((each) => each.id !== id);
  }
}

const shownAtMost = 5;
const shownForMs = 10_000;

/** Whether a notice may go by itself; what asks for something to be done stays until it is dismissed. */
function passes(notice: WindowNotice): boolean {
  if (notice.type === 'copy-deleted') return notice.remainsIn === null;
  return notice.type === 'join-decided' || notice.type === 'failed' || notice.type === 'peer-misbehaves';
}
