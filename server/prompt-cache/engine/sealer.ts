import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts what Redis keeps of a namespace, or leaves it as it is. */
export interface Sealer {
  /** `bound`: what the bytes belong to; they cannot be opened as anything else's. */
  seal(plain: Buffer, bound: string): Buffer;
  /** Throws when the bytes are damaged, were sealed with another key, or were not sealed although they must be. */
  open(sealed: Buffer, bound: string): Buffer;
}

const FORM = 0x01;
const IV = 12;
const TAG = 16;

/** Without a key. Sealed bytes of a time with a key are refused. */
const plainly: Sealer = {
  seal: (plain) => plain,
  open: (bytes) => {
    if (bytes[0] === FORM) throw new Error("sealed with a key that is not configured");
    return bytes;
  },
};

/**
 * AES-256-GCM with a random 96-bit nonce: `01 <iv> <tag> <text>`. `key` is 32 bytes, from which a key
 * for this purpose alone is derived. Keys in Redis are hashes either way; vectors stay readable,
 * because the server searches them.
 */
export function makeSealer(key?: Buffer): Sealer {
  if (!key) return plainly;
  if (key.length !== 32) throw new Error("The encryption key must have 32 bytes.");
  const derived = Buffer.from(hkdfSync("sha256", key, "", "switchyard prompt cache entries", 32));
  return {
    seal(plain, bound) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv("aes-256-gcm", derived, iv).setAAD(Buffer.from(bound));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(FORM), iv, cipher.getAuthTag(), text]);
    },
    open(sealed, bound) {
      if (sealed[0] !== FORM || sealed.length < 1 + IV + TAG) throw new Error("not sealed");
      const decipher = createDecipheriv("aes-256-gcm", derived, sealed.subarray(1, 1 + IV), {
        authTagLength: TAG,
      });
      decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(1 + IV, 1 + IV + TAG));
      return Buffer.concat([decipher.update(sealed.subarray(1 + IV + TAG)), decipher.final()]);
    },
  };
}
