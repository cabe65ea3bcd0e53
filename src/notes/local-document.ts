import { ChangeSet } from '@codemirror/state';
import type { Text } from '@codemirror/state';
import { applyChanges } from './apply-changes.ts';
import { parseChanges } from './change-json.ts';
import { EditWindow } from './edit-window.ts';
import { rebaseOneByOne } from './rebase.ts';
import type { AuthoredChange } from './rebase.ts';
import { limits } from './types.ts';
import { removeLoneHalves, widenToPairs } from './unicode.ts';

/** Client ids of updates that no window made: of other laptops (and repairs), and of scripts. */
export const remoteClientId = 'cluster';
export const scriptClientId = 'script';

/** How far behind a window may be. Then it opens the document again. */
const localWindow = { length: 2_000, weight: 2_000_000 } as const;

export interface PushedUpdate {
  readonly clientId: string;
  /** `ChangeSet.toJSON()` as it came from a window: not validated yet. */
  readonly changes: unknown;
}
export type PushResult =
  /**
   * `updates` as accepted, and where two windows left half of a surrogate pair, one more that removes it; those
   * accepted before are left out. `composed` is their sum, cutting no pair.
   */
  | { readonly type: 'accepted'; readonly updates: readonly AuthoredChange[]; readonly composed: ChangeSet }
  | { readonly type: 'refused'; readonly reason: PushRefusal };
/** `stale-document`: there is no such version any more. After a refusal the window opens the document again. */
export type PushRefusal = 'stale-document' | 'bad-change' | 'too-large';

/**
 * The local text of an open note: what all editors on this laptop share. The authority of CodeMirror's collaborative
 * editing towards this laptop's windows, which must take its updates one at a time (see `rebaseOneByOne`).
 */
export class LocalDocument {
  /** Names this run of the document: versions of different epochs do not compare. */
  readonly epoch: string;
  #text: Text;
  readonly #window = new EditWindow<AuthoredChange>(localWindow.length, localWindow.weight);

  constructor(epoch: string, text: Text) {
    this.epoch = epoch;
    this.#text = text;
  }

  get version(): number {
    return this.#window.version;
  }

  text(): Text {
    return this.#text;
  }

  /** Updates that a window made in this order on top of `version`. Either all are accepted or none is. */
  push(version: number, pushed: readonly PushedUpdate[]): PushResult {
    const since = this.#window.since(version);
    if (since === null) return refused('stale-document');
    const made = parseUpdates(pushed, since[0]?.changes.length ?? this.#text.length);
    if (made === null) return refused('bad-change');
    return this.#accept(rebaseOneByOne(made, since));
  }

  /** A script's change of the present text. */
  edit(changes: ChangeSet): PushResult {
    return this.#accept([{ clientID: scriptClientId, changes }]);
  }

  /** A change that comes from elsewhere than this laptop's editors; it must fit the present text. */
  applyRemote(changes: ChangeSet): AuthoredChange {
    this.#text = applyChanges(changes, this.#text);
    const update = { clientID: remoteClientId, changes };
    this.#window.push(update);
    return update;
  }

  /** What to send to a window that is at `version`; null if it must open the document again. */
  updatesSince(version: number): readonly AuthoredChange[] | null {
    return this.#window.since(version);
  }

  #accept(updates: readonly AuthoredChange[]): PushResult {
    const sum = compose(updates);
    if (sum === null) return { type: 'accepted', updates: [], composed: ChangeSet.empty(this.#text.length) };
    if (sum.newLength > limits.noteLength) return refused('too-large');
    const before = this.#text;
    const pushed = applyChanges(sum, before);
    const repair = removeLoneHalves(sum, pushed);

    for (const update of updates) this.#window.push(update);
    this.#text = pushed;
    if (repair === null) return { type: 'accepted', updates, composed: widenToPairs(sum, before, pushed) };
    const repairing = this.applyRemote(repair);
    const composed = widenToPairs(sum.compose(repair), before, this.#text);
    return { type: 'accepted', updates: [...updates, repairing], composed };
  }
}

function parseUpdates(pushed: readonly PushedUpdate[], startLength: number): AuthoredChange[] | null {
  const updates: AuthoredChange[] = [];
  let length = startLength;
  for (const { clientId, changes: json } of pushed) {
    const changes = parseChanges(json, length);
    if (changes === null || clientId === remoteClientId || clientId === scriptClientId) return null;
    updates.push({ clientID: clientId, changes });
    length = changes.newLength;
  }
  return updates;
}

function compose(updates: readonly AuthoredChange[]): ChangeSet | null {
  return updates.reduce<ChangeSet | null>((sum, { changes }) => sum?.compose(changes) ?? changes, null);
}

function refused(reason: PushRefusal): PushResult {
  return { type: 'refused', reason };
}
