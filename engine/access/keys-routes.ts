import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError, notFound } from '../../domain/errors.ts';
import { adminScopes, defaultScopes, holds, keyKinds, scopes, scopesProblem } from '../../domain/keys/key.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import type { Key, KeyRow, Keys } from '../../api/ports/keys.ts';
import type { Clock } from '../../api/ports/platform.ts';
import type { ProofSecrets } from '../../api/tracking/proof.ts';
import { given } from '../../api/admin/paging.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  isoField,
  jsonBody,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';

/** A key as the API shows it, without its text. */
export const keySchema = z
  .object({
    id: z.string(),
    tenant: z.string(),
    name: z.string(),
    kind: z.enum(keyKinds),
    scopes: z.array(z.enum(scopes)),
    createdAt: instant,
    expiresAt: instant.optional(),
    revokedAt: instant.optional(),
    replacedBy: z.string().optional().openapi({ description: 'The key that takes its place.' }),
    lastUsedAt: instant.optional().openapi({ description: 'To the minute.' }),
  })
  .openapi('ApiKey');

/** What the API says of a key. */
export const keyBody = (row: KeyRow): z.infer<typeof keySchema> => ({
  id: row.id,
  tenant: row.tenant,
  name: row.name,
  kind: row.kind,
  scopes: [...row.scopes],
  createdAt: iso(row.createdAt),
  ...isoField('expiresAt', row.expiresAt),
  ...isoField('revokedAt', row.revokedAt),
  ...isoField('lastUsedAt', row.lastUsedAt),
  ...given({ replacedBy: row.replacedBy }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/keys',
  tags: ['Keys'],
  summary: 'The keys that were made, the newest first',
  description:
    'Those of the settings (`CICLO_WRITE_KEY`, `CICLO_API_KEY`, `secrets.json`) are not among them.',
  security: withKey,
  responses: {
    200: answer({ description: 'All keys of the tenant.', schema: z.object({ keys: z.array(keySchema) }) }),
    ...commonProblems,
  },
});

const createKeyRoute = createRoute({
  method: 'post',
  path: '/keys',
  tags: ['Keys'],
  summary: 'Make a key',
  description:
    'A `public` key (`pk_`) stands in web pages and sends browsing events; a `server` key (`sk_`) is a secret. Nobody gets a scope of the admin API from a key that does not have it.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        name: text(100),
        kind: z.enum(keyKinds),
        scopes: z
          .array(z.enum(scopes))
          .max(scopes.length)
          .optional()
          .openapi({ description: '`track:public` or `track:server` by default, after its kind.' }),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
        tenant: text(64)
          .regex(/^[a-z][a-z0-9-]{0,63}$/, 'is not the name of a tenant')
          .optional()
          .openapi({ description: 'For another tenant; only with the API key of the settings.' }),
      }),
    ),
  },
  responses: {
    201: answer({
      description: 'The key. Its text is in no other answer.',
      schema: z.object({ key: z.string(), ...keySchema.shape }),
    }),
    ...commonProblems,
  },
});

const revokeRoute = createRoute({
  method: 'delete',
  path: '/keys/{id}',
  tags: ['Keys'],
  summary: 'Revoke a key',
  description: 'It opens nothing any more: here at once, in other processes within five seconds.',
  security: withKey,
  request: { params: z.object({ id: text(100) }) },
  responses: {
    200: answer({ description: 'The key, which stays in the list.', schema: keySchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const secretRoute = createRoute({
  method: 'get',
  path: '/keys/identity-secret',
  tags: ['Keys'],
  summary: 'The secret that proves who a visitor is',
  description:
    'Keep it on your server. `userHash` of a call with a public key is the HMAC-SHA256 of the user id with this secret, in hex. It follows from `CICLO_SECRET`.',
  security: withKey,
  responses: {
    200: answer({ description: 'The secret of the tenant.', schema: z.object({ secret: z.string() }) }),
    ...commonProblems,
  },
});

type Asked = { readonly kind: 'public' | 'server'; readonly scopes: readonly (typeof scopes)[number][] };

const refuseScopes = (asked: Asked): void => {
  const problem = scopesProblem(asked);
  if (problem === undefined) return;
  const { message, hint } = problem;
  throw requestError({
    code: 'invalid-input',
    message,
    problems: [{ code: 'bad-scopes', path: 'scopes', message, hint }],
  });
};

/** The tenant a key is made for. Throws `forbidden` for another tenant, and for scopes that who asks lacks. */
export const tenantOf = (input: {
  key: Key;
  tenant: string | undefined;
  scopes: Asked['scopes'];
}): string => {
  const { key, tenant = key.tenant } = input;
  if (tenant !== key.tenant && key.isOperator !== true) {
    const message = 'Only the API key of the settings makes keys for other tenants.';
    throw new CicloError({ code: 'forbidden', message });
  }
  const lacking = input.scopes.filter((scope) => adminScopes.includes(scope) && !holds(key.scopes, scope));
  if (lacking.length > 0) {
    const message = `This key cannot give ${lacking.join(', ')}: it does not have it.`;
    throw new CicloError({ code: 'forbidden', message });
  }
  return tenant;
};

/** `/api/keys`: who may come in, and with what rights. */
export const keyRoutes = (deps: {
  keys: Keys;
  proofSecrets: ProofSecrets;
  clock: Clock;
}): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      return c.json({ keys: (await deps.keys.list({ tenant })).map(keyBody) }, 200);
    })
    .openapi(createKeyRoute, async (c) => {
      const { name, kind, expiresAt, tenant: other, scopes: named } = c.req.valid('json');
      const asked = { kind, scopes: [...new Set(named ?? defaultScopes[kind])] };
      refuseScopes(asked);
      const tenant = tenantOf({ key: c.get('key'), tenant: other, scopes: asked.scopes });
      const ends = expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) };
      const { row, text: key } = await deps.keys.create({ tenant, name, ...asked, ...ends });
      c.set('audited', { subject: row.id, details: { kind, scopes: row.scopes.join(' '), tenant } });
      return c.json({ key, ...keyBody(row) }, 201);
    })
    .openapi(secretRoute, (c) => {
      const { tenant } = c.get('key');
      c.set('audited', { action: 'key.identity-secret' });
      return c.json({ secret: deps.proofSecrets(tenant)[0] }, 200);
    })
    .openapi(revokeRoute, async (c) => {
      const { tenant } = c.get('key');
      const row = await deps.keys.revoke({ tenant, ...c.req.valid('param') });
      if (row === undefined) throw notFound('key');
      return c.json(keyBody(row), 200);
    });
