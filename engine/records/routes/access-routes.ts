import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Next } from 'hono';

import { createRoutes } from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { CicloError, notFound } from '../../../domain/errors.ts';
import { mayReach, reachOf } from '../../../domain/objects/access.ts';
import type { ObjectsOf } from '../objects-of.ts';
import type { RecordStore } from '../ports.ts';

const forbidden = (role: string): CicloError =>
  new CicloError({
    code: 'forbidden',
    message: `The role ${role} may not do that with this record: see \`access\` of the object.`,
  });

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What stands before all routes of records: a user reaches a record by role, owner and team, as `access` of its object says. What they may not
 * see is not there for them. Keys go by their scopes alone.
 */
export const recordAccessRoutes = (deps: {
  records: Pick<RecordStore, 'get'>;
  objectsOf: ObjectsOf;
}): OpenAPIHono<ApiEnv> => {
  const guard = async (c: Context<ApiEnv>, next: Next): Promise<void> => {
    const { tenant, user: viewer } = c.get('key');
    const kind = c.req.param('kind') ?? '';
    const object = viewer === undefined ? undefined : (await deps.objectsOf(tenant)).get(kind);
    if (viewer === undefined || object === undefined) return next();
    const { access } = object.definition;
    if (reachOf({ access, act: 'read', viewer }) === 'none') throw forbidden(viewer.role);
    const record = await deps.records.get({ tenant, id: c.req.param('id') ?? '' });
    if (record?.kind !== kind) return next();
    if (!mayReach({ access, act: 'read', viewer, record })) throw notFound('record');
    const isSafe = safeMethods.has(c.req.method);
    if (!isSafe && !mayReach({ access, act: 'write', viewer, record })) throw forbidden(viewer.role);
    return next();
  };
  const app = createRoutes();
  app.use('/records/:kind', guard);
  app.use('/records/:kind/:id/*', guard);
  return app;
};
