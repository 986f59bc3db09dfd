/** What came of agreeing at a provider. */
export type ConnectEnd =
  | { readonly kind: 'connected'; readonly tenant: string; readonly instance: string }
  /** `sign-in`: only who went to agree may come back, and they are not signed in here. */
  | {
      readonly kind: 'refused';
      readonly reason: 'unknown' | 'over' | 'sign-in' | 'provider';
      readonly message: string;
    };

/** Takes what a provider sends the browser of somebody back with, who went there to agree. */
export type ConnectBack = (input: {
  readonly answer: URLSearchParams;
  /** The user who is signed in to a tenant in this browser; asked only where a user went to agree. */
  readonly userOf: (tenant: string) => Promise<string | undefined>;
}) => Promise<ConnectEnd>;
