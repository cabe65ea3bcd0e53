import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { ApiError } from './errors.ts';

/** So many are remembered: a person chooses one at a time. */
const remembered = 16;
const choice = z.object({ ticket: z.string().min(16).max(64), path: z.string().min(1).max(4_096) });

/**
 * Files that a person chose in a dialog of the shell. The window gets a ticket for each, and so may have the member read
 * or write that one, and no other.
 */
export class ChosenFiles {
  readonly #paths = new Map<string, string>();

  /** Takes what the shell says, and answers once the ticket is good. */
  take(message: unknown, answer: (message: { readonly type: 'chosen-file-known'; readonly ticket: string }) => void) {
    const { ticket, path } = choice.parse(message);
    this.#paths.set(ticket, path);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= remembered) break;
      this.#paths.delete(oldest);
    }
    answer({ type: 'chosen-file-known', ticket });
  }

  pathOf(ticket: string): string {
    const path = this.#paths.get(ticket);
    if (path === undefined) throw new ApiError('file-unreadable', 'That file was not chosen here. Choose it again.');
    return path;
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
