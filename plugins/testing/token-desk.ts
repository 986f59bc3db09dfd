import type { Hono } from 'hono';
import type { FakeEnv } from './http-fake.ts';

/**
 * Where a stand-in for a provider gives its tokens (RFC 6749): anyone who comes to agree does so at once, and one token counts at a time, the
 * first of them being `first`.
 */
export const createTokenDesk = (first: string) => {
  const refresh = `${first}-refresh`;
  let current = first;
  let given = 0;
  return {
    takes: (authorization: string | undefined): boolean => authorization === `Bearer ${current}`,
    /** Ends the token that counts: from now on another one does, which the desk gives. */
    expire: (): void => {
      given += 1;
      current = `${first}-${given}`;
    },
    serve: ({ app, authorize, token }: { app: Hono<FakeEnv>; authorize: string; token: string }): void => {
      app.get(authorize, (c) => {
        const back = new URL(c.req.query('redirect_uri') ?? '');
        back.searchParams.set('code', 'agreed');
        back.searchParams.set('state', c.req.query('state') ?? '');
        return c.redirect(back.href);
      });
      app.post(token, async (c) => {
        const form = await c.req.parseBody();
        const isKnown =
          form['grant_type'] === 'client_credentials' ||
          (form['grant_type'] === 'authorization_code' && form['code'] === 'agreed') ||
          (form['grant_type'] === 'refresh_token' && form['refresh_token'] === refresh);
        if (!isKnown) return c.json({ error: 'invalid_grant' }, 400);
        return c.json({
          access_token: current,
          refresh_token: refresh,
          token_type: 'bearer',
          expires_in: 1_800,
        });
      });
    },
  };
};
