import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

import { createRoutes } from '../admin/kit.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ApiEnv } from '../http/env.ts';
import type { ProviderRefusal, ProviderSignIn } from '../ports/provider-sign-in.ts';
import type { SignIn } from '../ports/sign-in.ts';
import { Layout, pageHeaders } from './layout.tsx';
import { browserOf, enter, type Note, tenantOf } from './read.ts';

type Deps = {
  readonly signIn: Pick<SignIn, 'withProof' | 'end'>;
  readonly providerSignIn: ProviderSignIn;
  readonly attempts: Attempts;
  readonly publicUrl: string;
  readonly note: Note;
};

/** Ties what comes back to the browser that went, so nobody is signed in to the account of somebody else. */
const cookieName = 'ciclo.provider';
const cookieSeconds = 600;

const texts: Readonly<Record<ProviderRefusal, string>> = {
  over: 'This was begun in another browser, or took longer than ten minutes. Begin again.',
  provider: 'Your provider did not sign you in. Begin again, or ask the person who looks after it.',
  unverified:
    'Your provider does not say that your e-mail address is verified. Ask anyone who looks after it.',
  domain: 'Addresses of this domain cannot sign in here.',
  nobody: 'Nobody with this address is in the team. Ask an owner or admin to invite you.',
  'other-account':
    'You signed in with another account of your provider before. Ask an owner or admin for a sign-in link: it lets you in, and you can use the new account from then on.',
};

const RefusedPage = ({ because }: { because: ProviderRefusal }) => (
  <Layout title="Not signed in">
    <p role="alert">{texts[because]}</p>
    <p>
      <a href="/studio/sign-in">Sign in another way</a>
    </p>
  </Layout>
);

/** A path below the studio; the first page for anything else. */
const backOf = (c: Context<ApiEnv>): string => {
  const back = c.req.query('back') ?? '/';
  return back.length <= 500 && /^\/(?![/\\])[\u0021-\u007E]*$/.test(back) ? back : '/';
};

/** `/auth/:tenant/provider` and `/auth/callback`: signs in at the provider of the organisation. */
export const providerRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const { signIn, providerSignIn, attempts, note } = deps;
  const attributes = {
    path: '/auth',
    httpOnly: true,
    sameSite: 'Lax',
    secure: deps.publicUrl.startsWith('https:'),
  } as const;
  const app = createRoutes();
  app.get('/:tenant/provider', async (c) => {
    attempts.admit(c);
    const { url, kept } = await providerSignIn.begin({ tenant: tenantOf(c), back: backOf(c) });
    setCookie(c, cookieName, kept, { ...attributes, maxAge: cookieSeconds });
    c.header('cache-control', 'no-store');
    return c.redirect(url, 302);
  });
  app.get('/callback', async (c) => {
    attempts.admit(c);
    const kept = getCookie(c, cookieName) ?? '';
    const end = await providerSignIn.end({ answer: new URL(c.req.url).searchParams, kept });
    deleteCookie(c, cookieName, attributes);
    const found =
      end.kind === 'proved' ? await signIn.withProof({ ...end, browser: browserOf(c) }) : undefined;
    if (end.kind === 'refused' || found === undefined) {
      attempts.failed(c);
      const because = end.kind === 'refused' ? end.because : 'nobody';
      return c.html(<RefusedPage because={because} />, 403, {
        ...pageHeaders,
        'referrer-policy': 'no-referrer',
      });
    }
    await note({ c, tenant: end.tenant, id: end.userId, action: 'user.sign-in', by: 'provider' });
    await enter({ c, tenant: end.tenant, signIn, found });
    return c.redirect(`/studio${end.back}`, 303);
  });
  return app;
};
