import { randomBytes } from 'node:crypto';
import type { EventTopic } from '../api/contract.ts';
import { asMemberId } from '../raft/types.ts';
import type { Cluster } from './cluster.ts';
import { ApiError } from './errors.ts';
import type { Member } from './member.ts';
import { committedIndex } from './proposals.ts';
import type { Client, Handlers } from './rpc.ts';

/** How long a call waits for a majority if it does not say. */
const defaultTimeoutMs = 10_000;
const logLinesInEvents = 50;
const defaultInviteMs = 3_600_000;

/** The API of `src/api/contract.ts`, on one member. */
export function handlersFor(member: Member): Handlers {
  const settled = async (linearizable: boolean | undefined, timeoutMs = defaultTimeoutMs): Promise<void> => {
    if (linearizable === true) await member.notebook().read(timeoutMs);
  };
  return {
    status: () => member.status(),
    subscribe: ({ topics }, client) => {
      client.topics.clear();
      for (const topic of topics) client.topics.add(topic);
      if (client.topics.has('notice')) for (const notice of member.takeUntold()) client.notify('notice', notice);
      return {};
    },
    setName: async ({ name }) => {
      await member.setName(name);
      return {};
    },
    create: async ({ clusterName, name }) => {
      await member.membership.create(clusterName, name);
      return {};
    },
    nearby: () => member.nearby(),
    network: () => member.networkReports.report(),
    testPeer: (params) =>
      'member' in params
        ? member.networkReports.test(params.member, false)
        : member.networkReports.test(params.address, true),
    cancelTest: ({ target }) => {
      member.networkReports.cancel(target);
      return {};
    },
    requestJoin: async (params) => {
      await member.membership.joining.request(params, params.name);
      return {};
    },
    cancelJoin: () => {
      member.membership.joining.cancel();
      return {};
    },
    createInvite: ({ expiresInMs = defaultInviteMs, timeoutMs = defaultTimeoutMs }) =>
      member.notebook().invites.create(expiresInMs, timeoutMs),
    revokeInvite: async ({ invite, timeoutMs = defaultTimeoutMs }) => {
      await member.notebook().invites.revoke(invite, timeoutMs);
      return {};
    },
    readInvite: ({ link }) => member.membership.joining.readInvite(link),
    joinByInvite: async ({ link, name }) => {
      await member.membership.joining.byInvite(link, name);
      return {};
    },
    approve: async ({ members, codes = {}, timeoutMs = defaultTimeoutMs }) => ({
      approved: [...(await member.cluster().admission.approve(members.map(asMemberId), timeoutMs, codes))],
    }),
    refuse: ({ member: peer }) => {
      member.cluster().admission.refuse(asMemberId(peer));
      return {};
    },
    leave: async ({ force = false, timeoutMs = defaultTimeoutMs }) => ({
      keptIn: await member.membership.leave(force, timeoutMs),
    }),
    remove: async ({ members, timeoutMs = defaultTimeoutMs }) => {
      const cluster = member.cluster();
      for (const peer of members) requireMember(cluster, peer);
      if (members.includes(member.self)) {
        throw new ApiError('refused', 'To take this laptop itself out, leave the cluster.');
      }
      await cluster.remove([...new Set(members.map(asMemberId))], timeoutMs);
      return {};
    },
    handOver: async ({ to, timeoutMs = defaultTimeoutMs }) => {
      const cluster = member.cluster();
      if (to !== undefined) requireMember(cluster, to);
      return { leader: await cluster.leadership.handOver(to === undefined ? null : asMemberId(to), timeoutMs) };
    },
    recover: async ({ clusterName }) => {
      await member.membership.recover(clusterName);
      return {};
    },
    rejoin: async ({ epoch }) => {
      await member.membership.rejoin(epoch);
      return {};
    },
    cancelRejoin: async () => {
      await member.membership.cancelRejoin();
      return {};
    },
    sleep: async ({ timeoutMs }) => ({ closing: await member.sleep(timeoutMs) }),
    wake: () => {
      member.wake();
      return {};
    },
    'found.list': () => ({ texts: member.found.list() }),
    'found.read': async ({ id }) => ({ text: await member.found.read(id) }),
    'found.add': async ({ id, title, timeoutMs = defaultTimeoutMs }) => ({
      note: await member.found.add(id, title ?? null, timeoutMs),
    }),
    'found.discard': async ({ id }) => {
      await member.found.discard(id);
      return {};
    },
    'copies.list': () => ({ copies: member.copies.list() }),
    'copies.open': ({ copy }) => member.copies.open(copy),
    'copies.read': async ({ copy, note }) => (await member.copies.notes(copy)).read(note),
    'copies.delete': async ({ copy }) => ({ remainsIn: await member.copies.delete(copy) }),
    dismiss: async () => {
      await member.membership.dismiss();
      return {};
    },
    log: ({ limit = logLinesInEvents }) => ({ entries: member.cluster().log(limit) }),

    'notes.list': async ({ linearizable, timeoutMs }) => {
      await settled(linearizable, timeoutMs);
      return { notes: member.noteLines() };
    },
    'notes.create': async ({ title, note = randomBytes(16).toString('hex'), timeoutMs = defaultTimeoutMs }) => {
      const applied = await member.notebook().run({ type: 'create-note', note, title }, 'The new note', timeoutMs);
      return { note, index: committedIndex(applied) };
    },
    'notes.rename': async ({ note, title, timeoutMs = defaultTimeoutMs }) => ({
      index: committedIndex(
        await member.notebook().run({ type: 'rename-note', note, title }, 'The new title', timeoutMs),
      ),
    }),
    'notes.delete': async ({ note, timeoutMs = defaultTimeoutMs }) => ({
      index: committedIndex(await member.notebook().run({ type: 'delete-note', note }, 'Deleting the note', timeoutMs)),
    }),
    'notes.read': async ({ note, linearizable, local = false, timeoutMs }) => {
      await settled(linearizable, timeoutMs);
      const found = member.notes().note(note);
      if (found === null) throw new ApiError('unknown-note', 'There is no such note, or it was deleted.');
      const localText = local ? (member.clusterOrNull()?.documents.localText(note) ?? null) : null;
      return localText === null ? found : { ...found, text: localText };
    },
    'notes.edit': async ({ note, splices, committed = false, timeoutMs = defaultTimeoutMs }) => {
      const { documents } = member.notebook();
      const index = await documents.edit(note, splices, committed ? timeoutMs : null);
      return { index };
    },
    'notes.open': ({ note }, client) => {
      const state = member.notebook().documents.open(note);
      if (client.openNotes.has(note)) member.closeNote(note); // opened again by the same client: it holds it once
      client.openNotes.add(note);
      return state;
    },
    'notes.push': async ({ note, epoch, version, updates }) => {
      await member.notebook().documents.push(note, epoch, version, updates);
      return {};
    },
    'notes.close': ({ note }, client) => {
      if (client.openNotes.delete(note)) member.closeNote(note);
      return {};
    },

    'notes.export': ({ path, untitled = '', copy }, client) =>
      member.backups.exportNotes(client.pathOf(path, 'write'), untitled, copy),
    'backup.save': ({ path, copy }, client) => member.backups.save(client.pathOf(path, 'write'), copy),
    'backup.inspect': ({ path }, client) => member.backups.inspect(client.pathOf(path, 'read')),
    'backup.restore': async ({ path, clusterName, name }, client) => {
      await member.backups.restore(client.pathOf(path, 'read'), clusterName, name);
      return {};
    },
    'backup.startAnew': async ({ clusterName }) => ({ keptIn: await member.backups.startAnew(clusterName) }),
    'backup.import': ({ path, mark = '', timeoutMs = defaultTimeoutMs }, client) =>
      member.backups.import(client.pathOf(path, 'read'), mark, timeoutMs),

    'registers.set': async ({ name, value, timeoutMs = defaultTimeoutMs }) => ({
      index: committedIndex(
        await member.notebook().run({ type: 'set-register', name, value: bytes(value) }, 'The register', timeoutMs),
      ),
    }),
    'registers.get': async ({ name, linearizable, timeoutMs }) => {
      await settled(linearizable, timeoutMs);
      return { value: base64(member.notebook().notes.register(name)) };
    },
    'registers.compareAndSet': async ({ name, expected, value, timeoutMs = defaultTimeoutMs }) => {
      const command = {
        type: 'compare-and-set-register',
        name,
        expected: expected === null ? null : bytes(expected),
        value: bytes(value),
      } as const;
      const applied = await member.notebook().run(command, 'The register', timeoutMs);
      if (applied.outcome.type === 'no-effect' && applied.outcome.reason === 'not-equal') {
        return { swapped: false, current: base64(applied.outcome.current ?? null), index: applied.index };
      }
      return { swapped: true, current: value, index: committedIndex(applied) };
    },
  };
}

