/** Laptops that are there, and speak another version of a protocol of ours. */
import type { Connection } from '@libp2p/interface';

/** Why we do not understand it: it is `newer` than this app, so this one is to be updated; or nobody can say which is. */
export type Foreign = 'newer' | 'unsure';

export function isUnsupported(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsupportedProtocolError';
}

/** We list nobody's protocols, so it is asked for the next few versions of this one. Never rejects. */
export async function foreignness(connection: Connection, protocol: string, signal: AbortSignal): Promise<Foreign> {
  const [, name = protocol, version = '0'] = /^(.*\/)(\d+)$/.exec(protocol) ?? [];
  const newer = Array.from({ length: versionsAsked }, (_, n) => `${name}${Number(version) + 1 + n}`);
  try {
    const stream = await connection.newStream(newer, { signal });
    stream.abort(new Error('it was only a question'));
    return 'newer';
  } catch {
    return 'unsure';
  }
}

const versionsAsked = 5;
