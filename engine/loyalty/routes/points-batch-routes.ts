import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { identityOf, type Who, whoSchema } from '../../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { livingOf } from '../../people/follow-merges.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { GivenOne, GiveManyPoints } from '../bulk/give-many.ts';
import type { PointsOrder } from '../give-points.ts';
import { givenKey } from '../given-key.ts';
import { pointsWords } from '../points-words.ts';

const batchMax = 500;

const itemSchema = z.strictObject({
  person: whoSchema,
  program: text(64).openapi({ description: 'The key of a programme in `programs/`.' }),
  action: z.enum(['award', 'spend', 'return', 'adjust']).default('award'),
  points: z.int().min(-1_000_000_000).max(1_000_000_000).openapi({
    description: 'How many, above zero; with `adjust` also below.',
  }),
  key: text(200).openapi({
    description:
      'Done once for each key and person, for good; the same as an `Idempotency-Key` of `POST /api/points`.',
  }),
  reason: text(200).optional(),
  ref: text(200).optional().openapi({ description: 'What it is about, such as `order:1001`.' }),
});

const resultSchema = z
  .object({
    state: z.enum(['posted', 'already', 'refused']),
    profileId: z.string().optional(),
    balance: z
      .int()
      .optional()
      .openapi({ description: 'What the person can spend after all that was posted with it.' }),
    code: z.string().optional().openapi({ description: 'Why it was refused, such as `not-enough-points`.' }),
    message: z.string().optional(),
    hint: z.string().optional(),
  })
  .openapi('PointsBatchResult');

const batchRoute = createRoute({
  method: 'post',
  path: '/points/batch',
  tags: ['Loyalty'],
  summary: 'Award, spend, return or adjust the points of many people',
  description:
    'Up to 500 changes, each done for itself and once for its `key`; one that is refused keeps no other back. Changes of one person are done in the order in which they stand. May be repeated whole.',
  security: withKey,
  request: {
    body: jsonBody(
      z.strictObject({
        postings: z.array(itemSchema).min(1).max(batchMax),
        quiet: z.boolean().default(false).openapi({
          description:
            'Posts them without events: no journey starts. For balances that come from another system.',
        }),
      }),
    ),
  },
  responses: {
    200: answer({
      description: 'What came of each, in the order of the request.',
      schema: z.object({
        results: z.array(resultSchema),
        posted: z.int(),
        already: z.int(),
        refused: z.int(),
      }),
    }),
    ...commonProblems,
    ...unprocessableProblem,
  },
});

type Result = z.infer<typeof resultSchema>;

const refusedResult = (reason: string): Result => {
  const [message, hint] = pointsWords.get(reason) ?? [`It could not be done: ${reason}.`, 'Try it later.'];
  return { state: 'refused', code: reason, message, hint };
};

const resultOf = (one: GivenOne): Result => {
  if (one.kind === 'refused') return refusedResult(one.reason);
  const { outcome, account } = one.change;
  return {
    state: outcome.kind === 'already' ? 'already' : 'posted',
    profileId: account.profileId,
    balance: account.state.balance,
  };
};

/** Whom a row means; those of a whole batch are read together. */
const personOf = async (input: {
  profiles: ProfileStore;
  tenant: string;
  who: Who;
}): Promise<string | undefined> => {
  const { profiles, tenant, who } = input;
  if (who.id !== undefined) return (await livingOf({ profiles, tenant, profileId: who.id }))?.id;
  const identity = identityOf(who);
  return identity === undefined ? undefined : (await profiles.withIds({ tenant, ids: [identity] }))[0]?.id;
};

const countOf = (results: readonly Result[], state: Result['state']): number =>
  results.filter((one) => one.state === state).length;

/** `/api/points/batch`. */
export const pointsBatchRoutes = (deps: {
  profiles: ProfileStore;
  giveManyPoints: GiveManyPoints;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(batchRoute, async (c) => {
    const { tenant } = c.get('key');
    const { postings, quiet } = c.req.valid('json');
    const people = await Promise.all(
      postings.map(({ person: who }) => personOf({ profiles: deps.profiles, tenant, who })),
    );
    const orders = postings.flatMap(
      ({ person: _person, key, reason, ref, ...order }, index): PointsOrder[] => {
        const profileId = people[index];
        if (profileId === undefined) return [];
        return [
          { ...order, ...given({ reason, ref }), tenant, profileId, key: givenKey(key), isQuiet: quiet },
        ];
      },
    );
    const made = await deps.giveManyPoints({ tenant, orders });
    let place = 0;
    const results = people.map((profileId): Result => {
      if (profileId === undefined) return refusedResult('no-such-person');
      const one = made[place];
      place += 1;
      return one === undefined ? refusedResult('no-such-person') : resultOf(one);
    });
    const counts = {
      posted: countOf(results, 'posted'),
      already: countOf(results, 'already'),
      refused: countOf(results, 'refused'),
    };
    c.set('audited', { details: { postings: postings.length, ...counts } });
    return c.json({ results, ...counts }, 200);
  });
