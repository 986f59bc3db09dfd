import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  jsonBody,
  notFoundProblem,
  problemItem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { MomentOf } from '../records/moment-of.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import { dataSchema, recordBody, recordParams, recordSchema } from '../records/routes/record-body.ts';
import { actorOf, dataOf, refusePersonal, sightOf } from '../records/routes/sight-body.ts';
import type { Converted, ConvertRecord, Part } from './convert-record.ts';
import type { ConvertOptions } from './convert-options.ts';

const part = (what: string) =>
  z
    .object({
      id: z
        .string()
        .optional()
        .openapi({ description: 'Absent for what a dry run would make under an id of its own.' }),
      isNew: z.boolean(),
      by: z.string().openapi({
        description:
          'What it was recognised by: `given`, `lead` (it refers to it), `email`, `phone`, `domain`, `name`; `new` when it was not.',
      }),
    })
    .optional()
    .openapi({ description: what });

const convertedSchema = z
  .object({
    state: z.enum(['converted', 'already', 'planned']).openapi({
      description: '`already`: it was converted before, and nothing was done; `planned`: this was a dry run.',
    }),
    record: recordSchema,
    contact: part('The person.'),
    account: part('The account.'),
    deal: part('The deal.'),
    role: part('The contact role.'),
    notCopied: z.array(problemItem).openapi({ description: 'Values of the record that did not fit.' }),
  })
  .openapi('Converted');

const convertRoute = createRoute({
  method: 'post',
  path: '/records/{kind}/{id}/convert',
  tags: ['Sales'],
  summary: 'Convert a lead to a person, an account and a deal, in one act',
  description:
    'A person with the same e-mail address or phone number and an account with the same domain or name are used, and the answer says so. It can be sent again: nothing is made twice, and what a crash cut off is finished. `converts` in the object says which fields are taken over.',
  security: withKey,
  request: {
    params: recordParams,
    body: jsonBody(
      z.strictObject({
        dry: z
          .boolean()
          .default(false)
          .openapi({ description: 'True: says what would be done, and does nothing.' }),
        contact: text(200).optional().openapi({ description: 'The id of the profile that it is.' }),
        account: z
          .union([text(200), z.literal(false)])
          .optional()
          .openapi({ description: 'The id of its account; `false` for none.' }),
        deal: z
          .union([
            z.literal(false),
            z.strictObject({
              data: dataSchema.optional(),
              stage: text(64).optional(),
              owner: text(200).optional(),
              team: text(200).optional(),
            }),
          ])
          .optional()
          .openapi({ description: 'What the deal has besides what is taken over; `false` for none.' }),
        role: text(200).optional().openapi({ description: 'What the person is to the account: `buyer`.' }),
      }),
    ),
  },
  responses: {
    200: answer({ description: 'What came of it.', schema: convertedSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const partBody = (one: Part | undefined) =>
  one === undefined ? undefined : { ...given({ id: one.id }), isNew: one.by === 'new', by: one.by };

/** What was done. Throws what the API answers when nothing was. */
const doneOf = (converted: Converted) => {
  switch (converted.kind) {
    case 'refused': {
      const message = 'The record cannot be converted so.';
      throw requestError({ code: 'invalid-input', message, problems: converted.problems });
    }
    case 'deleted':
      throw new CicloError({ code: 'conflict', message: 'The record was deleted. Restore it first.' });
    case 'absent':
      throw notFound('record');
    default:
      return converted;
  }
};

const states = { done: 'converted', already: 'already', planned: 'planned' } as const;

/** `POST /api/records/:kind/:id/convert`. */
export const convertRoutes = (deps: {
  convertRecord: ConvertRecord;
  objectsOf: ObjectsOf;
  momentOf: MomentOf;
}): OpenAPIHono<ApiEnv> => {
  const { convertRecord, objectsOf, momentOf } = deps;
  return createRoutes().openapi(convertRoute, async (c) => {
    const { tenant } = c.get('key');
    const { kind, id } = c.req.valid('param');
    const { dry, deal, ...rest } = c.req.valid('json');
    const sight = await sightOf({ c, objectsOf, momentOf, kind });
    if (deal !== undefined && deal !== false && deal.data !== undefined) {
      const named = Object.keys(deal.data).map((field) => ({ field, path: `deal.data.${field}` }));
      refusePersonal({ sight: await sightOf({ c, objectsOf, momentOf, kind: 'deal' }), named });
    }
    const asked =
      deal === undefined || deal === false
        ? deal
        : {
            ...given({ ...deal, data: undefined }),
            ...given({ data: deal.data === undefined ? undefined : dataOf(deal.data) }),
          };
    const options: ConvertOptions = { ...given(rest), ...given({ deal: asked }) };
    const done = doneOf(await convertRecord({ tenant, kind, id, actor: actorOf(c), options, dry }));
    const { record, contact, account, deal: made, role, left } = done;
    const parts = {
      contact: partBody(contact),
      account: partBody(account),
      deal: partBody(made),
      role: partBody(role),
    };
    return c.json(
      {
        state: states[done.kind],
        record: recordBody(record, sight),
        ...given(parts),
        notCopied: left.map((one) => ({ ...one })),
      },
      200,
    );
  });
};
