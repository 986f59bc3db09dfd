import * as oauth from 'oauth4webapi';

import { messageOf } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { isLoopback } from '../../domain/own-host.ts';
import type { OAuth2 } from '../../plugins/contract/sign-in/auth.ts';
import { withoutAddresses } from '../../plugins/contract/messages/provider-failure.ts';
import type { TokenPlace } from '../../plugins/runtime/auth/tokens.ts';

/** Tokens as a provider gave them. */
export type Tokens = {
  readonly access: string;
  readonly refresh?: string;
  /** How long the access token is valid, in milliseconds. */
  readonly forMs?: number;
  readonly scopes?: string;
};

/** What a request for tokens came to; `ended`: the provider takes what we have no more. */
export type Asked =
  | { readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly kind: 'ended' | 'failed'; readonly why: string };

/** What stands for the right to get tokens. */
export type Grant =
  | {
      readonly kind: 'code';
      /** The parameters that the provider sent the browser back with. */
      readonly answer: URLSearchParams;
      readonly state: string;
      readonly redirectUri: string;
      readonly verifier: string;
    }
  | { readonly kind: 'refresh'; readonly refresh: string }
  | { readonly kind: 'client' };

type Place = Pick<TokenPlace, 'auth' | 'send'>;

const maxBytes = 100_000;
const whyMax = 300;
/** So long a provider may take to answer; the lease on a renewal is longer. */
export const answerMs = 20_000;

const unknownIssuer = 'https://issuer.invalid';

const serverOf = (auth: OAuth2): oauth.AuthorizationServer => ({
  issuer: auth.issuer ?? unknownIssuer,
  token_endpoint: auth.tokenUrl,
  ...(auth.revokeUrl === undefined ? {} : { revocation_endpoint: auth.revokeUrl }),
});

const clientAuthOf = ({ clientSecret, clientAuth = 'post' }: OAuth2): oauth.ClientAuth => {
  if (clientSecret === undefined) return oauth.None();
  return clientAuth === 'basic'
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret);
};

/** Who signed in is not asked for, so an id token that comes along is not read. */
const withoutIdToken = (bytes: Uint8Array): string => {
  const text = new TextDecoder().decode(bytes);
  try {
    const body: unknown = JSON.parse(text);
    if (!isObject(body)) return text;
    return JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'id_token')));
  } catch {
    return text;
  }
};

/** Lets the library speak by the guarded way of the instance: to its hosts, and to no others. */
const optionsOf = ({ auth, send }: Place) => {
  const isPlain = [auth.tokenUrl, auth.revokeUrl ?? auth.tokenUrl].every((url) =>
    isLoopback(new URL(url).hostname),
  );
  return {
    // Without encryption only within this machine.
    [oauth.allowInsecureRequests]: isPlain,
    [oauth.customFetch]: async (
      url: string,
      init: { method: string; headers: Record<string, string>; body?: unknown },
    ): Promise<Response> => {
      const { method, headers, body } = init;
      const answer = await send({
        url,
        method,
        headers,
        ...(body === undefined || body === null ? {} : { body: String(body) }),
        maxBytes,
        signal: AbortSignal.timeout(answerMs),
      });
      if (answer.failure !== undefined) throw new TypeError(answer.failure.message);
      const text = withoutIdToken(answer.bytes);
      return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
    },
  };
};

/** Codes by which a provider says that it takes a grant no more; all others may be set right without a person agreeing again. */
const ends: ReadonlySet<string> = new Set(['invalid_grant', 'access_denied']);

/** What a provider says, as it may be kept and shown. */
const shown = (text: string, { clientSecret = '' }: OAuth2): string => {
  const plain = withoutAddresses(text);
  return (clientSecret === '' ? plain : plain.replaceAll(clientSecret, '[redacted]')).slice(0, whyMax);
};

const failed = (thrown: unknown, auth: OAuth2): Asked => {
  if (thrown instanceof oauth.ResponseBodyError || thrown instanceof oauth.AuthorizationResponseError) {
    const { error, error_description: said = '' } = thrown;
    const why = shown(`The provider answered ${error}${said === '' ? '.' : `: ${said}`}`, auth);
    return { kind: ends.has(error) ? 'ended' : 'failed', why };
  }
  return { kind: 'failed', why: shown(`The provider gave no token: ${messageOf(thrown)}`, auth) };
};

const parametersOf = (input: {
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  auth: OAuth2;
  grant: Grant;
}): { readonly type: string; readonly parameters: URLSearchParams } => {
  const { server, client, auth, grant } = input;
  switch (grant.kind) {
    case 'code': {
      const answer = new URLSearchParams(grant.answer);
      if (auth.issuer === undefined) answer.delete('iss');
      const checked = oauth.validateAuthResponse(server, client, answer, grant.state);
      const parameters = new URLSearchParams({
        code: checked.get('code') ?? '',
        redirect_uri: grant.redirectUri,
        code_verifier: grant.verifier,
      });
      return { type: 'authorization_code', parameters };
    }
    case 'refresh':
      return {
        type: 'refresh_token',
        parameters: new URLSearchParams({ refresh_token: grant.refresh }),
      };
    case 'client': {
      const scope = auth.scopes.length === 0 ? {} : { scope: auth.scopes.join(' ') };
      const parameters = new URLSearchParams({ ...scope, ...auth.parameters });
      return { type: 'client_credentials', parameters };
    }
  }
};

/** Asks a provider for tokens. Never throws; what it says goes on without the tokens. */
export const askTokens = async (input: Place & { grant: Grant }): Promise<Asked> => {
  const { auth, grant } = input;
  const server = serverOf(auth);
  const client: oauth.Client = { client_id: auth.clientId };
  try {
    const { type, parameters } = parametersOf({ server, client, auth, grant });
    const response = await oauth.genericTokenEndpointRequest(
      server,
      client,
      clientAuthOf(auth),
      type,
      parameters,
      optionsOf(input),
    );
    const found = await oauth.processGenericTokenEndpointResponse(server, client, response);
    const { access_token: access, refresh_token: refresh, expires_in: seconds, scope: scopes } = found;
    return {
      kind: 'tokens',
      tokens: {
        access,
        ...(refresh === undefined ? {} : { refresh }),
        ...(seconds === undefined ? {} : { forMs: seconds * 1000 }),
        ...(scopes === undefined ? {} : { scopes }),
      },
    };
  } catch (thrown) {
    return failed(thrown, auth);
  }
};

/** Tells the provider that a token is not used any more. Never throws: who disconnects is not kept by a provider that is away. */
export const revokeToken = async (input: Place & { token: string }): Promise<void> => {
  const { auth, token } = input;
  if (auth.revokeUrl === undefined) return;
  try {
    const response = await oauth.revocationRequest(
      serverOf(auth),
      { client_id: auth.clientId },
      clientAuthOf(auth),
      token,
      optionsOf(input),
    );
    await oauth.processRevocationResponse(response);
  } catch {
    // It ends there by itself.
  }
};
