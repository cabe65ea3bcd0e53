import { diskMs } from './disk-writes.ts';
import type { Effect } from '../../src/raft/types.ts';
import type { Cluster } from './cluster.ts';
import type { StoredSnapshot } from './disk.ts';
import type { AwaitedSnapshot, Member, Run } from './member.ts';
import type { Connection } from './network.ts';

type SendSnapshot = Extract<Effect, { type: 'send-snapshot' }>;

/**
 * How a snapshot goes from driver to driver: in chunks, each acknowledged before the next, on a connection of its own
 * that may break. The receiver keeps what it got, as far as it is synced over a crash too, and a later attempt for the
 * same snapshot, even by another leader, goes on from there.
 */
interface Transfer {
  readonly sender: Member;
  readonly senderRun: Run;
  /** Which attempt it is. */
  readonly effect: SendSnapshot;
  readonly receiver: Member;
  readonly receiverRun: Run;
  readonly awaited: AwaitedSnapshot;
  readonly connection: Connection;
  readonly snapshot: StoredSnapshot;
  readonly chunks: readonly Uint8Array[];
}

export function sendSnapshot(cluster: Cluster, sender: Member, senderRun: Run, effect: SendSnapshot): void {
  cluster.coverage.count('snapshots sent');
  // A new attempt for the same member replaces the one before.
  senderRun.sending.set(effect.to, effect);
  const { snapshot } = sender.disk;
  const receiver = cluster.member(effect.to);
  // One round trip until the receiver has said how much it has already.
  cluster.at(cluster.nowMs + 2 * cluster.network.delayMs(), () => {
    const { run: receiverRun } = receiver;
    const awaited = receiverRun?.awaited ?? null;
    const isExpected =
      awaited?.from === sender.id && awaited.term === effect.term && awaited.session === effect.session;
    const isReached = !receiver.isPaused && cluster.network.isConnected(sender.number, receiver.number);
    const isThere = snapshot !== null && snapshot.metadata.index === effect.snapshot.index;
    if (receiverRun === null || !isExpected || !isReached || !isThere) return fail(cluster, sender, senderRun, effect);
    const transfer: Transfer = {
      sender,
      senderRun,
      effect,
      receiver,
      receiverRun,
      awaited,
      connection: cluster.network.connection(sender.number, receiver.number),
      snapshot,
      chunks: chunksOf(snapshot, cluster.world.chunkBytes),
    };
    const held = receiver.disk.partOf(awaited).chunks.length;
    if (held > 0) cluster.coverage.count('snapshot transfers resumed');
    if (held === transfer.chunks.length) place(cluster, transfer);
    else sendChunk(cluster, transfer, held);
  });
}

function sendChunk(cluster: Cluster, transfer: Transfer, at: number): void {
  const { sender, senderRun, effect, receiver, snapshot } = transfer;
  cluster.deferrable(sender, senderRun, () => {
    if (senderRun.sending.get(receiver.id) !== effect) return;
    const { role, term } = senderRun.raft.status();
    if (role !== 'leader' || term !== effect.term) cluster.coverage.count('snapshot chunks of a former leader');
    if (sender.disk.snapshot !== snapshot) {
      // It has a newer one by now. A driver may keep the old one until it is sent, or not.
      cluster.coverage.count('snapshots replaced while being sent');
      if (cluster.random.chance(0.5)) return fail(cluster, sender, senderRun, effect);
    }
    cluster.at(cluster.nowMs + cluster.network.delayMs(), () => receiveChunk(cluster, transfer, at));
  });
}

function receiveChunk(cluster: Cluster, transfer: Transfer, at: number): void {
  const { sender, senderRun, effect, receiver, receiverRun, awaited, chunks } = transfer;
  const chunk = chunks[at];
  const isWanted = receiver.run === receiverRun && receiverRun.awaited === awaited && !receiver.isPaused;
  if (chunk === undefined || !isWanted || isBroken(cluster, transfer) || cluster.network.breaks())
    return fail(cluster, sender, senderRun, effect);
  const part = receiver.disk.partOf(awaited);
  part.chunks.push(chunk);
  cluster.coverage.count('snapshot chunks received');
  if (part.chunks.length === chunks.length) return place(cluster, transfer);
  // Synced now and then; what is not is at the mercy of a crash.
  if (cluster.random.chance(0.5)) {
    const count = part.chunks.length;
    cluster.at(cluster.nowMs + diskMs(cluster), () => {
      if (receiver.run === receiverRun) part.synced = Math.max(part.synced, count);
    });
  }
  cluster.at(cluster.nowMs + cluster.network.delayMs(), () => {
    if (isBroken(cluster, transfer)) fail(cluster, sender, senderRun, effect);
    else sendChunk(cluster, transfer, at + 1);
  });
}

/** All of it is there: it is made durable in its final place, and then the receiver's core hears of it. */
function place(cluster: Cluster, transfer: Transfer): void {
  const { sender, senderRun, effect, receiver, receiverRun, awaited } = transfer;
  const { disk } = receiver;
  const part = disk.partOf(awaited);
  const snapshot: StoredSnapshot = { metadata: awaited.snapshot, data: Buffer.concat(part.chunks) };
  cluster.at(cluster.nowMs + cluster.random.between(1, 50) * diskMs(cluster), () => {
    if (receiver.run !== receiverRun) return fail(cluster, sender, senderRun, effect);
    // What has begun is finished, whatever was announced since: the core may hear late of an attempt that is over.
    disk.keep(snapshot);
    if (disk.part === part) disk.part = null;
    if (receiverRun.awaited === awaited) receiverRun.awaited = null;
    else cluster.coverage.count('snapshots received for an earlier attempt');
    const { from, term, session } = awaited;
    cluster.deferrable(receiver, receiverRun, () =>
      cluster.step(receiver, { type: 'snapshot-received', from, term, session, snapshot: snapshot.metadata }),
    );
  });
}

/** Its sender notices after a while: by then another attempt may be under way. */
function fail(cluster: Cluster, sender: Member, senderRun: Run, effect: SendSnapshot): void {
  const { to, term, session } = effect;
  cluster.coverage.count('snapshots failed under way');
  cluster.at(cluster.nowMs + cluster.network.delayMs() * cluster.random.below(20), () =>
    cluster.deferrable(sender, senderRun, () => {
      if (senderRun.sending.get(to) === effect) senderRun.sending.delete(to);
      cluster.step(sender, { type: 'snapshot-send-failed', to, term, session });
    }),
  );
}

function isBroken(cluster: Cluster, { sender, receiver, connection }: Transfer): boolean {
  return !cluster.network.isOpen(sender.number, receiver.number, connection);
}

/** The same snapshot is cut the same way by every member, so that one goes on where another stopped. */
function chunksOf({ data }: StoredSnapshot, chunkBytes: number): Uint8Array[] {
  const size = Math.max(chunkBytes, Math.ceil(data.length / mostChunks));
  const chunks: Uint8Array[] = [];
  for (let from = 0; from < data.length; from += size) chunks.push(data.subarray(from, from + size));
  return chunks;
}
const mostChunks = 12;
