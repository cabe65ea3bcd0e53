/**
 * What a follower answers to an append request, to bytes and back: the other half of what a busy cluster sends, and of what
 * an idle one does. By hand, as append requests are (`append-codec.ts`); the rare answer that says more than how far the
 * log is, and anything unusual, is left to `message-codec.ts`.
 */
import { asEventId, asLogIndex, asTerm } from '../raft/types.ts';
import type { Message, MessageOf } from '../raft/types.ts';
import { delimitedBytes, FieldReader, FieldWriter, numberBytes } from '../wire/fields.ts';

export type AppendAccepted = Extract<Message, MessageOf<'append-accepted'>>;

/** Numbers of fields, as in the schema. */
const frame = { raft: 1 } as const;
const raftMessage = { term: 1, appendAccepted: 7, epoch: 14, event: 15 } as const;
const appendAccepted = { matchIndex: 1, round: 2 } as const;

/** The whole frame; null if it says more than this writes. */
export function encodeAccepted({ full, resting, ...message }: AppendAccepted): Uint8Array | null {
  if (full === true || resting === true) return null;
  const { term, matchIndex, round, epoch, event } = message;
  const acceptedBytes = numberBytes(matchIndex) + numberBytes(round);
  const messageBytes = numberBytes(term) + delimitedBytes(acceptedBytes) + numberBytes(epoch) + numberBytes(event);
  const fields = new FieldWriter(delimitedBytes(messageBytes));
  fields.message(frame.raft, messageBytes);
  fields.number(raftMessage.term, term);
  fields.message(raftMessage.appendAccepted, acceptedBytes);
  fields.number(appendAccepted.matchIndex, matchIndex);
  fields.number(appendAccepted.round, round);
  fields.number(raftMessage.epoch, epoch);
  fields.number(raftMessage.event, event);
  return fields.finish();
}

/** The answer in a frame; null if it is something else, or anything about it is unusual. */
export function decodeAccepted(bytes: Uint8Array): AppendAccepted | null {
  const fields = new FieldReader(bytes);
  const messageEnd = fields.message(frame.raft);
  const term = asTerm(fields.number(raftMessage.term));
  if (!fields.isNext(raftMessage.appendAccepted)) return null;
  const acceptedEnd = fields.message(raftMessage.appendAccepted);
  const matchIndex = asLogIndex(fields.number(appendAccepted.matchIndex));
  const round = fields.number(appendAccepted.round);
  fields.end(acceptedEnd);
  const epoch = fields.number(raftMessage.epoch);
  const event = asEventId(fields.number(raftMessage.event));
  fields.end(messageEnd);
  fields.end(bytes.byteLength);
  return fields.matches ? { type: 'append-accepted', term, matchIndex, round, epoch, event } : null;
}
