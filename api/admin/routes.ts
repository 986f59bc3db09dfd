import type { OpenAPIHono } from '@hono/zod-openapi';
import { createBearer } from '../auth/bearer.ts';
import type { Attempts } from '../http/attempts.ts';
import type { CursorSigner } from '../http/cursor.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Limits } from '../http/limits.ts';
import type { AuditTrail } from '../ports/audit.ts';
import type { IdempotencyStore } from '../ports/idempotency.ts';
import type { Keys } from '../ports/keys.ts';
import type { Clock } from '../ports/platform.ts';
import type { SignIn } from '../ports/sign-in.ts';
import { type Act, createAudited } from './audited.ts';
import { createIdempotent } from './idempotent.ts';
import { createRoutes } from './kit.ts';
import { createKnownQuery } from './known-query.ts';
import { boundedJson } from './read-body.ts';

export type AdminDeps = {
  readonly keys: Keys;
  readonly signIn: SignIn;
  readonly rateLimits: Limits;
  /** Signs the cursors of lists. */
  readonly cursors: CursorSigner;
  /** Keys that are none. */
  readonly attempts: Attempts;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  /** What is under `/api`; each capability brings its own. */
  readonly resources: readonly OpenAPIHono<ApiEnv>[];
  /** What their calls are in the audit trail, by method and pattern. */
  readonly acts: ReadonlyMap<string, Act | 'none'>;
};

/** Everything under `/api`: first who asks, then what. */
export const adminRoutes = (deps: AdminDeps): OpenAPIHono<ApiEnv> => {
  const app = createRoutes();
  app.use(
    async (c, next) => {
      c.set('cursors', deps.cursors);
      await next();
    },
    createBearer({ ...deps, findKey: deps.keys.find, rateLimit: deps.rateLimits.admin }),
    createKnownQuery(app),
    boundedJson,
    createIdempotent({ store: deps.idempotency, clock: deps.clock }),
    createAudited(deps),
    async (c, next) => {
      await next();
      c.res.headers.set('cache-control', 'no-store');
    },
  );
  for (const resource of deps.resources) app.route('/', resource);
  return app;
};
