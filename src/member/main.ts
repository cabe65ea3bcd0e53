import '../network/polyfills.ts';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { eventsTo, handlersFor } from './api.ts';
import { ChosenFiles } from './chosen-files.ts';
import { ControlSocketError, serveControlSocket, type ControlSocket } from './control-socket.ts';
import { defaultDigestPolicy, type DigestPolicy } from './divergence.ts';
import { lanTiming } from '../raft/types.ts';
import { messageOf } from './errors.ts';
import { Member, type MemberOptions } from './member.ts';
import { parentPort, servePort } from './port-server.ts';
import { defaultSnapshotPolicy } from './snapshots.ts';
import { UpdateNeededError } from './update-needed.ts';

const usage = `Usage: member --data-dir DIR [--name N] [--listen ADDR] [--no-mdns] [--snapshot-entries N] [--trailing-entries N]
              [--segment-bytes N] [--digest-commands N] [--away-seconds N]

Runs one member without a window. It serves the API of docs/api.md on DIR/control.sock.

  --data-dir DIR  where this member keeps its identity, log and waiting edits (made if missing)
  --name N        what this laptop is called, until it is renamed (default: its host name)
  --listen ADDR   host:port or multiaddr to listen on (default: all interfaces, first free port from 47101)
  --no-mdns       neither announce this member on the network nor look for others
  --snapshot-entries N  take a snapshot every N entries of the log (default: 50000, or 8 MiB)
  --trailing-entries N  keep N entries of the log before a snapshot (default: 1000)
  --segment-bytes N     begin a new file of the log every N bytes (default: 8 MiB)
  --digest-commands N   compare the notes with the others' after N commands (default: 1000, or 5 minutes)
  --away-seconds N      a voter not heard from for N seconds loses its vote until it is back (default: 60)`;

/** The process ends with this if what it was asked to do cannot work, so that a supervisor does not try again. */
const exitUsage = 64;
/** With this if a newer Raftpad is needed: so it is with the same one. */
const exitUpdate = 65;
/** What cannot be closed in order within this time is left to the next start, which expects no more than a crash leaves. */
const stopLimitMs = 5_000;

async function main(): Promise<void> {
  const options = readArguments();
  const parent = parentPort();
  const chosen = new ChosenFiles();
  let member: Member | undefined;
  let socket: ControlSocket | undefined;
  let stopping: Promise<void> | undefined;
  const stop = (status: number): Promise<void> =>
    (stopping ??= (async () => {
      const late = setTimeout(() => process.exit(status), stopLimitMs);
      try {
        await socket?.close();
        await member?.stop();
      } finally {
        clearTimeout(late);
        process.exit(status);
      }
    })());
  const fail = async (error: unknown): Promise<void> => {
    console.error(`raftpad: ${messageOf(error)}`);
    const newer = error instanceof UpdateNeededError ? error.newer : undefined;
    parent?.postMessage({ type: 'fatal', message: messageOf(error), newer });
    await stop(newer === undefined ? 1 : exitUpdate);
  };
  // A fault anywhere ends the process in order: nothing may go on half done. Whoever supervises it starts it again.
  process.on('uncaughtException', (error) => void fail(error));
  process.on('unhandledRejection', (reason) => void fail(reason));
  try {
    member = await Member.start(options);
    const started = member;
    member.halted.listen((error) => void fail(error));
    const handlers = handlersFor(member);
    try {
      socket = await serveControlSocket(options.dataDirectory, handlers, (client) => eventsTo(started, client));
    } catch (error) {
      // A window needs no socket: only scripts have to do without.
      if (parent === null || !(error instanceof ControlSocketError)) throw error;
      console.error(`raftpad: no control socket: ${error.message}`);
    }
    parent?.on('message', (event) => {
      const message: unknown = event.data;
      const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : null;
      const [port] = event.ports;
      if (type === 'client-port' && port !== undefined)
        servePort(port, handlers, chosen, (client) => eventsTo(started, client));
      else if (type === 'chosen-file') chosen.take(message, (answer) => parent.postMessage(answer));
      else if (type === 'sleep') void started.sleep();
      else if (type === 'wake') started.wake();
      else if (type === 'stop') void stop(0);
    });
    process.on('SIGTERM', () => void stop(0));
    process.on('SIGINT', () => void stop(0));
    parent?.postMessage({ type: 'ready' });
    console.log(`raftpad: member ${member.self} is running; control socket: ${socket?.path ?? 'none'}`);
  } catch (error) {
    await fail(error);
  }
}

function readArguments(): MemberOptions {
  try {
    const { values } = parseArgs({
      options: {
        'data-dir': { type: 'string' },
        name: { type: 'string' },
        listen: { type: 'string' },
        'no-mdns': { type: 'boolean' },
        'snapshot-entries': { type: 'string' },
        'trailing-entries': { type: 'string' },
        'segment-bytes': { type: 'string' },
        'digest-commands': { type: 'string' },
        'away-seconds': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) {
      console.log(usage);
      process.exit(0);
    }
    if (values['data-dir'] === undefined) throw new Error('--data-dir is missing');
    return {
      dataDirectory: resolve(values['data-dir']),
      defaultName: (values.name ?? hostname()).trim().slice(0, 80) || 'Laptop',
      listen: values.listen ?? null,
      mdns: values['no-mdns'] !== true,
      snapshots: {
        ...defaultSnapshotPolicy,
        ...whole('everyEntries', values['snapshot-entries'], 1),
        ...whole('trailingEntries', values['trailing-entries'], 0),
      },
      logSizes: whole('segmentBytes', values['segment-bytes'], 1),
      digests: digestPolicy(values['digest-commands']),
      awayMs: awayMs(values['away-seconds']),
    };
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`);
    process.exit(exitUsage);
  }
}

/** `{ [name]: value }` of an option that was given. */
function whole<Name extends string>(
  name: Name,
  text: string | undefined,
  least: number,
): { readonly [name in Name]?: number } {
  if (text === undefined) return {};
  return { [name]: wholeNumber(name, text, least) } as { readonly [name in Name]?: number };
}

/** Who sets the number wants no other limit. */
function digestPolicy(everyCommands: string | undefined): DigestPolicy {
  if (everyCommands === undefined) return defaultDigestPolicy;
  const every = wholeNumber('digestCommands', everyCommands, 1);
  return { ...defaultDigestPolicy, everyCommands: every, atMostEveryMs: 0 };
}

function awayMs(seconds: string | undefined): number {
  return seconds === undefined ? lanTiming.awayMs : 1_000 * wholeNumber('awaySeconds', seconds, 1);
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`${text} is too little for ${name}, or no whole number`);
  return value;
}

void main();
