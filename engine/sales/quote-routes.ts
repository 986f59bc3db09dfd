import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  notFoundProblem,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import type { MomentOf } from '../records/moment-of.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import { etagOf } from '../../api/http/etag.ts';
import { doneOf } from '../records/routes/outcome-body.ts';
import { recordBody, recordParams, recordSchema } from '../records/routes/record-body.ts';
import { actorOf, sightOf } from '../records/routes/sight-body.ts';
import { quoteKind, type Quotes } from './quotes.ts';

const answers = {
  200: answer({ description: 'The quote.', schema: recordSchema }),
  ...commonProblems,
  ...notFoundProblem,
  ...conflictProblem,
  ...unprocessableProblem,
};

const sendRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{id}/send',
  tags: ['Sales'],
  summary: 'Send a quote: from then on it does not change, and has a page with a signed link',
  description:
    'The stage moves to `sent`, and `link` is the address of its page, where it is accepted or refused. The version before is superseded. The event `Quote Sent` carries the link; a journey mails it.',
  security: withKey,
  request: { params: recordParams },
  responses: answers,
});

const reviseRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{id}/revise',
  tags: ['Sales'],
  summary: 'Make the next version of a quote that was sent, as a draft',
  description: 'The version before can be accepted until the next one is sent. A quote has one next version.',
  security: withKey,
  request: { params: recordParams },
  responses: answers,
});

/** The quote that a call names. Throws `unprocessable` for a record of another kind. */
const namedBy = (c: Context<ApiEnv>, { kind, id }: { kind: string; id: string }) => {
  if (kind === quoteKind) return { tenant: c.get('key').tenant, id, actor: actorOf(c) };
  throw new CicloError({ code: 'unprocessable', message: 'Only quotes are sent, and have versions.' });
};

/** `POST /api/records/:kind/:id/send` and `/revise`, of quotes. */
export const quoteRoutes = (deps: {
  quotes: Quotes;
  objectsOf: ObjectsOf;
  momentOf: MomentOf;
}): OpenAPIHono<ApiEnv> => {
  const { quotes, objectsOf, momentOf } = deps;
  const shown = async (c: Context<ApiEnv>, act: Quotes['send'], named: Parameters<Quotes['send']>[0]) => {
    const sight = await sightOf({ c, objectsOf, momentOf, kind: quoteKind });
    const { record } = doneOf(await act(named));
    c.header('etag', etagOf(record.revision));
    return recordBody(record, sight);
  };
  return createRoutes()
    .openapi(sendRoute, async (c) => {
      return c.json(await shown(c, quotes.send, namedBy(c, c.req.valid('param'))), 200);
    })
    .openapi(reviseRoute, async (c) => {
      return c.json(await shown(c, quotes.revise, namedBy(c, c.req.valid('param'))), 200);
    });
};
