import type { InvitationLine } from '../../src/api/contract.ts';
import type { Shell } from '../../src/api/shell.ts';
import { failureCode } from './failure.ts';
import type { FailureCode, MemberConnection } from './rpc.ts';

/** An invite that a person opened, for them to decide on. The link is a secret, and gone when that is done. */
export type Opened =
  | { readonly type: 'invitation'; readonly link: string; readonly says: InvitationLine; readonly laptopName: string }
  | { readonly type: 'unreadable'; readonly why: FailureCode };

/** Invites that come to this laptop: pasted on the first screen, or opened by the system. None is used by itself. */
export class InvitationsState {
  readonly #connection: MemberConnection;
  readonly #shell: Shell;
  /** One that came while the member was away. */
  #waiting: string | null = null;
  #opened = $state.raw<Opened | null>(null);

  constructor(connection: MemberConnection, shell: Shell) {
    this.#connection = connection;
    this.#shell = shell;
    shell.onInviteLink(() => void this.#take());
    // One that the app was started with waits for the member to be there.
    connection.onConnected(() => void this.#take());
  }

  get opened(): Opened | null {
    return this.#opened;
  }

  /** Shows what an invite says. Rejects if it cannot be read. */
  async open(link: string, laptopName: string): Promise<void> {
    this.#opened = null;
    const says = await this.#connection.call('readInvite', { link });
    this.#opened = { type: 'invitation', link, says, laptopName };
  }

  async #take(): Promise<void> {
    const link = (await this.#shell.takeInviteLink()) ?? this.#waiting;
    this.#waiting = null;
    if (link === null) return;
    await this.open(link, '').catch((error: unknown) => {
      const why = failureCode(error);
      if (why === 'disconnected') this.#waiting = link;
      else this.#opened = { type: 'unreadable', why };
    });
  }

  close(): void {
    this.#opened = null;
  }
}

/** Whether this is meant as an invite, and not as an address. */
export function looksLikeInvite(text: string): boolean {
  return /raftpad:/i.test(text);
}
