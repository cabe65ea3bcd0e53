import type { ChosenFile, FileChoice, Shell } from '../../src/api/shell.ts';
import { createContext } from 'svelte';
import { MemberState } from './member-state.svelte.ts';
import { NotesState } from './notes-state.svelte.ts';
import { NoticesState } from './notices-state.svelte.ts';
import { MemberConnection } from './rpc.ts';
import { SettingsState } from './settings-state.svelte.ts';

/** `network` has no place in the rail: whoever misses a laptop is led there, and goes back to where they were. */
export type Screen = 'notes' | 'cluster' | 'settings' | 'network';

/** Everything that the screens show and do, one manager for each concern. */
export class AppState {
  readonly connection = new MemberConnection();
  readonly settings: SettingsState;
  readonly member: MemberState;
  readonly notes: NotesState;
  readonly notices: NoticesState;
  readonly #shell: Shell;
  #screen = $state<Screen>('notes');
  #before: Screen = 'notes';

  constructor(shell: Shell) {
    this.#shell = shell;
    this.settings = new SettingsState(shell);
    this.member = new MemberState(this.connection, shell);
    this.notes = new NotesState(this.connection);
    this.notices = new NoticesState(this.connection);
  }

  get screen(): Screen {
    return this.#screen;
  }

  show(screen: Screen): void {
    if (this.#screen !== screen) this.#before = this.#screen;
    this.#screen = screen;
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
