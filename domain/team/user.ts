import type { BusinessHours } from '../time/business-hours.ts';
import type { Role } from '../objects/access.ts';

/** When somebody is away, in epoch milliseconds of the tenant's time; without `until` until they say otherwise. */
export type Away = { readonly from: number; readonly until?: number; readonly note?: string };

/** A person of the team, who may sign in. Users are staff: no profile of a customer is made of them. */
export type User = {
  /** Opaque; what records name as their owner, and histories as who did something. */
  readonly id: string;
  readonly tenant: string;
  /** 1 when invited, one more with every change. */
  readonly revision: number;
  /** Lower case; one user of the tenant has it. */
  readonly email: string;
  /** How others mention them, `@eva`; one user of the tenant has it. */
  readonly handle: string;
  readonly name: string;
  readonly role: Role;
  /** Keys of teams. */
  readonly teams: readonly string[];
  readonly hours?: BusinessHours;
  readonly away?: Away;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When they signed in for the first time. */
  readonly signedInAt?: number;
  /** Since when they cannot sign in any more. */
  readonly deactivatedAt?: number;
};

/** Where a user stands: invited until they sign in, then active, until somebody deactivates them. */
export const userStates = ['invited', 'active', 'deactivated'] as const;
export type UserState = (typeof userStates)[number];

/** Where a user stands. */
export const stateOf = (user: Pick<User, 'signedInAt' | 'deactivatedAt'>): UserState => {
  if (user.deactivatedAt !== undefined) return 'deactivated';
  return user.signedInAt === undefined ? 'invited' : 'active';
};

/** What a handle looks like: `eva`, `eva.lopez`, `eva-2`. */
export const handlePattern = /^[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?$/;

/**
 * The handle of a user who was invited without one: what stands before the `@` of the address, as far as a handle may hold it.
 *
 * @example handleFor('Eva.Lopez+crm@shop.example') // 'eva.lopez'
 */
export const handleFor = (email: string): string => {
  const [local = ''] = email.toLowerCase().split(/[@+]/);
  const plain = local
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9._-]+/g, '')
    .slice(0, 32)
    .replaceAll(/^[._-]+|[._-]+$/g, '');
  return plain === '' ? 'user' : plain;
};
