import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys';

/** A new Ed25519 key as libp2p writes it. Its PeerId is the member's identity for as long as the key lives. */
export async function generateIdentity(): Promise<Uint8Array> {
  return privateKeyToProtobuf(await generateKeyPair('Ed25519'));
}

/** Throws if these bytes are not such a key. */
export function checkIdentity(bytes: Uint8Array): void {
  const key = privateKeyFromProtobuf(bytes);
  if (key.type !== 'Ed25519') throw new Error(`the key is of type ${key.type}, not Ed25519`);
}

/** The folder was a member's, and its key is gone. Nothing was changed. */
export class IdentityMissingError extends Error {
  override readonly name = 'IdentityMissingError';

  constructor(path: string) {
    super(
      `This laptop's key, ${path}, is missing, but the folder belongs to a member already. Nothing was changed. ` +
        'Put the key back from a backup; or, to start as a new member, move the whole folder away.',
    );
  }
}
