/**
 * The contract between the window and the shell around it (Electron's main process, through the preload script).
 * Everything about the cluster and the notes goes over the member's own port instead: see `contract.ts`.
 *
 * For the page:
 * - `window.raftpad` is a `Shell`.
 * - The member's port cannot cross the context bridge. Listen first, then ask; listen for as long as the page lives,
 *   because a restarted member comes with a fresh port that replaces the one before:
 *
 *       addEventListener('message', (event) => {
 *         if (event.data !== memberPortMessage || event.source !== window) return;
 *         const [port] = event.ports;   // JSON-RPC objects (not strings), as in contract.ts
 *       });
 *       await window.raftpad.connectMember();
 *
 * - Colours: follow `prefers-color-scheme`. Main makes it say what the setting says.
 * - Styles under the CSP: `style-src 'self' 'nonce-…'`. CodeMirror writes a `<style>` element, so give it the nonce:
 *   `EditorView.cspNonce.of(document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '')`, with
 *   `<meta name="csp-nonce" content="%CSP_NONCE%" />` in index.html, which main fills in. `element.style.x = …` and
 *   Svelte's `style:x={…}` work; a `style="…"` attribute in markup is blocked, and so is inline script.
 */
import type { z } from 'zod';
import type { NewerVersion } from './newer-version.ts';
import type { closingAnswerSchema, fileChoiceSchema, settingsSchema, shellMethods } from './shell-schemas.ts';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

export type Settings = z.output<typeof settingsSchema>;
export const defaultSettings: Settings = { language: 'system', colorScheme: 'system' };

export type ShellMethod = keyof typeof shellMethods;
export type ShellParams<M extends ShellMethod> = z.input<(typeof shellMethods)[M]>;

export interface ShellResults {
  info: ShellInfo;
  getSettings: ShellSettings;
  setSettings: ShellSettings;
  memberState: MemberProcessState;
  connectMember: undefined;
  restartMember: undefined;
  copyText: undefined;
  chooseFile: ChosenFile | null;
  showDataFolder: undefined;
  takeInviteLink: string | null;
  closing: undefined;
}

export interface ShellSettings extends Settings {
  /** What `language` comes to on this system now. */
  readonly resolvedLanguage: Language;
}

export type ClosingAnswer = z.output<typeof closingAnswerSchema>;
export type FileChoice = z.output<typeof fileChoiceSchema>;
export interface ChosenFile {
  /** What the member takes in place of its path, until it is started anew. */
  readonly ticket: string;
  /** What the file or folder is called, for people. */
  readonly name: string;
}

export interface ShellInfo {
  readonly profile: string | null;
  /** The name this laptop had before anyone chose one: its host name made readable. */
  readonly defaultName: string;
  readonly versions: {
    readonly app: string;
    readonly electron: string;
    readonly node: string;
    readonly chrome: string;
  };
  /** The Electron runtime gets no security fixes any more: it is the one for trying and testing. Say so. */
  readonly runtimeOutOfSupport: boolean;
}

/** How the member's process stands. `detail` is for people, already in the window's language. */
export type MemberProcessState =
  | { readonly type: 'starting' }
  | { readonly type: 'running' }
  /** It died and is started again after `delayMs`. Nothing that was kept is lost. */
  | { readonly type: 'restarting'; readonly detail: string; readonly delayMs: number }
  /** What it found is of a newer Raftpad. It is not started again by itself: that would change nothing. */
  | { readonly type: 'outdated'; readonly newer: NewerVersion }
  /** It died too often. `restartMember` tries again. */
  | { readonly type: 'failed'; readonly detail: string };

/** `window.raftpad`. Each call rejects with an `Error` whose message is for people. */
export interface Shell {
  info(): Promise<ShellInfo>;
  getSettings(): Promise<ShellSettings>;
  setSettings(changes: Partial<Settings>): Promise<ShellSettings>;
  memberState(): Promise<MemberProcessState>;
  connectMember(): Promise<void>;
  restartMember(): Promise<void>;
  copyText(text: string): Promise<void>;
  chooseFile(choice: FileChoice): Promise<ChosenFile | null>;
  showDataFolder(): Promise<void>;
  /** The link that this app was opened with, as it came, once: it is a secret. Null: there is none. */
  takeInviteLink(): Promise<string | null>;
  /** Hears that there is a link to take; returns what stops it. */
  onInviteLink(listener: () => void): () => void;
  /** Answers `onClosing`. */
  closing(answer: ClosingAnswer): Promise<void>;
  /** Hears that the window is to be closed, and waits for an answer; returns what stops it. */
  onClosing(listener: () => void): () => void;
  /** Hears each change of the member's process; returns what stops it. */
  onMemberState(listener: (state: MemberProcessState) => void): () => void;
  /** Hears the settings after each change, whoever made it; returns what stops it. */
  onSettings(listener: (settings: ShellSettings) => void): () => void;
}

/** `event.data` of the window message that carries the member's port in `event.ports[0]`. */
export const memberPortMessage = 'raftpad-member-port';
