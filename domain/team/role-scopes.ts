import { adminScopes, holds, type Scope } from '../keys/key.ts';
import type { Role } from '../objects/access.ts';

const everything: readonly Scope[] = adminScopes;

/** What the roles may do, as scopes of the admin API. `access` of an object narrows which records they reach. */
export const roleScopes: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read', 'records:read'],
  agent: ['read', 'records:read', 'records:write', 'personal-data'],
  author: ['read', 'draft', 'records:read', 'records:write', 'personal-data'],
  marketer: ['read', 'draft', 'write', 'publish', 'records:read', 'records:write', 'personal-data'],
  admin: everything.filter((scope) => scope !== 'publish:unreviewed'),
  owner: everything,
};

/** Who gives or takes a role: a user by their role, or a key by its scopes. */
export type Granting = { readonly role?: Role | undefined; readonly scopes: readonly Scope[] };

/**
 * Whether somebody may make others a role, or change those who have it: nobody gives what they do not have, and owners are for owners
 * (and for keys that may do everything) to make and change.
 */
export const mayGrant = (by: Granting, role: Role): boolean => {
  if (role === 'owner' && by.role !== undefined && by.role !== 'owner') return false;
  return roleScopes[role].every((scope) => holds(by.scopes, scope));
};
