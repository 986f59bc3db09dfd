/** Signs short texts that travel through other hands (links, tokens, cursors) and reads them back. */
export type Signer = {
  /** `<text in base64url>.<signature>` */
  readonly sign: (text: string) => string;
  /** The text, or undefined for anything that was not signed here, unchanged, for this purpose. */
  readonly open: (token: string) => string | undefined;
};

/** Encrypts short texts for the database, each for one place (`bound`), and reads them back. */
export type Sealer = {
  readonly seal: (input: { readonly text: string; readonly bound: string }) => string;
  /** The text, or undefined for anything that was not sealed for this place with a key that we still have. */
  readonly open: (input: { readonly sealed: string; readonly bound: string }) => string | undefined;
  /** Whether it was sealed with the present key. */
  readonly isCurrent: (sealed: string) => boolean;
};

/**
 * Keys for one purpose each, all derived from the engine's secret, so that what was made for one purpose is worth
 * nothing for another. While a secret is rotated there are several: the current one writes, every one is accepted.
 */
export type Keyring = {
  /** HMAC-SHA256 under the current secret's key for the purpose, base64url. Store this. */
  readonly mac: (input: { readonly purpose: string; readonly data: string }) => string;
  /** The same under every secret, the current one first. Look up with these. */
  readonly macs: (input: {
    readonly purpose: string;
    readonly data: string;
  }) => readonly [string, ...string[]];
  readonly sealer: (purpose: string) => Sealer;
  readonly signer: (purpose: string) => Signer;
};
