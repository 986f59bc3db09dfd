/** What a key may do: write keys track, API keys read and write. */
export type Scope = 'track' | 'read' | 'write';

/** A key somebody was given. Only the SHA-256 of its text is known. */
export type Key = {
  /** Names the key in logs; never the key itself. */
  readonly id: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the text of the key, in hex. */
  readonly sha256: string;
};

/** Finds a key by the SHA-256 of its text (hex). Asked on every call: an implementation on a database caches. */
export type FindKey = (sha256: string) => Promise<Key | undefined>;
