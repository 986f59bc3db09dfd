import { type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';

import { createRoutes } from '../admin/kit.ts';
import { foreignPage, originOf } from '../auth/session.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import { readForm } from '../links/form.ts';
import type { AuditTrail } from '../ports/audit.ts';
import type { Clock } from '../ports/platform.ts';
import type { Passkeys } from '../ports/passkeys.ts';
import type { ProviderSignIn } from '../ports/provider-sign-in.ts';
import type { Sessions } from '../ports/sessions.ts';
import { passwordLength, type SignIn } from '../ports/sign-in.ts';
import { pageHeaders } from './layout.tsx';
import { LinkPage, WelcomePage } from './link-page.tsx';
import { partyOf, passkeyRoutes } from './passkeys.ts';
import { providerRoutes } from './provider.tsx';
import { bodyOf, browserOf, createNote, enter, keep, readJson, refusedSignIn, tenantOf } from './read.ts';
import { ownSessionRoutes } from './own-sessions.ts';

type Deps = {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly passkeys: Passkeys;
  readonly providerSignIn: ProviderSignIn;
  readonly publicUrl: string;
  readonly attempts: Attempts;
  readonly audit: AuditTrail;
  readonly clock: Clock;
};

/** So many wrong passwords of one account at once, and one more in a minute, from wherever they come. */
const accountLimit = { burst: 10, perSecond: 1 / 60 } as const;

const password = z.string().min(passwordLength.min).max(passwordLength.max);
const credentials = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(500) });
const linkBody = z.strictObject({ token: z.string().min(1).max(200), password: password.optional() });

/** `POST /auth/:tenant/sign-in`: with address and password. */
const createWithPassword = (deps: Deps, note: ReturnType<typeof createNote>) => {
  const accounts = createRateLimiter({ ...accountLimit, systemTime: deps.clock.systemTime });
  return async (c: Context<ApiEnv>): Promise<Response> => {
    deps.attempts.admit(c);
    const tenant = tenantOf(c);
    const asked = await readJson(c, credentials);
    const account = JSON.stringify([tenant, asked.email.toLowerCase()]);
    const { ok, retryAfterMs } = accounts.peek(account);
    if (!ok) {
      const message = 'Too many wrong passwords for this address; wait, or ask for a link.';
      throw requestError({ code: 'rate-limited', message, retryAfterMs });
    }
    const found = await deps.signIn.withPassword({ tenant, ...asked, browser: browserOf(c) });
    if (found === undefined) {
      deps.attempts.failed(c);
      accounts.charge(account, 1);
      throw refusedSignIn('Address and password do not belong together.');
    }
    await note({ c, tenant, id: found.user.id, action: 'user.sign-in' });
    await enter({ c, tenant, signIn: deps.signIn, found });
    return c.json(bodyOf(found), 200);
  };
};

/** `POST /auth/:tenant/link`: with a link, by its page or by a program. */
const createWithLink = (deps: Deps, note: ReturnType<typeof createNote>) => async (c: Context<ApiEnv>) => {
  deps.attempts.admit(c);
  const tenant = tenantOf(c);
  const isProgram = c.req.header('content-type')?.startsWith('application/json') === true;
  const form = isProgram ? undefined : await readForm(c);
  const typed = form?.get('password')?.[0] ?? '';
  const token = form?.get('token')?.[0] ?? '';
  const asked =
    form === undefined
      ? await readJson(c, linkBody)
      : { token, ...(typed === '' ? {} : { password: typed }) };
  if (form !== undefined && !linkBody.safeParse(asked).success) {
    const problem = 'The password is too short or too long: take 12 to 128 characters.';
    return c.html(<LinkPage token={token} problem={problem} />, 400, pageHeaders);
  }
  const found = await deps.signIn.withLink({ tenant, ...asked, browser: browserOf(c) });
  if (found === undefined) {
    deps.attempts.failed(c);
    const problem = 'This link was used, is over, or is none. Ask for another one.';
    if (form === undefined) throw refusedSignIn(problem);
    return c.html(<LinkPage token="" problem={problem} />, 401, pageHeaders);
  }
  await note({ c, tenant, id: found.user.id, action: 'user.sign-in' });
  await enter({ c, tenant, signIn: deps.signIn, found });
  return form === undefined
    ? c.json(bodyOf(found), 200)
    : c.html(<WelcomePage name={tenant} />, 200, pageHeaders);
};

/** `/auth/:tenant`: people of the team sign in and out. */
export const signInRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const note = createNote(deps);
  const app = createRoutes();
  app.use(async (c, next) => {
    if (c.req.method === 'POST' && originOf(c) === 'other') throw foreignPage();
    await next();
  });
  app.post('/:tenant/sign-in', createWithPassword(deps, note));
  app.get('/:tenant/link', (c) => {
    tenantOf(c);
    return c.html(<LinkPage token={(c.req.query('token') ?? '').slice(0, 200)} />, 200, pageHeaders);
  });
  app.post('/:tenant/link', createWithLink(deps, note));
  app.get('/:tenant/me', async (c) => {
    const found = await deps.signIn.of({ tenant: tenantOf(c), headers: c.req.raw.headers });
    if (found === undefined) throw refusedSignIn('Nobody is signed in.');
    keep(c, found.cookies);
    return c.json(bodyOf(found), 200);
  });
  app.post('/:tenant/sign-out', async (c) => {
    const tenant = tenantOf(c);
    const found = await deps.signIn.of({ tenant, headers: c.req.raw.headers });
    if (found !== undefined) await note({ c, tenant, id: found.user.id, action: 'user.sign-out' });
    keep(c, await deps.signIn.end({ tenant, headers: c.req.raw.headers }));
    return c.body(null, 204);
  });
  app.get('/:tenant/ways', (c) => {
    tenantOf(c);
    const passkeys = partyOf(c, deps.publicUrl) !== undefined;
    return c.json({ provider: deps.providerSignIn.name ?? null, passkeys }, 200);
  });
  app.route('/', ownSessionRoutes({ ...deps, note }));
  app.route('/', passkeyRoutes({ ...deps, note }));
  app.route('/', providerRoutes({ ...deps, note }));
  return app;
};
