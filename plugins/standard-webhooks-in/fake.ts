import { hmacSha256, standardWebhookKey, type WebhookRequest } from '../contract.ts';

/** A request as a sender by Standard Webhooks 1.0 makes it. */
export const signStandard = (input: {
  body: Uint8Array;
  secret: string;
  /** Epoch milliseconds. */
  now: number;
  id: string;
}): WebhookRequest => {
  const timestamp = String(Math.floor(input.now / 1000));
  const signature = hmacSha256({
    key: standardWebhookKey(input.secret),
    data: [`${input.id}.${timestamp}.`, input.body],
    encoding: 'base64',
  });
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: {
      'content-type': 'application/json',
      'webhook-id': input.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    rawBody: input.body,
  };
};
