import { z } from 'zod';
import { definePlugin, refused, secrets } from '../contract.ts';
import { eventsOf, readPayload } from './payload.ts';
import { keyBytes, verifySignature } from './verify.ts';

/** Events from anything that signs as Standard Webhooks 1.0 says. */
export const standardWebhooksInPlugin = definePlugin({
  id: 'standard-webhooks-in',
  version: '1.0.0',
  name: 'Standard Webhooks, inbound',
  config: z.strictObject({
    /** `whsec_` and base64; several while rotating. */
    secrets: secrets().refine(
      (all) => all.every((one) => keyBytes(one).length >= 16),
      'A secret is whsec_ followed by the base64 of at least 16 bytes.',
    ),
  }),
  webhooks: {
    main: {
      title: 'Events by Standard Webhooks 1.0',
      verification: { by: 'signature' },
      maxBytes: 256_000,
      verify: (ctx, request) => {
        const verdict = verifySignature({ secrets: ctx.config.secrets, request, now: ctx.now });
        if (!verdict.ok) return verdict;
        const read = readPayload(request.json);
        return read.ok ? verdict : refused('malformed', read.message);
      },
      dedupeKey: (request) => request.headers['webhook-id'] ?? '',
      topic: (request) => {
        const read = readPayload(request.json);
        return read.ok ? read.value.type : '';
      },
      normalise: (_ctx, request) => {
        const read = readPayload(request.json);
        return read.ok ? eventsOf(read.value) : refused('malformed', read.message);
      },
    },
  },
});
