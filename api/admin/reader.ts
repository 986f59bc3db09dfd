import { z } from '@hono/zod-openapi';
import { zoneSchema } from '../../domain/time/zone.ts';

/** How the reader wants sentences. */
export const readerQuery = z.object({
  locale: z
    .enum(['en', 'es'])
    .optional()
    .openapi({ description: 'The language of sentences; `en` by default.' }),
  zone: zoneSchema
    .optional()
    .openapi({ description: 'The time zone of sentences, `Europe/Madrid`; UTC by default.' }),
});
