import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { messageOf } from '../../domain/errors.ts';
import type { ApiEnv } from '../http/env.ts';
import type { Log, ReadyCheck } from '../ports/platform.ts';

const patienceMs = 2000;

type Found = { readonly name: string; readonly ok: boolean };

const lookAt = async (input: { check: ReadyCheck; log: Log }): Promise<Found> => {
  const { check, log } = input;
  const controller = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: controller.signal, ref: false }).then(() => ({
    ok: false,
    message: 'it did not answer in time',
  }));
  late.catch(() => undefined);
  try {
    const { ok, message } = await Promise.race([check.check(), late]);
    // Why is for our log: the page is open to everybody.
    if (!ok) log.warn({ check: check.name, why: message }, 'The engine is not ready.');
    return { name: check.name, ok };
  } catch (thrown) {
    log.warn({ check: check.name, why: messageOf(thrown) }, 'The engine is not ready.');
    return { name: check.name, ok: false };
  } finally {
    controller.abort();
  }
};

/**
 * `/healthz`: the process answers. `/readyz`: everything it needs is there, so it may be sent work.
 */
export const healthRoutes = (deps: { checks: readonly ReadyCheck[]; log: Log }): Hono<ApiEnv> =>
  new Hono<ApiEnv>()
    .get('/healthz', (c) => c.json({ status: 'ok' }, 200, { 'cache-control': 'no-store' }))
    .get('/readyz', async (c) => {
      const checks = await Promise.all(deps.checks.map((check) => lookAt({ check, log: deps.log })));
      const isReady = checks.every((check) => check.ok);
      const body = { status: isReady ? 'ready' : 'not-ready', checks };
      return c.json(body, isReady ? 200 : 503, { 'cache-control': 'no-store' });
    });
