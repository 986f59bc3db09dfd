import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import { issueWords, unknownIn } from './issue-words.ts';
import { earliest, latest } from '../../domain/time/instant.ts';

/** An app for a group of routes; everything wrong with a request is told at once. */
export const createRoutes = (): OpenAPIHono<ApiEnv> =>
  new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const where = result.target === 'json' ? 'body' : result.target;
      throw requestError({
        code: 'invalid-input',
        message: `The ${where} of the request is not valid.`,
        problems: result.error.issues.map((issue) => ({
          code: issue.code.replaceAll('_', '-'),
          path: [...issue.path.map(String), ...unknownIn(issue)].join('.'),
          ...issueWords(issue),
        })),
      });
    },
  });

/** One thing that is wrong: where, what, and how to fix it. */
export const problemItem = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']).optional(),
    file: z.string().optional(),
    line: z.int().optional(),
    column: z.int().optional(),
    step: z.string().optional().openapi({ description: 'The step of a journey it is about.' }),
    path: z.string(),
    message: z.string(),
    hint: z.string(),
  })
  .openapi('ProblemItem');

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string().optional(),
    problems: z.array(problemItem).optional(),
  })
  .openapi('Problem', { description: 'What is wrong, as RFC 9457 writes it.' });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** What every route may answer besides its own answers. */
export const commonProblems = {
  400: problem('The request is not valid; `problems` says everything that is wrong.'),
  401: problem('No key, or none that is valid here.'),
  403: problem('The key has no right to do this.'),
} as const;

export const notFoundProblem = { 404: problem('There is no such thing in this tenant.') } as const;
export const conflictProblem = {
  409: problem('A request with the same Idempotency-Key is under way.'),
} as const;
export const unprocessableProblem = {
  422: problem('It cannot be carried out, or the Idempotency-Key was used for another request.'),
} as const;

/** Marks a route as one that needs an API key. */
export const withKey: { apiKey: string[] }[] = [{ apiKey: [] }];

/** A JSON answer. */
export const answer = <T extends z.ZodType>(input: { description: string; schema: T }) => ({
  description: input.description,
  content: { 'application/json': { schema: input.schema } },
});

/** A JSON body that must be there. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const text = (most: number) => z.string().min(1).max(most);

/** The query of a list: how many, and from where on. */
export const listQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ description: 'How many at most.' }),
  cursor: z.string().optional().openapi({ description: '`next` of the page before.' }),
};

/** Fields of the answer to a list. */
export const nextField = {
  next: z
    .string()
    .optional()
    .openapi({ description: 'Send it as `cursor` for what comes after; absent at the end.' }),
};

/** Of people of the team, in an address without headers. */
const tenantField = {
  tenant: text(64)
    .optional()
    .openapi({ description: 'Which tenant, for a session without the header `X-Ciclo-Tenant`.' }),
};

/** What the route of a list has beside its path and words: a key, filters, pages of rows. */
export const listing = <Filters extends z.ZodRawShape, Rows extends z.ZodRawShape>(input: {
  description: string;
  filters: Filters;
  /** The field of the answer that holds the rows, with their schema. */
  rows: Rows;
}) => ({
  security: withKey,
  request: { query: z.object({ ...input.filters, ...listQuery, ...tenantField }) },
  responses: {
    200: answer({ description: input.description, schema: z.object({ ...input.rows, ...nextField }) }),
    ...commonProblems,
  },
});

/** The same of a list that belongs to something that the path names, and that may not be there. */
export const listingOf = <
  Params extends z.ZodObject,
  Filters extends z.ZodRawShape,
  Rows extends z.ZodRawShape,
>(input: {
  params: Params;
  description: string;
  filters: Filters;
  rows: Rows;
}) => {
  const { params, ...rest } = input;
  const list = listing(rest);
  return {
    ...list,
    request: { params, ...list.request },
    responses: { ...list.responses, ...notFoundProblem },
  };
};

/** An amount of money that is given or taken, in minor units; up to ten million of most currencies. */
export const amount = z
  .int()
  .min(1)
  .max(1_000_000_000)
  .openapi({ description: 'In minor units, such as cents.' });
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .openapi({ description: 'ISO 4217, such as `EUR`.' });

const dayMs = 86_400_000;

/** Whether an instant is one that conditions can be asked with, and the days around it too. */
const isInReach = (text: string): boolean => {
  const at = Date.parse(text);
  return at >= earliest + dayMs && at <= latest - dayMs;
};

export const instant = z.iso
  .datetime()
  .refine(isInReach, 'must be in the years 1000 to 9999')
  .openapi({ description: 'In UTC.' });

/** Milliseconds as answers show them. */
export const iso = (at: number): string => new Date(at).toISOString();

/** An optional instant, left out when there is none. */
export const isoField = <K extends string>(name: K, at: number | undefined): Partial<Record<K, string>> => {
  const fields: Partial<Record<K, string>> = {};
  if (at !== undefined) fields[name] = iso(at);
  return fields;
};

export const idempotencyHeader = z.object({
  'idempotency-key': text(255).optional().openapi({
    description: 'The same key again gets the first answer again, for at least 24 hours.',
  }),
});
