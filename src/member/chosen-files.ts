import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { ApiError } from './errors.ts';

/** So many are remembered: a person chooses one at a time. */
const remembered = 16;
const choice = z.object({
  ticket: z.string().min(16).max(64),
  path: z.string().min(1).max(4_096),
  use: z.enum(['read', 'write']),
});
export type FileUse = z.output<typeof choice>['use'];

/**
 * Files that a person chose in a dialog of the shell. The window gets a ticket for each, and so may have the member read
 * or write that one, whichever it was chosen for, and no other.
 */
export class ChosenFiles {
  readonly #chosen = new Map<string, { readonly path: string; readonly use: FileUse }>();

  /** Takes what the shell says, and answers once the ticket is good. */
  take(message: unknown, answer: (message: { readonly type: 'chosen-file-known'; readonly ticket: string }) => void) {
    const { ticket, path, use } = choice.parse(message);
    this.#chosen.set(ticket, { path, use });
    for (const oldest of this.#chosen.keys()) {
      if (this.#chosen.size <= remembered) break;
      this.#chosen.delete(oldest);
    }
    answer({ type: 'chosen-file-known', ticket });
  }

  pathOf(ticket: string, use: FileUse): string {
    const chosen = this.#chosen.get(ticket);
    if (chosen?.use === use) return chosen.path;
    throw new ApiError('file-unreadable', 'That file was not chosen here. Choose it again.');
  }
}

/** What a script gives as a path. */
export function absolutePath(given: string): string {
  if (isAbsolute(given) && !given.includes('\0')) return given;
  throw new ApiError(
    'invalid-request',
    'The path of a file has to be absolute: this member runs in a folder of its own.',
  );
}
