import type { Viewer } from '../../domain/objects/access.ts';

/** How long a password may be. */
export const passwordLength = { min: 12, max: 128 } as const;

/** Somebody who is signed in, and what the browser is to keep of it (`Set-Cookie`). */
export type SignedIn = {
  readonly user: Viewer;
  readonly cookies: readonly string[];
  /** The id of the session that a request brought. */
  readonly session?: string | undefined;
  /** When the session began: real time, epoch milliseconds. */
  readonly signedInAt: number;
};

/** Signs the users of all tenants in and out. */
export type SignIn = {
  /** Who a request is of, by its cookies; undefined when nobody is signed in. */
  readonly of: (input: { tenant: string; headers: Headers }) => Promise<SignedIn | undefined>;
  /** Undefined when address and password do not belong together; which of them is wrong is not told. */
  readonly withPassword: (input: {
    tenant: string;
    email: string;
    password: string;
    browser?: string | undefined;
  }) => Promise<SignedIn | undefined>;
  /** Uses a link up; with `password` it becomes the password of the user. Undefined for a link that is used, over or none. */
  readonly withLink: (input: {
    tenant: string;
    token: string;
    password?: string | undefined;
    browser?: string | undefined;
  }) => Promise<SignedIn | undefined>;
  /** Signs in who proved otherwise that they are this user. Undefined for a user who is deactivated, or none. */
  readonly withProof: (input: {
    tenant: string;
    userId: string;
    browser?: string | undefined;
  }) => Promise<SignedIn | undefined>;
  /** Makes a link for one sign-in; its token, and when it ends (real time, epoch milliseconds). */
  readonly makeLink: (input: {
    tenant: string;
    email: string;
  }) => Promise<{ readonly token: string; readonly expiresAt: number }>;
  /** Ends the session of a request. */
  readonly end: (input: { tenant: string; headers: Headers }) => Promise<readonly string[]>;
};
