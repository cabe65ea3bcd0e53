import type { EventTopic } from '../api/contract.ts';
import type { ChosenFiles } from './chosen-files.ts';
import { answer, notification, type Client, type Handlers } from './rpc.ts';

/** What Electron gives the member: see `MessagePortMain` and `ParentPort` there. The member itself needs no Electron. */
interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}
interface ParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): unknown;
}

/** The way to the shell that forked this process; null on plain Node. */
export function parentPort(): ParentPort | null {
  return (process as { parentPort?: ParentPort }).parentPort ?? null;
}

/** Serves the API to a window over a message port, until the port closes. It reaches the files that were `chosen`, no others. */
export function servePort(
  port: ElectronPort,
  handlers: Handlers,
  chosen: ChosenFiles,
  attach: (client: Client) => () => void,
): void {
  const client: Client = {
    topics: new Set<EventTopic>(),
    openNotes: new Set(),
    pathOf: (given, use) => chosen.pathOf(given, use),
    notify: (topic, params) => port.postMessage(notification(topic, params)),
  };
  const detach = attach(client);
  port.on('message', ({ data }) => {
    void Promise.resolve(answer(handlers, client, data)).then((response) => {
      if (response !== null) port.postMessage(response);
    });
  });
  port.on('close', detach);
  port.start();
}
