import type { KeyKind, Scope } from '../../domain/keys/key.ts';
import type { Viewer } from '../../domain/objects/access.ts';

/** A key somebody was given. Only the SHA-256 of its text is known. */
export type Key = {
  /** Names the key in logs and the audit trail; never the key itself. */
  readonly id: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the text of the key, in hex. */
  readonly sha256: string;
  /** The key of the engine's settings: it may also make keys for other tenants. */
  readonly isOperator?: boolean;
};

/** What makes a call of the admin API: a key, or a user who signed in, with the scopes of their role. */
export type Caller = Key & {
  readonly user?: Viewer;
  /** When the user signed in: real time, epoch milliseconds. */
  readonly signedInAt?: number;
};

/** Finds a key by the SHA-256 of its text (hex). Asked on every call: an implementation on a database caches. */
export type FindKey = (sha256: string) => Promise<Key | undefined>;

/** A key that was made, as it is kept. Instants are real time, epoch milliseconds. */
export type KeyRow = Key & {
  readonly name: string;
  readonly kind: KeyKind;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  /** The id of the key that takes its place. */
  readonly replacedBy?: string;
  /** Noted at most once a minute. */
  readonly lastUsedAt?: number;
};

/** The keys of all tenants, by the hash of their text. */
export type KeyStore = {
  readonly add: (row: KeyRow) => Promise<void>;
  /** Also one that was revoked or is over. */
  readonly find: (sha256: string) => Promise<KeyRow | undefined>;
  /** The newest first. */
  readonly list: (input: { tenant: string; limit: number }) => Promise<readonly KeyRow[]>;
  /** Revokes it once; the first time stays. Undefined when there is no such key. */
  readonly revoke: (input: { tenant: string; id: string; at: number }) => Promise<KeyRow | undefined>;
  /** Notes which key takes its place and when it ends; answers false when it was revoked, is over or has a successor already. */
  readonly replace: (input: {
    tenant: string;
    id: string;
    by: string;
    at: number;
    endsAt: number;
  }) => Promise<boolean>;
  readonly noteUse: (input: { sha256: string; at: number }) => Promise<void>;
};

/** Makes, lists and revokes the keys of a tenant, and finds whose a key is. */
export type Keys = {
  readonly find: FindKey;
  /** Answers the text of the key, which nobody sees again. */
  readonly create: (input: {
    tenant: string;
    name: string;
    kind: KeyKind;
    scopes: readonly Scope[];
    expiresAt?: number;
  }) => Promise<{ readonly row: KeyRow; readonly text: string }>;
  readonly list: (input: { tenant: string }) => Promise<readonly KeyRow[]>;
  readonly revoke: (input: { tenant: string; id: string }) => Promise<KeyRow | undefined>;
  /**
   * Makes a key with the same name, kind and scopes. The former opens for `overlapMs` more, and never longer than it did.
   * `over`: it was revoked, has ended, or has a successor already.
   */
  readonly rotate: (input: {
    row: KeyRow;
    overlapMs: number;
  }) => Promise<
    { readonly kind: 'done'; readonly row: KeyRow; readonly text: string } | { readonly kind: 'over' }
  >;
};
