/** Runs sandboxed beside the page and gives it `window.raftpad`: named calls only, and the member's port. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import {
  memberPortMessage,
  type MemberProcessState,
  type Shell,
  type ShellMethod,
  type ShellParams,
  type ShellResults,
  type ShellSettings,
} from '../src/api/shell.ts';
import { channels } from './channels.ts';

/** The little of the page's world that is used here; the rest of main is type-checked without a page. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
};

const shell: Shell = {
  info: () => call('info', undefined),
  getSettings: () => call('getSettings', undefined),
  setSettings: (changes) => call('setSettings', changes),
  memberState: () => call('memberState', undefined),
  connectMember: () => call('connectMember', undefined),
  restartMember: () => call('restartMember', undefined),
  copyText: (text) => call('copyText', text),
  chooseFile: (choice) => call('chooseFile', choice),
  showDataFolder: () => call('showDataFolder', undefined),
  takeInviteLink: () => call('takeInviteLink', undefined),
  closing: (answer) => call('closing', answer),
  onClosing: (listener) => hear('closing', () => listener()),
  onMemberState: (listener) => hear('memberState', listener),
  onSettings: (listener) => hear('settings', listener),
  onInviteLink: (listener) => hear('inviteLink', () => listener()),
};
contextBridge.exposeInMainWorld('raftpad', shell);

// A port cannot cross the bridge; the page's own message event can carry it, to this page's origin only.
ipcRenderer.on(channels.memberPort, (event) => {
  window.postMessage(memberPortMessage, window.location.origin, event.ports);
});

interface Heard {
  readonly memberState: MemberProcessState;
  readonly settings: ShellSettings;
  readonly inviteLink: undefined;
  readonly closing: undefined;
}

function hear<E extends keyof Heard>(event: E, listener: (value: Heard[E]) => void): () => void {
  const pass = (_event: IpcRendererEvent, value: Heard[E]): void => listener(value);
  ipcRenderer.on(channels[event], pass);
  return () => void ipcRenderer.off(channels[event], pass);
}

async function call<M extends ShellMethod>(method: M, params: ShellParams<M>): Promise<ShellResults[M]> {
  try {
    const result: unknown = await ipcRenderer.invoke(channels.call, method, params);
    // Main answers by the same contract, and is trusted: it made this page.
    return result as ShellResults[M];
  } catch (error) {
    // Electron wraps what main threw: "Error invoking remote method 'x': Name: message".
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replace(/^Error invoking remote method '[^']*': (?:\w*Error: )?/, ''), { cause: error });
  }
}
