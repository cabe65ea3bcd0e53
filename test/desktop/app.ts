import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright-core';
import { ControlClient } from '../member/harness.ts';

/** Only for what hangs: a slow machine may take its time. */
const patienceMs = 60_000;
const screenshotFolder = join(import.meta.dirname, '../../test-results/screenshots');

export interface AppOptions {
  readonly profile: string;
  /** Further arguments, as after `npm start --`. */
  readonly args?: readonly string[];
}

/** One real app with a profile of its own, as a person starts it. */
export class DesktopApp {
  readonly options: AppOptions;
  readonly #home: string;
  #app: ElectronApplication | null = null;
  #page: Page | null = null;

  constructor(home: string, options: AppOptions) {
    this.#home = home;
    this.options = options;
  }

  get page(): Page {
    if (this.#page === null) throw new Error(`the app of ${this.options.profile} is not running`);
    return this.#page;
  }

  get electron(): ElectronApplication {
    if (this.#app === null) throw new Error(`the app of ${this.options.profile} is not running`);
    return this.#app;
  }

  /** Process id of the app's main process. */
  get pid(): number {
    const { pid } = this.electron.process();
    if (pid === undefined) throw new Error('the app has no process id');
    return pid;
  }

  async start(): Promise<this> {
    const executablePath = process.env['RAFTPAD_EXECUTABLE'];
    if (executablePath === undefined) throw new Error('RAFTPAD_EXECUTABLE is not set: run npm run test:desktop');
    const fixed = JSON.parse(process.env['RAFTPAD_ARGUMENTS'] ?? '[]') as string[];
    const { profile, args = [] } = this.options;
    this.#app = await _electron.launch({
      executablePath,
      args: [...fixed, '--profile', profile, ...args],
      env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: join(this.#home, profile) },
      // Otherwise Playwright decides which scheme the page sees.
      colorScheme: null,
      timeout: patienceMs,
    });
    this.#page = await this.#app.firstWindow();
    this.#page.setDefaultTimeout(patienceMs);
    await this.#page.getByTestId('status-bar').waitFor();
    return this;
  }

  /** Where the app keeps its own and its member's files. */
  get dataFolder(): string {
    return dataFolderOf(this.#home, this.options.profile);
  }

  /** Asks the window to close, as its button does. */
  async closeWindow(): Promise<void> {
    await this.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  }

  /** Closes the window as a person does, and waits until the app has ended. */
  async close(): Promise<void> {
    const { process: child, ended } = this.#forget();
    if (child === null) return;
    child.kill('SIGTERM');
    // What does not end by itself within ten seconds is a fault of the app, and must not stay behind either.
    const late = setTimeout(() => killTree(child.pid), 10_000);
    await ended;
    clearTimeout(late);
  }

  /** Resolves when the app has ended, by itself or because of what is done next. Nothing is asked of it from here on. */
  ended(): Promise<void> {
    return this.#forget().ended;
  }

  /** As if the power went: every process of the app at once. */
  async kill(): Promise<void> {
    const { process: child, ended } = this.#forget();
    if (child === null) return;
    killTree(child.pid);
    await ended;
  }

  /** The member's process: the one of Electron's children that runs the utility with the member in it. */
  memberPid(): number {
    const pid = this.#findMember();
    if (pid === null) throw new Error('no member process found');
    return pid;
  }

  hasMember(): boolean {
    return this.#findMember() !== null;
  }

  #findMember(): number | null {
    for (const pid of descendantsOf(this.pid)) {
      const command = execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
      if (command.includes('node.mojom.NodeService')) return pid;
    }
    return null;
  }

  get(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async screenshot(name: string): Promise<void> {
    await mkdir(screenshotFolder, { recursive: true });
    await this.page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
  }

  // What people do

  async createCluster(clusterName: string, laptopName: string): Promise<void> {
    await this.get('create-laptop-name').fill(laptopName);
    await this.get('create-cluster-name').fill(clusterName);
    await this.get('create-button').click();
    await this.get('nav-notes').waitFor();
  }

  async askNearby(clusterName: string, laptopName: string): Promise<void> {
    const cluster = this.get('nearby-cluster').filter({ hasText: clusterName });
    await cluster.waitFor();
    await this.get('create-laptop-name').fill(laptopName);
    await cluster.getByTestId('ask-to-join').click();
    await this.get('asking').waitFor();
  }

  async askAt(address: string, laptopName: string): Promise<void> {
    await this.get('create-laptop-name').fill(laptopName);
    await this.get('join-address').fill(address);
    await this.get('join-address-button').click();
  }

  async approve(laptopName: string): Promise<void> {
    await this.get('join-request').filter({ hasText: laptopName }).getByTestId('approve').click();
  }

  /** Ticks each request, its digits compared with those given here, and lets them in together. */
  async approveTogether(codes: ReadonlyMap<string, string>): Promise<void> {
    for (const [laptopName, code] of codes) {
      const request = this.get('join-request').filter({ hasText: laptopName });
      await request.filter({ hasText: code }).getByTestId('compared').check();
    }
    await this.get('approve-ticked').click();
  }

  /** The card of a laptop in the list of members, which is opened for it. */
  async memberCard(laptopName: string): Promise<Locator> {
    await this.get('nav-cluster').click();
    return this.get('member-card').filter({ hasText: laptopName });
  }

  /** From now on the system's dialogs answer with this file or folder, as if a person had chosen it. */
  async chooses(path: string): Promise<void> {
    await this.electron.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path);
  }

  async newNote(title: string): Promise<void> {
    await this.get('new-note').click();
    // The title takes the focus. Until then the field may be that of the note that was open.
    await this.until(
      'the title of a new note has the focus',
      () => this.page.evaluate<boolean>(`document.activeElement?.dataset.testid === 'note-title'`),
      patienceMs,
      () => Promise.resolve('another focus'),
    );
    await this.get('note-title').fill(title);
    await this.get('note-title').press('Enter');
    await this.get('note-item').filter({ hasText: title }).waitFor();
  }

  async openNote(title: string): Promise<void> {
    await this.get('nav-notes').click();
    await this.get('note-item').filter({ hasText: title }).first().click();
    await this.get('editor').waitFor();
  }

  /** Types at the end of the open note. */
  async type(text: string): Promise<void> {
    await this.get('editor').click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.type(text);
  }

  /** Resolves once a note begins with this on a majority: the list shows what was applied. */
  async onMajority(beginning: string): Promise<void> {
    await this.get('note-item').filter({ hasText: beginning }).waitFor();
  }

  /** Resolves once some note ends with this on this laptop's disk, on a majority or not. */
  async keeps(end: string): Promise<void> {
    const client = await ControlClient.connect(join(this.dataFolder, 'member'));
    try {
      await this.until(
        `a note ends with ${JSON.stringify(end)}`,
        async () => {
          const { notes } = await client.call('notes.list', {});
          for (const { note } of notes) {
            const { text } = await client.call('notes.read', { note, local: true });
            if (!text.endsWith(end)) continue;
            // An edit that changes nothing is kept after those before it.
            await client.call('notes.edit', { note, splices: [{ from: 0, to: 0, insert: '' }] });
            return true;
          }
          return false;
        },
        patienceMs,
        () => this.text(),
      );
    } finally {
      client.close();
    }
  }

  /** The text of the open note as the window shows it. */
  text(): Promise<string> {
    return this.page.evaluate<string>(
      `[...document.querySelectorAll('[data-testid=editor] .cm-line')].map((line) => line.textContent).join('\\n')`,
    );
  }

  async showsText(expected: string, timeoutMs = patienceMs): Promise<void> {
    await this.until(
      `the text is ${JSON.stringify(expected)}`,
      async () => (await this.text()) === expected,
      timeoutMs,
      () => this.text(),
    );
  }

  /** Waits for something in the window, looking each time the window has painted. */
  async until(
    what: string,
    holds: () => Promise<boolean>,
    timeoutMs: number,
    seen: () => Promise<string>,
  ): Promise<void> {
    const deadlineMs = Date.now() + timeoutMs;
    while (!(await holds())) {
      if (Date.now() > deadlineMs)
        throw new Error(`${this.options.profile}: not within ${timeoutMs} ms: ${what}; seen: ${await seen()}`);
      await this.page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)))');
    }
  }

  #forget(): { process: ReturnType<ElectronApplication['process']> | null; ended: Promise<void> } {
    const app = this.#app;
    this.#app = null;
    this.#page = null;
    if (app === null) return { process: null, ended: Promise.resolve() };
    const child = app.process();
    if (child.exitCode !== null || child.signalCode !== null) return { process: null, ended: Promise.resolve() };
    return { process: child, ended: new Promise((resolve) => child.once('exit', () => resolve())) };
  }
}

/** The apps of one test and the folder that all their data lives in. Always `close` it. */
export class Desktop {
  readonly #home: string;
  readonly #apps: DesktopApp[] = [];

  private constructor(home: string) {
    this.#home = home;
  }

  static async open(): Promise<Desktop> {
    return new Desktop(await mkdtemp(join(tmpdir(), 'raftpad-desktop-')));
  }

  async start(profile: string, ...args: string[]): Promise<DesktopApp> {
    const app = new DesktopApp(this.#home, { profile, args });
    this.#apps.push(app);
    return await app.start();
  }

  /** Where an app keeps its own and its member's files. */
  dataFolder(profile: string): string {
    return dataFolderOf(this.#home, profile);
  }

  /** A path for a file of a test. */
  file(name: string): string {
    return join(this.#home, name);
  }

  async close(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.kill()));
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const dataFolderOf = (home: string, profile: string): string => join(home, profile, `Raftpad-${profile}`);

function killTree(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const each of [pid, ...descendantsOf(pid)]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // gone already
    }
  }
}

function descendantsOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const found: number[] = [];
  const queue = [pid];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    for (const [child, of] of rows) {
      if (of !== parent) continue;
      found.push(child);
      queue.push(child);
    }
  }
  return found;
}
