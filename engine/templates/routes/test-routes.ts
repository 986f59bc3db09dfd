import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import {
  answer,
  commonProblems,
  createRoutes,
  jsonBody,
  notFoundProblem,
  text,
  unprocessableProblem,
  withKey,
} from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { CicloError } from '../../../domain/errors.ts';
import type { UserStore } from '../../team/ports.ts';
import type { SendTest } from '../send-test.ts';
import { draftsOf, forWhom, mayBeAbout } from './for-whom.ts';

const testRoute = createRoute({
  method: 'post',
  path: '/templates/{key}/test',
  tags: ['Templates'],
  summary: 'Send a message once to an address, to see it arrive',
  description:
    'The subject begins with `[Test]`. Nothing is tracked, counted or noted of the person, and consent is not asked: send it to people of the team. Suppressed addresses get nothing. Without the scope `write`, it goes to users of the team only.',
  security: withKey,
  request: {
    params: z.object({ key: text(64) }),
    body: jsonBody(
      z.strictObject({
        to: text(320).openapi({ description: 'An address of the channel of the message.' }),
        ...forWhom,
        draft: z
          .boolean()
          .optional()
          .openapi({ description: 'As your drafts would make it, instead of what is published.' }),
      }),
    ),
  },
  responses: {
    200: answer({ description: 'The provider took it.', schema: z.object({ to: z.string() }) }),
    ...commonProblems,
    ...notFoundProblem,
    ...unprocessableProblem,
  },
});

const notOfTheTeam = (): CicloError =>
  new CicloError({
    code: 'forbidden',
    message: 'Without the scope `write`, a test goes to the e-mail addresses of users of the team only.',
  });

/** `POST /api/templates/{key}/test`: a message sent to the team. */
export const templateTestRoutes = (deps: {
  sendTest: SendTest;
  users: Pick<UserStore, 'byEmail'>;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(testRoute, async (c) => {
    const { tenant, scopes } = c.get('key');
    const { draft, ...wish } = c.req.valid('json');
    if (!scopes.includes('write')) {
      const user = await deps.users.byEmail({ tenant, email: wish.to.toLowerCase() });
      if (user === undefined || user.deactivatedAt !== undefined) throw notOfTheTeam();
    }
    mayBeAbout(c, wish.profile);
    const about = { tenant, ...c.req.valid('param'), draftsOf: draftsOf(c, draft) };
    const sent = await deps.sendTest({ ...about, ...wish });
    return c.json(sent, 200);
  });
