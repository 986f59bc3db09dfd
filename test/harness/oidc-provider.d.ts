declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type Stored = { destroy(): Promise<void> } | undefined;
  type Tokens = { find(value: string): Promise<Stored> };
  type Grant = { addOIDCScope(scope: string): void; save(): Promise<string> };

  /** An authorization server for tests, as far as they use it. */
  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    on(event: string, heard: (ctx: { oidc: { params: { grant_type?: string } } }) => void): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<{ uid: string }>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Readonly<Record<string, unknown>>,
    ): Promise<void>;
    readonly AccessToken: Tokens;
    readonly RefreshToken: Tokens;
    readonly ClientCredentials: Tokens;
    readonly Grant: new (of: { accountId: string; clientId: string }) => Grant;
  }
}
