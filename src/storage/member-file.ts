import { z } from 'zod';
import { crc32c } from './crc32c.ts';
import { writeFileDurably } from './durable-file.ts';
import { errorCode, MemberFileDamagedError, NewerFormatError } from './errors.ts';
import { nodeFiles, readWhole } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { recoveryFacts } from './recovery-facts.ts';
import type { MemberFile } from './types.ts';

/**
 * Reads `member.json`; null if there is none yet.
 *
 * @throws MemberFileDamagedError, NewerFormatError
 */
export async function readMemberFile(path: string, files: FileLayer = nodeFiles): Promise<MemberFile | null> {
  let text: string;
  try {
    text = Buffer.from(await readWhole(path, files)).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new MemberFileDamagedError(path, `it cannot be read (${messageOf(error)})`, error);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MemberFileDamagedError(path, 'it is not JSON', error);
  }
  const version = z.object({ formatVersion: z.int() }).safeParse(json).data?.formatVersion ?? 0;
  if (version > formatVersion) throw new NewerFormatError(path, version, formatVersion);
  const parsed = storedMemberFile.safeParse(json);
  if (!parsed.success) throw new MemberFileDamagedError(path, z.prettifyError(parsed.error), parsed.error);
  const { checksum, ...member } = parsed.data;
  if (checksum !== checksumOf(member)) throw new MemberFileDamagedError(path, 'the checksum is wrong');
  return member;
}

/** Replaces `member.json` as a whole; durable once this resolves. */
export async function writeMemberFile(path: string, member: MemberFile, files: FileLayer = nodeFiles): Promise<void> {
  const checked = memberFile.parse(member);
  const stored = { ...checked, checksum: checksumOf(checked) };
  await writeFileDurably(path, Buffer.from(`${JSON.stringify(stored, null, 2)}\n`), files);
}

/**
 * Begins a session: raises `session` durably and returns the file as it is then. `nameIfNew` is this laptop's name if
 * there is no file yet. To be called at each start, and at each entry into a cluster, before any command is numbered: a
 * session used twice would number two commands alike, and the second would be taken for a repetition of the first.
 */
export async function startSession(path: string, nameIfNew: string, files: FileLayer = nodeFiles): Promise<MemberFile> {
  const before: MemberFile = (await readMemberFile(path, files)) ?? {
    formatVersion,
    name: nameIfNew,
    session: 0,
    cluster: null,
    removed: null,
  };
  const started: MemberFile = { ...before, session: before.session + 1 };
  await writeMemberFile(path, started, files);
  return started;
}

const formatVersion = 1;
/** A command's number, `session * 2 ** 32 + n`, must stay below 2 ** 53. */
const maxSession = 2 ** 21 - 1;

const name = z.string().min(1).max(1024);
const members = z.array(z.strictObject({ member: z.string(), name: z.string(), addresses: z.array(z.string()) }));
const admissions = z.array(
  z.strictObject({ member: z.string(), approver: z.string(), atMs: z.int().min(0), signature: z.string() }),
);
const introduction = z.strictObject({
  configurationIndex: z.int().min(0),
  term: z.int().min(0).optional(),
  epoch: z.int().min(0).optional(),
  members,
});
const repair = z.strictObject({
  damage: z
    .strictObject({
      what: z.enum(['log', 'snapshot', 'notes']),
      file: z.string().nullable(),
      detail: z.string(),
    })
    .nullable(),
  over: z
    .strictObject({ epoch: z.int().min(0), by: z.string(), from: z.string().optional(), decided: z.boolean() })
    .optional(),
  keptIn: z.string(),
  sinceMs: z.int(),
  members,
  letIn: z.boolean(),
});
/** A folder of this data directory, not a way out of it. */
const folder = z.string().regex(/^[0-9A-Za-z-]{1,120}$/);
const keptCopy = z.strictObject({
  folder,
  cameOver: z.boolean().optional(),
  damaged: folder.optional(),
  clusterName: z.string(),
  by: z.string().nullable(),
  atMs: z.int(),
  appliedIndex: z.int().min(0).optional(),
});
const memberFile = z.strictObject({
  formatVersion: z.literal(formatVersion),
  name,
  session: z.int().min(0).max(maxSession),
  cluster: z
    .strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/), name, introduction: introduction.nullable() })
    .nullable(),
  removed: z.strictObject({ clusterName: z.string(), by: z.string(), atMs: z.int() }).nullable(),
  kept: z.array(keptCopy).optional(),
  leaving: z.boolean().optional(),
  copied: z.string().optional(),
  members: members.optional(),
  admissions: admissions.optional(),
  epoch: z.int().min(0).optional(),
  recovery: recoveryFacts.optional(),
  repair: repair.optional(),
  anew: z.strictObject({ keptIn: z.string(), clusterName: name }).optional(),
  diverged: z.strictObject({ mark: z.int().min(1), digest: z.string().regex(/^[0-9a-f]{32}$/) }).optional(),
});

/** A flipped bit can turn one session into an earlier one, and nothing else would notice. */
const storedMemberFile = memberFile.extend({ checksum: z.string() });

/** Of a parsed value: parsing puts the fields into the order of the schema, however the object was made. */
function checksumOf(parsed: z.infer<typeof memberFile>): string {
  return crc32c(Buffer.from(JSON.stringify(parsed)))
    .toString(16)
    .padStart(8, '0');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
