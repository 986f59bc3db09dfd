import { z } from '@hono/zod-openapi';

import { requestError } from '../../api/http/problem.ts';
import type { Problem } from '../../domain/problem.ts';

/** A draft in the body of a request. */
export const draftField = z.record(z.string(), z.unknown()).optional().openapi({
  description:
    'A draft, as its file has it; the published version unless given. What it names must be published.',
});

/** The error for a draft that could not be published. */
export const refuseDraft = (problems: readonly Problem[]) =>
  requestError({
    code: 'invalid-input',
    message: 'The draft is not valid.',
    problems: problems
      .filter((problem) => problem.severity === 'error')
      .map(({ code, path, message, hint }) => ({ code, path: `definition.${path}`, message, hint })),
  });
