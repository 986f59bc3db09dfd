import { z } from '@hono/zod-openapi';

import { problemSchema } from '../admin/kit.ts';
import { requestError } from './problem.ts';

/** The header of a change that is to be made on one revision only. */
export const ifMatch = z.object({
  'if-match': z.string().max(100).optional().openapi({
    description: 'The `ETag` of the revision that the change is made on; without it, of whichever there is.',
  }),
});

/** The answer to a change that was made on another revision. */
export const preconditionProblem = {
  412: {
    description: 'It has changed since the revision in `If-Match`.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
} as const;

/** The `ETag` of a revision. */
export const etagOf = (revision: number): string => `"${revision}"`;

/** The revision that `If-Match` names; undefined without one, or for `*`. Throws `invalid-input` for what is no `ETag` of ours. */
export const revisionIn = (ifMatch: string | undefined): number | undefined => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const found = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
  if (found !== null) return Number(found[1]);
  const message = '`If-Match` is not an `ETag` of this API.';
  const hint = 'Send the `ETag` as it was answered, such as `"3"`.';
  throw requestError({
    code: 'invalid-input',
    message,
    problems: [{ code: 'bad-etag', path: 'If-Match', message, hint }],
  });
};
