import { anySame, hmacSha256 } from './signature.ts';
import { type ReadRequest, refused, type Verdict, verified } from './webhook.ts';

const TOLERANCE_S = 300;

/** The bytes of a secret of Standard Webhooks: `whsec_` and base64. */
export const standardWebhookKey = (secret: string): Uint8Array =>
  Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

/** The signature of Standard Webhooks 1.0: base64 of HMAC-SHA256 over `id.timestamp.body`. */
const signature = (input: { secret: string; id: string; timestamp: string; body: Uint8Array }): string =>
  hmacSha256({
    key: standardWebhookKey(input.secret),
    data: [`${input.id}.${input.timestamp}.`, input.body],
    encoding: 'base64',
  });

/**
 * Verifies a request as Standard Webhooks 1.0 says: all three headers, a time within five minutes, any `v1`. Svix, which it comes
 * from, sends the same in headers that begin with `svix`.
 */
export const verifyStandardWebhook = (input: {
  secrets: readonly string[];
  request: ReadRequest;
  now: number;
  prefix?: 'webhook' | 'svix';
}): Verdict => {
  const { prefix = 'webhook' } = input;
  const { headers, rawBody } = input.request;
  const id = headers[`${prefix}-id`] ?? '';
  const timestamp = headers[`${prefix}-timestamp`] ?? '';
  const sent = (headers[`${prefix}-signature`] ?? '')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => one.slice('v1,'.length));
  if (id === '' || timestamp === '' || sent.length === 0) {
    return refused(
      'missing-signature',
      `The headers ${prefix}-id, ${prefix}-timestamp and ${prefix}-signature (v1) are needed.`,
    );
  }
  const expected = input.secrets.map((secret) => signature({ secret, id, timestamp, body: rawBody }));
  if (!anySame({ sent, expected })) return refused('bad-signature', 'The signature does not match.');
  const age = Math.floor(input.now / 1000) - Number(timestamp);
  return /^\d{1,12}$/.test(timestamp) && Math.abs(age) <= TOLERANCE_S
    ? verified
    : refused('stale', 'The timestamp is more than five minutes away from now.');
};
