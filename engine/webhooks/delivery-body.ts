import { z } from '@hono/zod-openapi';
import { type DeliveryDetail, deliveryStates, type DeliveryView } from './delivery-reads-port.ts';
import type { Position } from '../../api/ports/views.ts';
import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';

export const deliverySchema = z
  .object({
    id: z.string(),
    instance: z.string().openapi({ description: 'The plugin instance it was sent to.' }),
    webhook: z.string(),
    topic: z.string().optional(),
    receivedAt: instant,
    state: z.enum(deliveryStates).openapi({
      description:
        '`pending`: not read yet. `failing`: it could not be read so far and is tried again. `dead`: it was given up.',
    }),
    attempts: z.int().openapi({ description: 'How often it could not be read.' }),
    nextTryAt: instant.optional(),
    error: z.string().optional().openapi({ description: 'Why it could not be read the last time.' }),
  })
  .openapi('Delivery');

export const deliveryDetailSchema = deliverySchema
  .extend({
    request: z.object({
      method: z.string(),
      contentType: z.string().optional(),
      bytes: z.int(),
      body: z.string().optional().openapi({ description: 'The first 64 KB; absent when it is not text.' }),
    }),
  })
  .openapi('DeliveryDetail');

const shownBytes = 64 * 1024;

/** A body as text: its beginning, without the half of a character at its end; undefined when it is not UTF-8. */
const textOf = (body: Uint8Array): string | undefined => {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(body.subarray(0, shownBytes), { stream: body.byteLength > shownBytes });
  } catch {
    return undefined;
  }
};

/** A delivery as lists show it. */
export const deliveryBody = (delivery: DeliveryView): z.infer<typeof deliverySchema> => ({
  id: delivery.id,
  instance: delivery.instance,
  webhook: delivery.webhook,
  ...given({ topic: delivery.topic }),
  receivedAt: iso(delivery.receivedAt),
  state: delivery.state,
  attempts: delivery.attempts,
  ...isoField('nextTryAt', delivery.nextTryAt),
  ...given({ error: delivery.error }),
});

/** A delivery with what it says. */
export const deliveryDetailBody = (delivery: DeliveryDetail): z.infer<typeof deliveryDetailSchema> => {
  const { method, contentType, body } = delivery.request;
  return {
    ...deliveryBody(delivery),
    request: { method, bytes: body.byteLength, ...given({ contentType, body: textOf(body) }) },
  };
};

/** Where a delivery is in lists. */
export const deliveryPosition = (delivery: DeliveryView): Position => ({
  at: delivery.receivedAt,
  n: 0,
  id: delivery.id,
});
