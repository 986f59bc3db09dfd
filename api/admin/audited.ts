import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { ApiEnv } from '../http/env.ts';
import type { AuditTrail } from '../ports/audit.ts';
import type { Clock } from '../ports/platform.ts';

/** What a call is in the audit trail, and which of its parameters says what it was done to. */
export type Act = { readonly action: string; readonly param?: 'id' | 'key' | 'channel' };

/** Calls that only look are no changes. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Writes a line of the audit trail for each call that changed something, before it is answered: when the line
 * cannot be written the call fails, and is to be sent again. A handler names what no parameter names with
 * `c.set('audited', ...)`, and sets it as well for a call that only looks and still belongs into the trail.
 */
export const createAudited = (deps: {
  audit: AuditTrail;
  clock: Clock;
  /** Calls that change something, by method and pattern; `none` for those that only compute. */
  acts: ReadonlyMap<string, Act | 'none'>;
}) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await next();
    const said = c.get('audited');
    if (c.res.status >= 400 || (safeMethods.has(c.req.method) && said?.action === undefined)) return;
    if (c.req.query('dryRun') === '1') return;
    const route = `${c.req.method} ${routePath(c, -1)}`;
    const act = deps.acts.get(route) ?? { action: route };
    if (act === 'none') return;
    const { tenant, id, user } = c.get('key');
    await deps.audit.append({
      tenant,
      at: deps.clock.systemTime(),
      actor: { kind: user === undefined ? 'key' : 'user', id },
      requestId: c.get('requestId'),
      action: said?.action ?? act.action,
      subject: said?.subject ?? (act.param === undefined ? undefined : c.req.param(act.param)),
      details: said?.details,
    });
  });
