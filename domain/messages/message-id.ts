import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const idLength = 26;

/** Lower-case base32 (RFC 4648 letters), so that the id survives systems that fold case. */
const toBase32 = (bytes: Uint8Array): string => {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
};

/**
 * The id of the one message a run may send at one visit of one step: always the same for the same four
 * parts, opaque, 26 letters and digits (130 bits of SHA-256). It is the unique key of the message's row, the
 * provider's idempotency key, and the left side of the SMTP Message-ID.
 */
export const messageIdFor = (input: {
  tenant: string;
  runId: string;
  step: string;
  visit: number;
}): string => {
  const digest = createHash('sha256')
    .update(JSON.stringify(['message', input.tenant, input.runId, input.step, input.visit]))
    .digest();
  return toBase32(digest).slice(0, idLength);
};

/** The SMTP form of a message id: `<id@domain>`. */
export const messageIdHeader = (input: { messageId: string; domain: string }): string =>
  `<${input.messageId}@${input.domain}>`;

/**
 * The message id inside a Message-ID, In-Reply-To or References value (the first of ours), or undefined.
 * Bounces, complaints and replies quote it back.
 */
export const messageIdFromHeader = (input: { header: string; domain: string }): string | undefined => {
  const own = `@${input.domain.toLowerCase()}`;
  return input.header
    .slice(0, 8_000)
    .split(/[\s<>,]+/)
    .filter((part) => part.toLowerCase().endsWith(own))
    .map((part) => part.slice(0, -own.length))
    .find((id) => id.length === idLength && /^[a-z2-7]+$/.test(id));
};
