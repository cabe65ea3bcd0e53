import type { ChosenFile, FileChoice, Shell } from '../../src/api/shell.ts';
import { createContext } from 'svelte';
import { MemberState } from './member-state.svelte.ts';
import { NotesState } from './notes-state.svelte.ts';
import { NoticesState } from './notices-state.svelte.ts';
import { MemberConnection } from './rpc.ts';
import { SettingsState } from './settings-state.svelte.ts';

/** `found`: texts that only this laptop has. It is reached from what says that there are some. */
export type Screen = 'notes' | 'cluster' | 'settings' | 'found';

/** Everything that the screens show and do, one manager for each concern. */
export class AppState {
  readonly connection = new MemberConnection();
  readonly settings: SettingsState;
  readonly member: MemberState;
  readonly notes: NotesState;
  readonly notices: NoticesState;
  readonly #shell: Shell;
  #screen = $state<Screen>('notes');
  #putOff = $state.raw<readonly number[]>([]);

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
    this.#screen = screen;
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

  /** Lets the person choose a file, for the member to read or write; null: they chose none. */
  chooseFile(choice: FileChoice): Promise<ChosenFile | null> {
    return this.#shell.chooseFile(choice);
  }

  async start(): Promise<void> {
    await Promise.all([this.settings.load(), this.member.start()]);
  }
}

export const [useApp, provideApp] = createContext<AppState>();
