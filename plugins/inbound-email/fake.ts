import { hmacSha256, standardWebhookKey, type WebhookRequest } from '../contract.ts';

type Posting = { body: Uint8Array; secret: string; now: number; id: string };

/** A raw mail as a server posts it that signs by Standard Webhooks 1.0. */
export const postRaw = ({ body, secret, now, id }: Posting): WebhookRequest => {
  const timestamp = String(Math.floor(now / 1000));
  const key = standardWebhookKey(secret);
  const signature = hmacSha256({ key, data: [`${id}.${timestamp}.`, body], encoding: 'base64' });
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      'content-type': 'message/rfc822',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    rawBody: body,
  };
};

/** A request of Postmark: user and password as Basic auth. */
export const postAsPostmark = ({ body, secret, user }: Posting & { user: string }): WebhookRequest => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
  },
  rawBody: body,
});
