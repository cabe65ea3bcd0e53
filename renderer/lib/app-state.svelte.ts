import type { ChosenFile, FileChoice, Shell } from '../../src/api/shell.ts';
import { createContext } from 'svelte';
import { CopiesState } from './copies-state.svelte.ts';
import { InvitationsState } from './invitations-state.svelte.ts';
import { MemberState } from './member-state.svelte.ts';
import { NotesState } from './notes-state.svelte.ts';
import { NoticesState } from './notices-state.svelte.ts';
import { MemberConnection } from './rpc.ts';
import { SettingsState } from './settings-state.svelte.ts';

/**
 * `network` and `found` (texts that only this laptop has) have no place in the rail: whoever misses a laptop, or is told of
 * such texts, is led there, and goes back to where they were.
 */
export type Screen = 'notes' | 'cluster' | 'settings' | 'network' | 'found';

/** Everything that the screens show and do, one manager for each concern. */
export class AppState {
  readonly connection = new MemberConnection();
  readonly settings: SettingsState;
  readonly member: MemberState;
  readonly notes: NotesState;
  readonly notices: NoticesState;
  readonly invitations: InvitationsState;
  readonly copies: CopiesState;
  readonly #shell: Shell;
  #screen = $state<Screen>('notes');
  #putOff = $state.raw<readonly number[]>([]);
  #before: Screen = 'notes';

  constructor(shell: Shell) {
    this.#shell = shell;
    this.settings = new SettingsState(shell);
    this.member = new MemberState(this.connection, shell);
    this.notes = new NotesState(this.connection);
    this.notices = new NoticesState(this.connection);
    this.copies = new CopiesState(this.connection);
    this.invitations = new InvitationsState(this.connection, shell);
  }

  get screen(): Screen {
    return this.#screen;
  }

  show(screen: Screen): void {
    if (this.#screen !== screen) this.#before = this.#screen;
    this.#screen = screen;
    this.copies.show(null);
  }

  /** Epochs of the cluster which the person will decide about later. */
  get putOff(): readonly number[] {
    return this.#putOff;
  }

  putOffDecision(epoch: number): void {
    this.#putOff = [...this.#putOff, epoch];
  }

  decideOn(epoch: number): void {
    this.#putOff = this.#putOff.filter((each) => each !== epoch);
  }

  /** To the screen before this one. */
  back(): void {
    this.show(this.#before);
  }

  /** Lets the person choose a file, for the member to read or write; null: they chose none. */
  chooseFile(choice: FileChoice): Promise<ChosenFile | null> {
    return this.#shell.chooseFile(choice);
  }

  async start(): Promise<void> {
    await Promise.all([this.settings.load(), this.member.start()]);
  }
}

export const [useApp, provideApp] = createContext<AppState>();
