/** The desktop shell: reads the command line, opens the window, and keeps the member running beside it. */
import os from 'node:os';
import path from 'node:path';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  nativeTheme,
  powerMonitor,
  session,
  shell,
  type BrowserWindow,
} from 'electron';
import type { ShellInfo, ShellSettings } from '../src/api/shell.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { channels } from './channels.ts';
import { askForFile } from './file-dialogs.ts';
import { InviteLinks, registerInviteScheme } from './invite-links.ts';
import { answerCall, type ShellHandlers } from './ipc.ts';
import { MemberProcess } from './member-process.ts';
import { installMenu } from './menu.ts';
import { messagesFor } from './messages.ts';
import { CommandLineError, defaultLaptopName, parseCommandLine, profileFolder, type CommandLine } from './profile.ts';
import { isOwn, restrictPages, restrictSession } from './restrictions.ts';
import { SettingsStore } from './settings.ts';
import { OrderlyClosing } from './orderly-closing.ts';
import { openWindow } from './window.ts';

/** Electron's project looks after its latest three major versions. */
const supportedMajors = 3;

const commandLine = readCommandLine();
if (commandLine !== null) run(commandLine);

function readCommandLine(): CommandLine | null {
  try {
    return parseCommandLine(process.argv.slice(1));
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    dialog.showErrorBox('Raftpad', error.message);
    app.exit(2);
    return null;
  }
}

function run({ profile, memberArguments }: CommandLine): void {
  app.setName('Raftpad');
  // A folder named to Chromium itself wins: that is how tests give each app its own.
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', path.join(app.getPath('appData'), profileFolder(profile)));
  }
  if (!app.requestSingleInstanceLock()) {
    console.log('Raftpad already runs with this profile; its window was brought forward.');
    app.exit(0);
    return;
  }
  registerAppScheme();
  restrictPages();
  // As root, --no-sandbox is given and the two exclude each other.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

  const folder = app.getPath('userData');
  const dataFolder = path.join(folder, 'member');
  const defaultName = defaultLaptopName(os.hostname(), profile);
  const settings = new SettingsStore(path.join(folder, 'settings.json'), () => app.getPreferredSystemLanguages());
  const messages = () => messagesFor(settings.current.resolvedLanguage);
  let window: BrowserWindow | null = null;
  let closing: OrderlyClosing | null = null;
  const links = new InviteLinks(() => window?.webContents.send(channels.inviteLink));
  links.listen(app, process.argv.slice(1));
  // A link names no profile: the one without a name takes it. Without an installation there is nothing to start.
  if (app.isPackaged && profile === null) registerInviteScheme(app);

  const member = new MemberProcess({
    script: path.join(__dirname, 'member.cjs'),
    args: ['--data-dir', dataFolder, '--name', defaultName, ...memberArguments],
    messages,
    onState: (state) => window?.webContents.send(channels.memberState, state),
  });
  const handlers: ShellHandlers = {
    info: () => shellInfo(profile, defaultName),
    getSettings: () => settings.current,
    setSettings: (changes) => {
      const changed = settings.change(changes);
      follow(changed);
      window?.webContents.send(channels.settings, changed);
      return changed;
    },
    memberState: () => member.state,
    connectMember: () => {
      closing?.pageListens();
      if (window !== null) member.connect(window.webContents);
      return undefined;
    },
    restartMember: () => {
      member.restart();
      return undefined;
    },
    copyText: (text) => {
      void clipboard.writeText(text);
      return undefined;
    },
    chooseFile: async (choice) => {
      if (window === null) return null;
      const file = await askForFile(window, choice, messages());
      if (file === null) return null;
      const use = choice.purpose === 'open-backup' ? 'read' : 'write';
      return { ticket: await member.allow(file, use), name: path.basename(file) };
    },
    showDataFolder: async () => {
      const failure = await shell.openPath(dataFolder);
      if (failure !== '') throw new Error(`${dataFolder}: ${failure}`);
      return undefined;
    },
    takeInviteLink: () => links.take(),
    closing: (answer) => {
      closing?.answer(answer);
      return undefined;
    },
  };
  ipcMain.handle(channels.call, (event, method: unknown, params: unknown) => {
    const frame = event.senderFrame;
    if (frame === null || frame.parent !== null || !isOwn(frame.url))
      throw new Error('Only the window itself may call main.');
    return answerCall(handlers, method, params);
  });

  app.on('second-instance', () => {
    // Opened again while the member is still closing in order: it starts as soon as that is through.
    if (member.isStopping) app.relaunch();
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  quitAfter(() => member.stop());

  void app.whenReady().then(() => {
    restrictSession(session.defaultSession);
    serveApp(session.defaultSession, path.join(__dirname, 'renderer'));
    follow(settings.current);
    member.start();
    // No system waits long for an app here; whoever is too slow is missed by the others a minute later.
    powerMonitor.on('suspend', () => member.sleep());
    powerMonitor.on('resume', () => member.wake());
    const opened = openWindow({
      title: profile === null ? 'Raftpad' : `Raftpad · ${profile}`,
      stateFile: path.join(folder, 'window.json'),
      preload: path.join(__dirname, 'preload.cjs'),
      iconFile: path.join(__dirname, 'icon.png'),
    });
    window = opened;
    const page = opened.webContents;
    closing = new OrderlyClosing({
      member,
      askPage: () => page.send(channels.closing),
      close: () => {
        opened.destroy();
        app.quit();
      },
    });
    closing.watch(opened);
    // Once a load has begun for good; one that was denied begins too, and changes nothing.
    page.on('did-navigate', () => {
      closing?.pageGone();
      member.disconnect(page);
    });
    page.on('render-process-gone', (_event, details) => {
      console.error(`The window's page ended (${details.reason}) and is loaded again.`);
      closing?.pageGone();
      member.disconnect(page);
      if (details.reason !== 'clean-exit') page.reload();
    });
    opened.once('closed', () => (window = null));
  });
}

function follow(settings: ShellSettings): void {
  nativeTheme.themeSource = settings.colorScheme;
  installMenu(messagesFor(settings.resolvedLanguage));
}

/** Holds quitting back until `stop` is through. */
function quitAfter(stop: () => Promise<void>): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}

function shellInfo(profile: string | null, defaultName: string): ShellInfo {
  const { electron, node, chrome } = process.versions;
  const major = Number(electron.split('.')[0]);
  return {
    profile,
    defaultName,
    versions: { app: __APP_VERSION__, electron, node, chrome },
    runtimeOutOfSupport: major <= __PINNED_ELECTRON_MAJOR__ - supportedMajors,
  };
}
