import type { OpenAPIHono } from '@hono/zod-openapi';

import { createRoutes } from '../admin/kit.ts';
import type { Attempts } from '../http/attempts.ts';
import type { ApiEnv } from '../http/env.ts';
import type { ConnectBack, ConnectEnd } from '../ports/connect.ts';
import type { SignIn } from '../ports/sign-in.ts';
import { Layout, pageHeaders } from '../sign-in/layout.tsx';

/** The page on which a browser ends that comes back from a provider. */
const EndPage = ({ end }: { end: ConnectEnd }) =>
  end.kind === 'connected' ? (
    <Layout title="Connected">
      <p>Ciclo is connected: {end.instance}. You can close this page.</p>
      <p>
        <a href={`/studio/connectors/${end.instance}`}>Open the connector in the studio</a>
      </p>
    </Layout>
  ) : (
    <Layout title="Not connected">
      <p role="alert">{end.message}</p>
      <p>
        <a href="/studio/connectors">Open the connectors in the studio</a>
      </p>
    </Layout>
  );

const statuses = { unknown: 400, over: 410, 'sign-in': 403, provider: 502 } as const;

/** `GET /connect/callback`: where a provider sends the browser of somebody who agreed, or did not. */
export const connectRoutes = (deps: {
  connectBack: ConnectBack;
  signIn: Pick<SignIn, 'of'>;
  attempts: Attempts;
}): OpenAPIHono<ApiEnv> => {
  const routes = createRoutes();
  routes.get('/callback', async (c) => {
    deps.attempts.admit(c);
    const end = await deps.connectBack({
      answer: new URL(c.req.url).searchParams,
      userOf: async (tenant) => (await deps.signIn.of({ tenant, headers: c.req.raw.headers }))?.user.id,
    });
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
    // The address has a code in it.
    c.header('referrer-policy', 'no-referrer');
    if (end.kind === 'connected') return c.html(<EndPage end={end} />);
    if (end.reason === 'unknown') deps.attempts.failed(c);
    return c.html(<EndPage end={end} />, statuses[end.reason]);
  });
  return routes;
};
