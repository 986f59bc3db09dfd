import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { CicloError } from '../../domain/errors.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import type { MomentOf } from '../records/moment-of.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordStore } from '../records/ports.ts';
import { recordBody, recordParams, recordSchema } from '../records/routes/record-body.ts';
import { actorOf, sightOf } from '../records/routes/sight-body.ts';
import { calendarOf } from './event-calendar.ts';
import type { Registrations } from './register.ts';
import { eventKind, registrationKind } from './settle-places.ts';

const problems = { ...commonProblems, ...notFoundProblem, ...conflictProblem, ...unprocessableProblem };

const registerRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{id}/registrations',
  tags: ['Records'],
  summary: 'Register a person for an event',
  description:
    'Their appointment is `booked`, or `waiting` when all places are taken; when somebody cancels, the first who waits is booked. A person has one registration for an event, however often they are registered.',
  security: withKey,
  request: {
    params: recordParams,
    body: jsonBody(z.strictObject({ profile: text(200).openapi({ description: 'The id of a profile.' }) })),
  },
  responses: {
    201: answer({ description: 'The appointment of the registration.', schema: recordSchema }),
    ...problems,
  },
});

const fillRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{id}/registrations',
  tags: ['Records'],
  summary: 'How full an event is',
  security: withKey,
  request: { params: recordParams },
  responses: {
    200: answer({
      description: 'The places; who has one are the appointments that refer to the event.',
      schema: z
        .object({
          places: z.int().optional().openapi({ description: 'Absent for an event without a limit.' }),
          taken: z.int(),
          left: z.int().optional(),
        })
        .openapi('EventPlaces'),
    }),
    ...problems,
  },
});

const calendarRoute = createRoute({
  method: 'get',
  path: '/records/{kind}/{id}/calendar',
  tags: ['Records'],
  summary: 'An event or appointment as an iCalendar file',
  security: withKey,
  request: { params: recordParams },
  responses: {
    200: {
      description: 'The file (RFC 5545), in UTC.',
      content: { 'text/calendar': { schema: z.string() } },
    },
    ...problems,
  },
});

type Deps = {
  readonly registrations: Registrations;
  readonly records: Pick<RecordStore, 'get'>;
  readonly peopleReads: Pick<PeopleReads, 'profile'>;
  readonly objectsOf: ObjectsOf;
  readonly momentOf: MomentOf;
};

const absent = (what: string): CicloError =>
  new CicloError({ code: 'not-found', message: `There is no such ${what}.` });

const eventOf = ({ kind, id }: { kind: string; id: string }): string => {
  if (kind === eventKind) return id;
  throw new CicloError({ code: 'unprocessable', message: 'People register for events only.' });
};

/** Registrations for events, and calendar files of events and appointments. */
export const registrationRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { registrations, records, peopleReads, objectsOf, momentOf } = deps;
  return createRoutes()
    .openapi(registerRoute, async (c) => {
      const { tenant } = c.get('key');
      const event = eventOf(c.req.valid('param'));
      const person = await peopleReads.profile({ tenant, id: c.req.valid('json').profile });
      if (person === undefined) throw absent('person');
      const made = await registrations.register({ tenant, event, profileId: person.id, actor: actorOf(c) });
      return c.json(recordBody(made, await sightOf({ c, objectsOf, momentOf, kind: registrationKind })), 201);
    })
    .openapi(fillRoute, async (c) => {
      const { tenant } = c.get('key');
      const { taken, places, left } = await registrations.fullness({
        tenant,
        event: eventOf(c.req.valid('param')),
      });
      return c.json({ taken, ...given({ places, left }) }, 200);
    })
    .openapi(calendarRoute, async (c) => {
      const { tenant } = c.get('key');
      const { kind, id } = c.req.valid('param');
      if (kind !== eventKind && kind !== registrationKind)
        throw new CicloError({ code: 'unprocessable', message: 'Only events and appointments have a time.' });
      const row = await records.get({ tenant, id });
      if (row?.kind !== kind || row.deletedAt !== undefined) throw absent('record');
      const sight = await sightOf({ c, objectsOf, momentOf, kind });
      const shown = recordBody(row, sight);
      const data = Object.fromEntries(
        Object.entries(row.data).filter(([key]) => Object.hasOwn(shown.data, key)),
      );
      const file = calendarOf({ row, data, title: sight.object.definition.title });
      if (file === undefined) throw absent('time');
      return c.body(file, 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': `attachment; filename="${kind}.ics"`,
      });
    });
};
