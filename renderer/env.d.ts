import type { Shell } from '../src/api/shell.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly raftpad: Shell;
  }
}
