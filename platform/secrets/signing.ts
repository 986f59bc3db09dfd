import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

type Bytes = string | Uint8Array;
/** A key as a `KeyObject` is read once and not for each use. */
type HmacKey = Bytes | KeyObject;

const digest = (bytes: Bytes): Buffer => createHash('sha256').update(bytes).digest();

/** Compares secrets, keys and signatures in a time that depends on neither content nor length. */
export const safeEqual = (one: Bytes, other: Bytes): boolean => timingSafeEqual(digest(one), digest(other));

/** HMAC-SHA256 in base64url. */
export const hmac = (input: { secret: HmacKey; data: Bytes }): string =>
  createHmac('sha256', input.secret).update(input.data).digest('base64url');

/**
 * Signs short texts that travel through other hands (links, unsubscribe tokens) and reads them back.
 * The first secret signs, every one is accepted, so a secret is rotated by putting the new one first.
 * A text signed for one purpose is not accepted for another.
 */
export const createSigner = (input: { secrets: readonly [HmacKey, ...HmacKey[]]; purpose: string }) => {
  const signature = (secret: HmacKey, text: string): string =>
    hmac({ secret, data: JSON.stringify([input.purpose, text]) });

  return {
    /** `<text in base64url>.<signature>` */
    sign: (text: string): string =>
      `${Buffer.from(text).toString('base64url')}.${signature(input.secrets[0], text)}`,

    /** The text, or undefined for anything that was not signed here, as it is, for this purpose. */
    open: (token: string): string | undefined => {
      const [encoded, sent, ...rest] = token.split('.');
      if (encoded === undefined || sent === undefined || rest.length > 0) return undefined;
      const text = Buffer.from(encoded, 'base64url').toString();
      if (Buffer.from(text).toString('base64url') !== encoded) return undefined;
      let found = false;
      for (const secret of input.secrets) {
        if (safeEqual(sent, signature(secret, text))) found = true;
      }
      return found ? text : undefined;
    },
  };
};
