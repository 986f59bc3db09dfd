import type { Role } from '../../domain/objects/access.ts';
import type { Team } from '../../domain/team/team.ts';
import type { User } from '../../domain/team/user.ts';
import type { Position } from '../../domain/page.ts';

/** `conflict`: somebody else wrote meanwhile, or there is one of this id; `taken`: another one has this value. */
export type Kept =
  | { readonly kind: 'kept' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'taken'; readonly field: 'email' | 'handle' };

type Page = { readonly tenant: string; readonly after?: Position | undefined; readonly limit: number };

/** The users of all tenants. */
export type UserStore = {
  readonly get: (input: { tenant: string; id: string }) => Promise<User | undefined>;
  readonly byEmail: (input: { tenant: string; email: string }) => Promise<User | undefined>;
  readonly add: (user: User) => Promise<Kept>;
  /** Writes the next revision, if the user still stands at the one before. */
  readonly replace: (user: User) => Promise<Kept>;
  /** By `createdAt`, the newest first. */
  readonly list: (
    input: Page & {
      handle?: string;
      email?: string;
      team?: string;
      role?: Role;
      /** Those who were deactivated, or the others. */
      isDeactivated?: boolean;
    },
  ) => Promise<readonly User[]>;
  /** Whether the tenant has an owner who was not deactivated, besides this user. */
  readonly hasOwner: (input: { tenant: string; besides?: string }) => Promise<boolean>;
};

/** The teams of all tenants. */
export type TeamStore = {
  readonly get: (input: { tenant: string; key: string }) => Promise<Team | undefined>;
  readonly many: (input: { tenant: string; keys: readonly string[] }) => Promise<readonly Team[]>;
  readonly add: (team: Team) => Promise<'kept' | 'conflict'>;
  readonly replace: (team: Team) => Promise<'kept' | 'conflict'>;
  /** By `createdAt`, the newest first. */
  readonly list: (input: Page) => Promise<readonly Team[]>;
};
