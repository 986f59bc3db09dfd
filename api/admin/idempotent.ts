import { createHash } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import type { IdempotencyStore, StoredAnswer } from '../ports/idempotency.ts';
import type { Clock } from '../ports/platform.ts';

const keyMax = 255;
const leaseMs = 30_000;

const refusals = {
  'under-way': () =>
    new CicloError({ code: 'conflict', message: 'The same request is under way; wait for its answer.' }),
  'other-request': () =>
    new CicloError({
      code: 'unprocessable',
      message: 'This Idempotency-Key was used for another request; make a new one for each.',
    }),
} as const;

const replay = (answer: StoredAnswer): Response =>
  new Response(answer.body, {
    status: answer.status,
    headers: {
      'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json',
      'idempotency-replayed': 'true',
    },
  });

/**
 * What is kept: what was done, and what the state of things forbade. A request that was not right, that had no
 * right, or that failed on our side did nothing; with the same key it may be sent again, corrected.
 */
const isKept = (status: number): boolean => status < 400 || status === 409;

/** Calls whose answers hold secrets: those are not kept, so each of these calls stands for itself. */
const secretAnswers: ReadonlySet<string> = new Set([
  'POST /api/keys',
  'POST /api/users/:id/sign-in-link',
  // A card is issued once for a key anyway.
  'POST /api/gift-cards',
]);

/**
 * `Idempotency-Key` on calls that change something: the first answer is given again to the same request, another
 * request under the same key is refused, and so is a second one while the first is under way.
 */
export const createIdempotent = (deps: { store: IdempotencyStore; clock: Clock }) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const key = c.req.header('idempotency-key');
    if (key === undefined || c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    if (key === '' || key.length > keyMax) {
      throw requestError({
        code: 'invalid-input',
        message: `An Idempotency-Key has 1 to ${keyMax} characters.`,
      });
    }
    const { tenant } = c.get('key');
    const route = `${c.req.method} ${routePath(c, -1)}`;
    if (secretAnswers.has(route)) return next();
    const body = new Uint8Array(await c.req.raw.clone().arrayBuffer());
    const { pathname, search } = new URL(c.req.url);
    const bodyHash = createHash('sha256').update(`${pathname}${search}\n`).update(body).digest('base64url');
    const systemTime = deps.clock.systemTime();
    const name = { tenant, route, key };
    const begun = await deps.store.begin({ ...name, bodyHash, systemTime, leaseUntil: systemTime + leaseMs });
    if (begun.kind === 'answered') return replay(begun.answer);
    if (begun.kind !== 'begun') throw refusals[begun.kind]();
    await next();
    if (!isKept(c.res.status)) return deps.store.giveUp(name);
    const answer = { status: c.res.status, body: await c.res.clone().text() };
    await deps.store.keep({ ...name, answer, systemTime: deps.clock.systemTime() });
    return undefined;
  });
