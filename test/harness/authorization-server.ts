import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { Provider } from 'oidc-provider';
import { z } from 'zod';

import { definePlugin, type OAuth2, secret } from '../../plugins/contract.ts';

/** The client that the server knows. */
export const oauthClient = { id: 'ciclo', secret: 'canary-secret-of-the-client' } as const;

const grantSchema = z.object({
  oidc: z.object({
    session: z.object({ accountId: z.string() }),
    client: z.object({ clientId: z.string() }),
  }),
});

/** What the server says of somebody. */
type Said = { readonly email?: string; readonly email_verified?: boolean };

const configOf = (input: {
  redirectUri: string;
  seconds: number;
  people: ReadonlyMap<string, Said>;
  provider: () => Provider;
}) => ({
  clients: [
    {
      client_id: oauthClient.id,
      client_secret: oauthClient.secret,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
      redirect_uris: [input.redirectUri],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  scopes: ['openid', 'crm', 'email'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  cookies: { keys: ['a key of the tests'] },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
  },
  pkce: { required: () => true },
  ttl: {
    AccessToken: input.seconds,
    ClientCredentials: input.seconds,
    RefreshToken: 86_400,
    Grant: 86_400,
    Session: 86_400,
    Interaction: 3_600,
  },
  issueRefreshToken: async () => true,
  rotateRefreshToken: () => true,
  interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  findAccount: async (_ctx: unknown, id: string) => ({
    accountId: id,
    claims: async () => ({ sub: id, ...input.people.get(id) }),
  }),
  loadExistingGrant: async (ctx: unknown) => {
    const { session, client } = grantSchema.parse(ctx).oidc;
    const { Grant } = input.provider();
    const grant = new Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope('openid crm email');
    await grant.save();
    return grant;
  },
});

const tokenOf = (request: IncomingMessage): string =>
  request.headers.authorization?.slice('Bearer '.length) ?? '';

/**
 * Starts a real authorization server on this machine, with a service beside it that lets in anyone who brings one of its tokens
 * (`/api/notes`); anyone who comes to agree does so at once.
 */
export const startAuthorizationServer = async (input: { redirectUri: string; seconds?: number }) => {
  const held: { provider?: Provider } = {};
  const provider = (): Provider => {
    if (held.provider === undefined) throw new Error('The server has not begun.');
    return held.provider;
  };
  const granted: string[] = [];
  const notes: string[] = [];
  const people = new Map<string, Said>();
  const comes = { who: 'ana' };
  const away = { is: false };
  const note = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = tokenOf(request);
    const found =
      (await provider().AccessToken.find(token)) ?? (await provider().ClientCredentials.find(token));
    if (found !== undefined) notes.push(token);
    response.writeHead(found === undefined ? 401 : 200, { 'content-type': 'application/json' });
    response.end('{}');
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    if (path.startsWith('/api/')) return note(request, response);
    if (away.is) return void response.writeHead(503).end();
    if (path.startsWith('/interaction/'))
      return provider().interactionFinished(request, response, { login: { accountId: comes.who } });
    provider().callback()(request, response);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  held.provider = new Provider(
    url,
    configOf({ ...input, people, seconds: input.seconds ?? 3_600, provider }),
  );
  provider().on('grant.success', (ctx) => granted.push(ctx.oidc.params.grant_type ?? ''));
  return {
    url,
    /** The grants that gave tokens, in their order. */
    granted,
    /** Who is there, by their account, and what it says of them. */
    people,
    /** Anyone who signs in next. */
    comes,
    /** The tokens with which the service was used. */
    notes,
    /** While set, it gives no tokens. */
    away,
    /** Ends a token, as an administrator there would. */
    endAccess: async (token: string) => (await provider().AccessToken.find(token))?.destroy(),
    endRefresh: async (token: string) => (await provider().RefreshToken.find(token))?.destroy(),
    knows: async (token: string) => (await provider().RefreshToken.find(token)) !== undefined,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

export type AuthorizationServer = Awaited<ReturnType<typeof startAuthorizationServer>>;

const redirectsMax = 10;

/** Goes to an address as a browser does, and agrees; answers the address of ours at which it ends. */
export const agreeAt = async (input: { url: string; until: string }): Promise<string> => {
  const cookies = new Map<string, string>();
  let url = input.url;
  for (let n = 0; n < redirectsMax; n += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...rest] = pair.split('=');
      cookies.set(name, rest.join('='));
    }
    const to = answer.headers.get('location');
    if (to === null) throw new Error(`${answer.status} ${await answer.text()}`);
    url = new URL(to, url).href;
    if (url.startsWith(input.until)) return url;
  }
  throw new Error('It never came back.');
};

/** How an instance signs in at the server. */
export const oauthOf = (input: { url: string; grant: OAuth2['grant'] }): OAuth2 => ({
  kind: 'oauth2',
  grant: input.grant,
  authorizeUrl: `${input.url}/auth`,
  tokenUrl: `${input.url}/token`,
  revokeUrl: `${input.url}/token/revocation`,
  issuer: input.url,
  clientId: oauthClient.id,
  clientSecret: oauthClient.secret,
  scopes: ['openid', 'crm'],
});

const noteInput = z.strictObject({ text: z.string() });
const nothing = z.object({});

/** A plugin for the service beside the authorization server. */
export const notesPlugin = definePlugin({
  id: 'notes',
  version: '1.0.0',
  name: 'Notes',
  config: z.strictObject({
    url: z.url(),
    grant: z.enum(['authorization-code', 'client-credentials']).default('authorization-code'),
    clientSecret: secret(),
  }),
  hosts: ({ url }) => [new URL(url).host],
  auth: ({ url, grant, clientSecret }) => ({ ...oauthOf({ url, grant }), clientSecret }),
  actions: (action) => ({
    set: action({
      title: 'Set a note',
      input: noteInput,
      output: nothing,
      effect: 'write',
      idempotency: 'natural-key',
      run: async (ctx, input) => {
        const answer = await ctx.http({ url: `${ctx.config.url}/api/notes`, json: input });
        return answer.status === 200 ? { kind: 'done', output: {} } : ctx.failure(answer);
      },
    }),
    add: action({
      title: 'Add a note',
      input: noteInput,
      output: nothing,
      effect: 'write',
      idempotency: 'none',
      run: async (ctx, input) => {
        const answer = await ctx.http({ url: `${ctx.config.url}/api/notes`, json: input });
        return answer.status === 200 ? { kind: 'done', output: {} } : ctx.failure(answer);
      },
    }),
  }),
});
