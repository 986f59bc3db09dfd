import { z } from 'zod';
import { definePlugin, refused, secrets, standardWebhookKey, verifyStandardWebhook } from '../contract.ts';
import { isMessage, messageOf } from './message.ts';
import { eventsOf, readPayload } from './payload.ts';

/** Events from anything that signs as Standard Webhooks 1.0 says. */
export const standardWebhooksInPlugin = definePlugin({
  id: 'standard-webhooks-in',
  version: '1.0.0',
  name: 'Standard Webhooks, inbound',
  config: z.strictObject({
    /** `whsec_` and base64; several while rotating. */
    secrets: secrets().refine(
      (all) => all.every((one) => standardWebhookKey(one).length >= 16),
      'A secret is whsec_ followed by the base64 of at least 16 bytes.',
    ),
  }),
  webhooks: {
    main: {
      title: 'Events by Standard Webhooks 1.0',
      verification: { by: 'signature' },
      maxBytes: 256_000,
      verify: (ctx, request) => {
        const verdict = verifyStandardWebhook({ secrets: ctx.config.secrets, request, now: ctx.now });
        if (!verdict.ok) return verdict;
        const read = isMessage(request.json) ? messageOf(request.json) : readPayload(request.json);
        return read.ok ? verdict : refused('malformed', read.message);
      },
      dedupeKey: (request) => request.headers['webhook-id'] ?? '',
      topic: (request) => {
        if (isMessage(request.json)) return 'message.received';
        const read = readPayload(request.json);
        return read.ok ? read.value.type : '';
      },
      normalise: (_ctx, request) => {
        if (isMessage(request.json)) {
          const written = messageOf(request.json);
          return written.ok ? [written.value] : refused('malformed', written.message);
        }
        const read = readPayload(request.json);
        return read.ok ? eventsOf(read.value) : refused('malformed', read.message);
      },
    },
  },
});
