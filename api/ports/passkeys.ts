import type { Assertion, Attestation, RelyingParty } from '../../domain/team/webauthn.ts';

/** A passkey of a user. Instants are real time, epoch milliseconds. */
export type Passkey = {
  readonly id: string;
  /** What its owner calls it. */
  readonly name: string;
  readonly createdAt: number;
  readonly usedAt?: number;
  /** Whether a cloud of its maker keeps it, so that other devices of the person have it too. */
  readonly isBackedUp: boolean;
};

type Owner = { readonly tenant: string; readonly userId: string };

/** What a browser needs to make a passkey; binary parts in base64url. */
export type PasskeyCreation = {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly algorithms: readonly number[];
  /** The ids of the passkeys that the user has. */
  readonly exclude: readonly string[];
};

/** What came of adding a passkey; `over`: begun elsewhere, too long ago, or used already. */
export type PasskeyAdded =
  | { readonly kind: 'added'; readonly passkey: Passkey }
  | { readonly kind: 'over' | 'invalid' | 'taken' | 'too-many' };

/** The passkeys of the users of all tenants (WebAuthn). */
export type Passkeys = {
  readonly list: (input: Owner) => Promise<readonly Passkey[]>;
  /** Undefined for a user who is not there. */
  readonly beginAdding: (input: Owner & { party: RelyingParty }) => Promise<PasskeyCreation | undefined>;
  readonly add: (
    input: Owner & { party: RelyingParty; name: string; attestation: Attestation },
  ) => Promise<PasskeyAdded>;
  /** False when the user has no such passkey. */
  readonly remove: (input: Owner & { id: string }) => Promise<boolean>;
  /** The challenge that a passkey is to sign, in base64url. */
  readonly beginSignIn: (input: { tenant: string }) => string;
  /** The user whose passkey signed; undefined for everything else. */
  readonly userOf: (input: {
    tenant: string;
    party: RelyingParty;
    assertion: Assertion;
  }) => Promise<string | undefined>;
};
