import * as oauth from 'oauth4webapi';

import { isLoopback } from '../../../domain/own-host.ts';

/** The provider of an organisation, as the settings of the engine name it. */
export type OidcProvider = {
  /** What its button says. */
  readonly name: string;
  /** https, or http on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** Reveals the secret; without one the client is a public one. */
  readonly clientSecret?: (() => string) | undefined;
  /** Only addresses of these may come in, in lower case; all may where none is named. */
  readonly domains: readonly string[];
};

/** Who signed in at the provider. */
export type Claims = { readonly subject: string; readonly email?: string; readonly isVerified: boolean };

/** What was made up for one sign-in, and has to come back. */
export type Attempt = {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
};

const scope = 'openid email profile';
const answerMs = 10_000;

const optionsOf = ({ issuer }: OidcProvider) => ({
  // Without encryption only within this machine.
  [oauth.allowInsecureRequests]: isLoopback(new URL(issuer).hostname),
  signal: () => AbortSignal.timeout(answerMs),
});

/** Reads what the provider says of itself. Throws when it does not answer, or as another issuer. */
export const discover = async (provider: OidcProvider): Promise<oauth.AuthorizationServer> => {
  const issuer = new URL(provider.issuer);
  const answer = await oauth.discoveryRequest(issuer, optionsOf(provider));
  return oauth.processDiscoveryResponse(issuer, answer);
};

type Asked = {
  readonly provider: OidcProvider;
  readonly server: oauth.AuthorizationServer;
  readonly attempt: Attempt;
};

/** The address at which somebody signs in there, with PKCE (RFC 7636), state and nonce. */
export const addressOf = async ({ provider, server, attempt }: Asked): Promise<string | undefined> => {
  if (server.authorization_endpoint === undefined) return undefined;
  const url = new URL(server.authorization_endpoint);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: attempt.redirectUri,
    scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  }))
    url.searchParams.set(name, value);
  return url.href;
};

const claimsOf = (subject: string, said: Readonly<Record<string, unknown>>): Claims => {
  const { email } = said;
  return {
    subject,
    ...(typeof email === 'string' ? { email: email.toLowerCase() } : {}),
    isVerified: said['email_verified'] === true,
  };
};

/**
 * Exchanges the code of an answer for who signed in. The id token is checked whole: signature, issuer, audience, times and nonce; what it
 * leaves out is asked of the provider. Throws for every answer that does not hold.
 */
export const claimsFrom = async (input: Asked & { answer: URLSearchParams }): Promise<Claims> => {
  const { provider, server, attempt, answer } = input;
  const client: oauth.Client = { client_id: provider.clientId };
  const secret = provider.clientSecret?.();
  const clientAuth = secret === undefined ? oauth.None() : oauth.ClientSecretPost(secret);
  const options = optionsOf(provider);
  const checked = oauth.validateAuthResponse(server, client, answer, attempt.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    clientAuth,
    checked,
    attempt.redirectUri,
    attempt.verifier,
    options,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: attempt.nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, options);
  const token = oauth.getValidatedIdTokenClaims(tokens);
  if (token === undefined) throw new TypeError('The provider gave no id token.');
  const found = claimsOf(token.sub, token);
  if (found.email !== undefined || server.userinfo_endpoint === undefined) return found;
  const asked = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  return claimsOf(token.sub, await oauth.processUserInfoResponse(server, client, token.sub, asked));
};
