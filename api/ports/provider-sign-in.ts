/** Why a provider's answer signs nobody in. */
export type ProviderRefusal =
  /** Begun in another browser, or too long ago. */
  | 'over'
  /** The provider gave no answer that holds. */
  | 'provider'
  /** The provider does not vouch for the address. */
  | 'unverified'
  /** The address is of none of the domains that may come in. */
  | 'domain'
  /** No user of the tenant has the address. */
  | 'nobody'
  /** The user came in with another account of the provider before. */
  | 'other-account';

export type ProviderEnd =
  | { readonly kind: 'proved'; readonly tenant: string; readonly userId: string; readonly back: string }
  | { readonly kind: 'refused'; readonly because: ProviderRefusal };

/** Lets people of the team prove who they are at the provider of their organisation, by OpenID Connect. */
export type ProviderSignIn = {
  /** What the provider is called; undefined where none is set up. */
  readonly name: string | undefined;
  /**
   * Where a browser goes, and what it keeps until it comes back. `back` is a path below the studio. Throws `not-found` where no
   * provider is set up, `unavailable` when it does not answer.
   */
  readonly begin: (input: {
    tenant: string;
    back: string;
  }) => Promise<{ readonly url: string; readonly kept: string }>;
  /** Takes what the provider sent a browser back with. Makes no user: people are invited. */
  readonly end: (input: { answer: URLSearchParams; kept: string }) => Promise<ProviderEnd>;
};
