/** The schemas of the shell's contract. Apart from `shell.ts` so that the window and the preload script load no validator. */
import { z } from 'zod';
import { languages } from './shell.ts';

export const settingsSchema = z.strictObject({
  language: z.enum(['system', ...languages]),
  colorScheme: z.enum(['system', 'light', 'dark']),
});

/** What a file is wanted for, and what it might be called. */
export const fileChoiceSchema = z.strictObject({
  purpose: z.enum(['save-backup', 'open-backup', 'export-notes']),
  name: z.string().max(120),
});

/**
 * What the window answers when it is to be closed. `heard`: it looks whether something is in it only. `stay`: a person wants
 * it open. `go`: the member may stop, and the window close then. `now`: at once, the others find out by themselves.
 */
export const closingAnswerSchema = z.enum(['heard', 'stay', 'go', 'now']);

const none = z.undefined();
/** What the window may ask of main, and nothing else. Validated in main. */
export const shellMethods = {
  info: none,
  getSettings: none,
  /** Changes the settings that are named and answers all of them. */
  setSettings: settingsSchema.partial(),
  memberState: none,
  /** Asks for a fresh port to the member, now and after each restart of it. */
  connectMember: none,
  /** Starts the member again after it failed for good. */
  restartMember: none,
  /** Puts text on the clipboard. At most a million characters. */
  copyText: z.string().max(1_000_000),
  /** Lets the person choose a file or folder, which the member may then read or write. Null: they chose none. */
  chooseFile: fileChoiceSchema,
  /** Shows the member's data folder in the file manager. */
  showDataFolder: none,
  /** Gives out the link that this app was opened with, and forgets it. */
  takeInviteLink: none,
  closing: closingAnswerSchema,
} as const;