/** Sends a client the events of the topics that it chose, until the returned function is called. */
export function eventsTo(member: Member, client: Client): () => void {
  const on = (topic: EventTopic): boolean => client.topics.has(topic);
  const stops = [
    member.statusChanged.listen(() => on('status') && client.notify('status', member.status())),
    member.nearbyChanged.listen(() => on('nearby') && client.notify('nearby', member.nearby())),
    member.notesChanged.listen(() => {
      const cluster = member.clusterOrNull();
      if (on('notes') && cluster?.hasDiverged !== true) client.notify('notes', { notes: cluster?.noteLines() ?? [] });
    }),
    member.logChanged.listen(
      () => on('log') && client.notify('log', { entries: member.clusterOrNull()?.log(logLinesInEvents) ?? [] }),
    ),
    member.documentChanged.listen((event) => {
      if (member.clusterOrNull()?.hasDiverged === true) return;
      if (on('document') && client.openNotes.has(event.note)) client.notify('document', event);
    }),
    member.noticed.listen((notice) => on('notice') && client.notify('notice', notice)),
    member.networkReports.tested.listen((test) => on('peerTest') && client.notify('peerTest', test)),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const note of client.openNotes) member.closeNote(note);
  };
}

function requireMember(cluster: Cluster, peer: string): void {
  if (cluster.status().members.some((line) => line.member === peer)) return;
  throw new ApiError('unknown-member', 'No member of this cluster has that id.');
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');
const base64 = (value: Uint8Array | null): string | null =>
  value === null ? null : Buffer.from(value).toString('base64');
