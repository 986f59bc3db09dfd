import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { findProfile, whoSchema } from '../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  listQuery,
  nextField,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { creditCurrency } from '../../domain/loyalty/store-credit.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import { type ChangePoints, createRefreshPoints } from './change-points.ts';
import { givenKey } from './given-key.ts';
import type { GivePoints } from './give-points.ts';
import { balanceBody, balanceSchema, postingBody, postingSchema } from './points-body.ts';
import { pointsWords as words } from './points-words.ts';
import { refused } from './routes/refused.ts';
import type { PointsStore } from './ports.ts';

const getRoute = createRoute({
  method: 'get',
  path: '/profiles/{id}/points',
  tags: ['Loyalty'],
  summary: 'The points of a person: balances, and the ledger, newest first',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    query: z.object({
      program: text(64).optional().openapi({ description: 'Only those of this programme.' }),
      ...listQuery,
    }),
  },
  responses: {
    200: answer({
      description: 'The balances as they are now, and a page of the ledger.',
      schema: z.object({
        profileId: z.string(),
        balances: z.array(balanceSchema),
        postings: z.array(postingSchema),
        ...nextField,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const changeRoute = createRoute({
  method: 'post',
  path: '/points',
  tags: ['Loyalty'],
  summary: 'Award, spend, return or adjust the points of a person',
  description:
    'Done once for each `Idempotency-Key`, for good. Nobody spends more than they have, however many ask at once: such a call is answered with 422 and changes nothing.',
  security: withKey,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.strictObject({
        person: whoSchema,
        program: text(64).openapi({ description: 'The key of a programme in `programs/`.' }),
        action: z.enum(['award', 'spend', 'return', 'adjust']).openapi({
          description:
            '`award` earns points; `spend` takes them from the balance; `return` gives back points of one `spend`, which `ref` names by its key; `adjust` corrects the balance and counts towards nothing.',
        }),
        points: z.int().min(-1_000_000_000).max(1_000_000_000).openapi({
          description: 'How many, above zero; with `adjust` also below.',
        }),
        reason: text(200).optional(),
        ref: text(200).optional().openapi({ description: 'What it is about, such as `order:1001`.' }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'What was posted, and the balance after it.',
      schema: z.object({
        state: z.enum(['posted', 'already']).openapi({
          description: '`already`: it was done before under this `Idempotency-Key`.',
        }),
        balance: balanceSchema,
        posting: postingSchema,
      }),
    }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

type Deps = {
  readonly peopleReads: PeopleReads;
  readonly points: PointsStore;
  readonly givePoints: GivePoints;
  readonly changePoints: ChangePoints;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** The balances of a person, up to now. */
const balancesOf = async (input: {
  deps: Deps;
  tenant: string;
  profileId: string;
  program?: string | undefined;
}) => {
  const { deps, tenant, profileId, program } = input;
  const live = await deps.live.of(tenant);
  const refresh = createRefreshPoints(deps);
  const now = deps.clock.now(tenant);
  const rows = (await deps.points.of({ tenant, profileId })).filter(
    (row) =>
      row.mergedInto === undefined &&
      creditCurrency(row.program) === undefined &&
      (program === undefined || row.program === program),
  );
  return Promise.all(
    rows.map(async (row) => {
      const isBehind = row.due !== undefined && row.due <= now && live.programs.has(row.program);
      const current = isBehind || row.isStale ? (await refresh(row)).account : row;
      return balanceBody({ row: current, live, now });
    }),
  );
};

/** `/api/profiles/:id/points` and `/api/points`: what people have, and what is done with it. */
export const pointsRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes()
    .openapi(getRoute, async (c) => {
      const { tenant } = c.get('key');
      const profile = await deps.peopleReads.profile({ tenant, id: c.req.valid('param').id });
      if (profile === undefined) throw notFound('person');
      const { program, ...query } = c.req.valid('query');
      const whose = { tenant, profileId: profile.id, program };
      const balances = await balancesOf({ deps, ...whose });
      const { items, next } = await readPage({
        c,
        query,
        read: (page) => deps.points.history({ ...whose, ...page }),
        positionOf: ({ at, id }) => ({ at, n: 0, id }),
      });
      const postings = items.map((row) => postingBody(row));
      return c.json({ profileId: profile.id, balances, postings, ...given({ next }) }, 200);
    })
    .openapi(changeRoute, async (c) => {
      const { tenant } = c.get('key');
      const { person: who, ...order } = c.req.valid('json');
      const profile = await findProfile({ people: deps.peopleReads, tenant, who });
      if (profile === undefined) throw notFound('person');
      // Store credit has calls of its own.
      if (creditCurrency(order.program) !== undefined) throw notFound('programme');
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const { outcome, account } = await deps.givePoints({ ...order, tenant, profileId: profile.id, key });
      if (outcome.kind === 'refused') throw refused({ reason: outcome.reason, words, path: 'points' });
      const [posting] = outcome.postings;
      if (posting === undefined) throw new CicloError({ code: 'internal', message: 'Nothing was posted.' });
      const { action, points, program: of } = order;
      c.set('audited', { subject: account.profileId, details: { program: of, action, points } });
      const live = await deps.live.of(tenant);
      const { program, profileId } = account;
      return c.json(
        {
          state: outcome.kind,
          balance: balanceBody({ row: account, live, now: deps.clock.now(tenant) }),
          posting: postingBody({ ...posting, program, profileId }),
        },
        200,
      );
    });
