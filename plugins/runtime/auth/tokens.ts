import type { OAuth2 } from '../../contract/sign-in/auth.ts';
import type { Send } from '../http-client.ts';

/** An instance that signs in by OAuth 2: what its tokens belong to, and the way to its provider. */
export type TokenPlace = {
  readonly tenant: string;
  readonly instance: string;
  /** The plugin's id. */
  readonly plugin: string;
  readonly auth: OAuth2;
  /** Everything the instance speaks to: tokens were given for these hosts. */
  readonly hosts: readonly string[];
  readonly send: Send;
};

/** A token that is valid now, or why there is none. */
export type TokenAnswer =
  | { readonly kind: 'token'; readonly value: string }
  | {
      readonly kind: 'none';
      /**
       * `not-connected`: nobody agreed yet; `connection-ended`: the provider takes it no more; both wait for a person.
       * `token-unavailable`: there may be one in a moment.
       */
      readonly code: 'not-connected' | 'connection-ended' | 'token-unavailable';
      readonly message: string;
    };

/** Gets, keeps and renews the tokens of instances, for all processes. Never throws. */
export type TokenSource = {
  readonly get: (place: TokenPlace) => Promise<TokenAnswer>;
  /** The provider refused a token that looked valid: another one, or why there is none. */
  readonly renew: (place: TokenPlace & { readonly refused: string }) => Promise<TokenAnswer>;
};

/** What has no tokens: an engine that connects nothing. */
export const noTokens: TokenSource = {
  get: async () => ({ kind: 'none', code: 'not-connected', message: 'Nothing is connected here.' }),
  renew: async () => ({ kind: 'none', code: 'not-connected', message: 'Nothing is connected here.' }),
};
