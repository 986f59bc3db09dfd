/** How an instance signs in at its provider by OAuth 2 (RFC 6749, with PKCE, RFC 7636). */
export type OAuth2 = {
  readonly kind: 'oauth2';
  /** `authorization-code`: a person agrees once, by `ciclo connectors connect`. `client-credentials`: nobody has to. */
  readonly grant: 'authorization-code' | 'client-credentials';
  /** Where a person agrees; a must with `authorization-code`. */
  readonly authorizeUrl?: string | undefined;
  readonly tokenUrl: string;
  /** Where a token is given back (RFC 7009), when the instance is disconnected. */
  readonly revokeUrl?: string | undefined;
  /** Who the provider is in its answers (`iss`, RFC 9207); what it says there is not looked at by default. */
  readonly issuer?: string | undefined;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** How the client names itself at `tokenUrl`: in the body (`post`, the default) or by Basic auth. */
  readonly clientAuth?: 'post' | 'basic' | undefined;
  readonly scopes: readonly string[];
  /** Further parameters of the address where a person agrees, or of the request for client credentials. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
};

/**
 * How the requests of `ctx.http` say who they are from: the runtime adds the header to those that bring no `authorization` of their own.
 * With `oauth2` it gets tokens, keeps and renews them.
 */
export type Auth =
  | OAuth2
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'header'; readonly name: string; readonly value: string };

/** The hosts that a sign-in speaks to besides those of the plugin. */
export const hostsOfAuth = (auth: Auth | undefined): readonly string[] =>
  auth?.kind === 'oauth2'
    ? [auth.tokenUrl, auth.revokeUrl ?? auth.tokenUrl].map((url) => new URL(url).host)
    : [];
