import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError } from '../../domain/errors.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import { explain } from '../../domain/ledger/explain.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { JourneyReads } from '../journeys/reads-port.ts';
import type { StandingReads } from './reads-port.ts';
import type { StandingView } from '../../api/ports/views.ts';
import type { Reader } from './decision-body.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  isoField,
  listQuery,
  nextField,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import { readerQuery } from '../../api/admin/reader.ts';

const standingSchema = z
  .object({
    profileId: z.string(),
    run: z.string(),
    version: z.int(),
    entryKey: z.string(),
    since: instant.openapi({ description: 'When they came to this step.' }),
    until: instant.optional().openapi({ description: 'When they go on by themselves.' }),
    frozenAt: instant.optional().openapi({ description: 'Since when an operator holds them.' }),
    text: z.string().openapi({ description: 'What they wait for, in plain words.' }),
  })
  .openapi('Standing');

const route = createRoute({
  method: 'get',
  path: '/journeys/{key}/steps/{step}/people',
  tags: ['Journeys'],
  summary: 'Who stands on a step, and since when; the last to come first',
  security: withKey,
  request: {
    params: z.object({ key: text(64), step: text(64) }),
    query: z.object({ ...readerQuery.shape, ...listQuery }),
  },
  responses: {
    200: answer({
      description: 'The people.',
      schema: z.object({ people: z.array(standingSchema), ...nextField }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const bodyOf = (input: {
  view: StandingView;
  definition: JourneyDefinition | undefined;
  reader: Reader;
}): z.infer<typeof standingSchema> => {
  const { view, definition, reader } = input;
  const isHeld = view.frozenAt !== undefined;
  const until = view.until === undefined ? null : iso(view.until);
  const decision = {
    kind: isHeld ? ('frozen' as const) : ('waiting' as const),
    step: view.step,
    visit: view.visit,
    journey: view.journey,
    detail: { until },
  };
  return {
    profileId: view.profileId,
    run: view.run,
    version: view.version,
    entryKey: view.entryKey,
    since: iso(view.since),
    ...(isHeld ? {} : isoField('until', view.until)),
    ...isoField('frozenAt', view.frozenAt),
    text: explain({ decision, definition, ...reader }),
  };
};

/** Who stands where. */
export const standingRoutes = (deps: {
  journeyReads: JourneyReads;
  standingReads: StandingReads;
}): OpenAPIHono<ApiEnv> => {
  const { journeyReads, standingReads } = deps;
  return createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { key, step } = c.req.valid('param');
    const { limit, cursor, ...reader } = c.req.valid('query');
    const journey = await journeyReads.journey({ tenant, key, counts: [] });
    const { items, next } = await readPage({
      c,
      query: { limit, cursor },
      read: (page) => standingReads.standing({ tenant, journey: key, step, ...page }),
      positionOf: (one) => ({ at: one.since, n: 0, id: one.run }),
    });
    // A step that only older versions have can still have people on it.
    const isKnown = [...walkSteps({ steps: journey?.definition.steps ?? [] })].some(
      (one) => one.step.id === step,
    );
    if (!isKnown && items.length === 0 && cursor === undefined) {
      throw new CicloError({ code: 'not-found', message: `There is no step “${step}” in “${key}”.` });
    }
    const versions = [...new Set(items.map((one) => one.version))];
    const definitions = new Map(
      await Promise.all(
        versions.map(async (version): Promise<[number, JourneyDefinition | undefined]> => [
          version,
          await journeyReads.definition({ tenant, key, version }),
        ]),
      ),
    );
    const people = items.map((view) => bodyOf({ view, definition: definitions.get(view.version), reader }));
    return c.json({ people, ...given({ next }) }, 200);
  });
};
