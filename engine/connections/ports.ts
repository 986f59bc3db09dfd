type Named = { readonly tenant: string; readonly instance: string };

/** Who connected an instance, or gave a key for it. */
export type Connector = { readonly kind: 'user' | 'key'; readonly id: string };

/** What the provider of an instance agreed to. Instants are real time, epoch milliseconds. */
export type Connection = Named & {
  /** `new`: nobody agreed yet. `ended`: the provider takes it no more. */
  readonly state: 'new' | 'connected' | 'ended';
  /** Counts the tokens that came. */
  readonly revision: number;
  /** What the tokens were given for; with other settings they are sent to nobody. */
  readonly binding?: string;
  /** The tokens, encrypted. */
  readonly sealed?: string;
  readonly scopes?: string;
  /** When the token ends, where the provider says so. */
  readonly expiresAt?: number;
  readonly renewedAt?: number;
  readonly connectedAt?: number;
  readonly by?: Connector;
  /** Why it ended, or why the last renewal did not work. */
  readonly why?: string;
};

/** Tokens that came, as they are kept. */
export type KeptTokens = Pick<Connection, 'scopes' | 'expiresAt'> & {
  readonly binding: string;
  readonly sealed: string;
  readonly renewedAt: number;
};

/** The connections of instances: a document each. */
export type ConnectionStore = {
  readonly get: (input: Named) => Promise<Connection | undefined>;
  readonly of: (tenant: string) => Promise<readonly Connection[]>;
  /** Notes that somebody went to agree; what they bring back counts once and until then. A later one takes its place. */
  readonly begin: (input: Named & { nonce: string; until: number }) => Promise<void>;
  /** Uses up what `begin` noted; false when it was used, replaced, or is over. */
  readonly use: (input: Named & { nonce: string; systemTime: number }) => Promise<boolean>;
  /** Keeps the tokens that came of it. */
  readonly connect: (input: Named & KeptTokens & { by: Connector }) => Promise<void>;
  /** Lets one process renew the tokens, until `until`; undefined while another does. The document is made where there is none. */
  readonly lease: (
    input: Named & { token: string; systemTime: number; until: number },
  ) => Promise<Connection | undefined>;
  /** Keeps renewed tokens; false when the lease was lost. */
  readonly renewed: (input: Named & KeptTokens & { token: string }) => Promise<boolean>;
  /** Gives the lease back: the tokens are no more, or stay as they are, and nobody tries before `notBefore`. False when the lease was lost. */
  readonly notRenewed: (
    input: Named & { token: string; ended: boolean; why: string; notBefore: number },
  ) => Promise<boolean>;
  /** Puts the same tokens in their place, sealed again; false when others came meanwhile. */
  readonly reseal: (input: Named & { revision: number; sealed: string }) => Promise<boolean>;
  readonly drop: (input: Named) => Promise<void>;
};
