import { z } from '@hono/zod-openapi';

import { instant, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ConnectionState } from './connection-state.ts';

/** The connection of an instance as the API shows it; never a token. */
export const connectionSchema = z
  .object({
    state: z.enum(['connected', 'not-connected', 'ended']).openapi({
      description:
        '`not-connected`: nobody agreed yet, or with other settings. `ended`: the provider takes it no more. In both cases `why` says what to do.',
    }),
    grant: z.enum(['authorization-code', 'client-credentials']).openapi({
      description: '`client-credentials`: nobody has to agree; it connects by itself.',
    }),
    why: z.string().optional(),
    since: instant.optional(),
    by: z
      .object({ kind: z.enum(['user', 'key']), id: z.string() })
      .optional()
      .openapi({
        description: 'Who connected it.',
      }),
    scopes: z.string().optional().openapi({ description: 'What the provider lets it do, in its words.' }),
    expiresAt: instant
      .optional()
      .openapi({ description: 'When the present token ends; another one is got before.' }),
  })
  .openapi('Connection');

/** What the API says of the connection of an instance. */
export const connectionBody = (of: ConnectionState): z.infer<typeof connectionSchema> => ({
  state: of.state,
  grant: of.grant,
  ...given({ why: of.why, scopes: of.scopes }),
  ...(of.by === undefined ? {} : { by: { ...of.by } }),
  ...isoField('since', of.since),
  ...isoField('expiresAt', of.expiresAt),
});
