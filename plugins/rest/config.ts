import { z } from 'zod';
import { secret } from '../contract.ts';

const text = (max: number) => z.string().min(1).max(max);
const place = z
  .string()
  .max(300)
  .describe('Where it stands in the answer, such as `data.items`; empty is the answer itself.');

/** Without `.` and `..`, which would lead out of the address of the API; nor with what begins a query. */
const pathTemplate = text(1_000).refine((path) => !/(?:^|\/)\.{1,2}(?:\/|$)|[?#\\]/.test(path), {
  error:
    'A path has no `.` and `..` among its parts, and no `?`, `#` or backslash: write `query` for what follows.',
});

const request = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: pathTemplate.describe('Below `url`: `/contacts/{{id}}`.'),
  query: z.record(text(200), z.string().max(2_000)).optional(),
  headers: z.record(text(100), z.string().max(2_000)).optional(),
  body: z.json().optional().describe('Sent as JSON. A field whose placeholder has no value is left out.'),
  form: z.record(text(200), z.string().max(2_000)).optional().describe('Sent as a form, in place of `body`.'),
};

const paging = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('cursor'), param: text(100), next: text(300) }),
    z.strictObject({ by: z.literal('page'), param: text(100), first: z.int().min(0).max(1).default(1) }),
    z.strictObject({ by: z.literal('offset'), param: text(100) }),
    z.strictObject({ by: z.literal('url'), next: text(300) }),
    z.strictObject({ by: z.literal('link') }),
  ])
  .describe(
    '`cursor`: a value of the answer is sent along; `page`, `offset`: counted until a page is empty; `url`: the answer has the next address; `link`: the header Link has it.',
  );

const list = { ...request, rows: place.default(''), paging: paging.optional() };

const find = z.strictObject({
  ...request,
  row: text(300).describe(
    'Where the thing stands that was found, such as `items.0`; when there is none, it is not there.',
  ),
});

const call = z
  .strictObject({
    does: z
      .enum(['read', 'set', 'create', 'send'])
      .describe(
        '`read` changes nothing; `set` may be repeated, since it sets a state or the other side drops what comes twice under `{{key}}`; `create` looks with `find` first; `send` is never repeated when its end is unclear.',
      ),
    ...request,
    row: place.default(''),
    output: z
      .record(text(100), z.string().max(300))
      .default({})
      .describe('What later steps see, by name, and where below `row` it stands.'),
    id: text(300).optional().describe("Where below `row` the other side's id of it stands."),
    find: find.optional(),
  })
  .refine(({ does, find: finder }) => (does === 'create') === (finder !== undefined), {
    error: 'A call that creates needs `find`, and no other has one.',
    path: ['find'],
  });

const written = z.strictObject({ ...request, row: place.default('') });

const object = z
  .strictObject({
    title: text(100).optional(),
    id: text(300).default('id').describe('Where in a row its id stands.'),
    fields: place.default('').describe('Where in a row the fields stand, such as `properties`.'),
    updatedAt: text(300).optional().describe('Where in a row it says when it was changed.'),
    deleted: text(300).optional().describe('Where in a row it says that it is deleted.'),
    mergedFrom: text(300)
      .optional()
      .describe('Where in a row the ids of those that were merged into it stand.'),
    since: z
      .enum(['iso', 'iso-seconds', 'date-time', 'seconds', 'milliseconds'])
      .default('iso')
      .describe('How `{{since}}` is written.'),
    overlapMinutes: z.int().min(0).max(1_440).default(5),
    everythingEveryHours: z
      .int()
      .min(1)
      .max(720)
      .default(24)
      .describe('How often all is gone through again, whatever changed.'),
    batch: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .describe('So many rows are written before it is noted where the sync stands.'),
    list: z.strictObject(list),
    gone: z.strictObject(list).optional().describe('A list of what was deleted.'),
    get: written,
    find: z.strictObject({ ...request, rows: place.default('') }).optional(),
    create: written.optional(),
    update: written.optional(),
    remove: z.strictObject(request).optional(),
  })
  .refine(({ find: finder, create }) => create === undefined || finder !== undefined, {
    error: 'Where records are created they are looked for first: `find` is needed.',
    path: ['find'],
  });

const rule = z
  .strictObject({
    status: z
      .union([z.int().min(100).max(599), z.array(z.int().min(100).max(599)).min(1).max(50)])
      .optional()
      .describe('Without one it is about answers that look well (2xx).'),
    at: text(300).optional().describe('Where in the answer a word stands that says what is wrong.'),
    is: z.union([z.string().max(300), z.number(), z.boolean()]).optional(),
    means: z.enum(['taken', 'gone', 'retry', 'rejected', 'login', 'done']),
    id: text(300).optional().describe('Of `taken`: where the id of the other record stands.'),
  })
  .refine(({ status, at }) => status !== undefined || at !== undefined, {
    error: 'A rule is about a `status`, about a word `at` a place, or about both.',
  });

const auth = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({ by: z.literal('bearer'), token: secret() }),
  z.strictObject({ by: z.literal('basic'), user: text(300), password: secret() }),
  z.strictObject({ by: z.literal('header'), name: z.string().regex(/^[\w-]{1,100}$/), value: secret() }),
  z.strictObject({ by: z.literal('query'), name: text(100), value: secret() }),
  z.strictObject({
    by: z.literal('oauth2'),
    grant: z.enum(['authorization-code', 'client-credentials']).default('client-credentials'),
    authorizeUrl: z.url({ protocol: /^https?$/ }).optional(),
    tokenUrl: z.url({ protocol: /^https?$/ }),
    revokeUrl: z.url({ protocol: /^https?$/ }).optional(),
    clientId: text(300),
    clientSecret: secret().optional(),
    clientAuth: z.enum(['post', 'basic']).default('post'),
    scopes: z.array(text(300)).max(50).default([]),
    parameters: z.record(text(100), z.string().max(1_000)).optional(),
  }),
]);

const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'A name has small letters, digits and dashes.');

export const config = z.strictObject({
  /** Where the API begins, such as `https://crm.example/api/v1`. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !URL.canParse(url) || (new URL(url).search === '' && new URL(url).hash === ''), {
      error: 'The address of an API has no query.',
    }),
  auth: auth.default({ by: 'none' }),
  /** Sent with every request. */
  headers: z.record(text(100), z.string().max(2_000)).default({}),
  /** At most so many calls of steps, over all workers. */
  rate: z.strictObject({ calls: z.int().min(1), perSeconds: z.int().min(1).max(3_600) }).optional(),
  /** Where in an answer it says what is wrong. */
  reason: text(300).optional(),
  /** What answers mean, the first that fits; others by their status. */
  errors: z.array(rule).max(100).default([]),
  /** Looked up to see whether the service can be reached. */
  health: z.strictObject(request).optional(),
  calls: z.record(name, call).default({}),
  objects: z.record(name, object).default({}),
});

export type RestConfig = z.output<typeof config>;
export type RestCall = RestConfig['calls'][string];
export type RestObject = RestConfig['objects'][string];
export type RestRequest = Pick<RestCall, 'method' | 'path' | 'query' | 'headers' | 'body' | 'form'>;
export type RestList = RestObject['list'];
