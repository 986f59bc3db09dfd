import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

type Bytes = string | Uint8Array;

/** HMAC-SHA256 in the encoding the vendor uses. */
export const hmacSha256 = (input: {
  key: Bytes;
  data: Bytes | readonly Bytes[];
  encoding: 'hex' | 'base64' | 'base64url';
}): string => {
  const hmac = createHmac('sha256', input.key);
  const parts =
    typeof input.data === 'string' || input.data instanceof Uint8Array ? [input.data] : input.data;
  for (const part of parts) hmac.update(part);
  return hmac.digest(input.encoding);
};

/** Compares two strings in a time that depends on neither their content nor their lengths. */
const sameText = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

/** True when any of the signatures sent is any of those expected. Always compares all of them. */
export const anySame = (input: { sent: readonly string[]; expected: readonly string[] }): boolean => {
  let found = false;
  for (const sent of input.sent) {
    for (const expected of input.expected) {
      if (sameText(sent, expected)) found = true;
    }
  }
  return found;
};
