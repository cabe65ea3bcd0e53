/**
 * The links `raftpad://…` that the system opens this app with: as an argument of its first start, as one of a second
 * start that finds it running, or by an event of macOS. Whoever has a link can join, so it is never logged, and kept
 * only until the window has taken it. What it says, and whether anything comes of it, is for the person to decide there.
 */

const scheme = 'raftpad';

/** In characters. Whatever is longer is no link of ours. */
const longest = 4_096;
const shape = /^raftpad:[\x21-\x7e]+$/i;

/** The little of Electron's `app` that is used here. */
export interface LinkSource {
  on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): unknown;
  on(event: 'second-instance', listener: (event: unknown, argv: string[]) => void): unknown;
}

export class InviteLinks {
  readonly #opened: () => void;
  #waiting: string | null = null;

  /** `opened` hears that a link waits. */
  constructor(opened: () => void) {
    this.#opened = opened;
  }

  /** Takes the link of this start, and those that come while the app runs. */
  listen(app: LinkSource, argv: readonly string[]): void {
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#offer([url]);
    });
    app.on('second-instance', (_event, arguments_) => this.#offer(arguments_));
    this.#offer(argv);
  }

  /** The last link that was opened; null if there is none, or if it was taken already. */
  take(): string | null {
    const link = this.#waiting;
    this.#waiting = null;
    return link;
  }

  #offer(argv: readonly string[]): void {
    const link = argv.find((argument) => argument.length <= longest && shape.test(argument));
    if (link === undefined) return;
    this.#waiting = link;
    this.#opened();
  }
}

/** Has the system open such links with this app. What an installer says of it is in build/package.ts. */
export function registerInviteScheme(app: { setAsDefaultProtocolClient(protocol: string): boolean }): void {
  if (!app.setAsDefaultProtocolClient(scheme)) console.warn('The system does not open invite links with this app.');
}
