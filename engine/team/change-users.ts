import type { Role } from '../../domain/objects/access.ts';
import { type Granting, mayGrant } from '../../domain/team/role-scopes.ts';
import { handleFor, type User } from '../../domain/team/user.ts';
import type { BusinessHours } from '../../domain/time/business-hours.ts';
import type { Sessions } from '../../api/ports/sessions.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { Kept, TeamStore, UserStore } from './ports.ts';

/** What a new user is made of; the address in lower case. */
export type Invitation = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Made of the address by default. */
  readonly handle?: string | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly hours?: BusinessHours | undefined;
};

/** What changes of a user; null takes a value away. */
export type UserChange = {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly handle?: string | undefined;
  readonly role?: Role | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly hours?: BusinessHours | null | undefined;
  /** Away from now on. */
  readonly away?: { readonly until?: number; readonly note?: string } | null | undefined;
  readonly isActive?: boolean | undefined;
};

/**
 * What came of a change. `taken`: another user has the address or handle; `forbidden`: anyone who asks may not give or take this
 * role; `last-owner`: the tenant would have no owner; `no-team`: there is no such team; `stale`: the user is at another revision.
 */
export type UserOutcome =
  | { readonly kind: 'done'; readonly user: User }
  | { readonly kind: 'taken'; readonly field: 'email' | 'handle' }
  | { readonly kind: 'no-team'; readonly team: string }
  | { readonly kind: 'forbidden'; readonly role: Role }
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'last-owner' | 'absent' };

type Named = {
  readonly tenant: string;
  readonly id: string;
  readonly by: Granting;
  readonly revision?: number | undefined;
};

/** The ways in which users change. */
export type ChangeUsers = {
  /** Makes a user under the id; one that is there already is answered as it is. */
  readonly invite: (
    input: Omit<Named, 'revision'> & { readonly invitation: Invitation },
  ) => Promise<UserOutcome>;
  readonly change: (input: Named & { readonly change: UserChange }) => Promise<UserOutcome>;
  /** Notes that a user signed in, the first time. */
  readonly noteSignIn: (input: { readonly tenant: string; readonly id: string }) => Promise<void>;
};

type Deps = {
  readonly users: UserStore;
  readonly teams: TeamStore;
  readonly clock: Clock;
  readonly sessions: Pick<Sessions, 'end'>;
};

const triesMax = 20;

const without = <T extends object, K extends keyof T>(from: T, name: K): Omit<T, K> => {
  const { [name]: _gone, ...rest } = from;
  return rest;
};

/** The user at the next revision, with the change in it. */
const changed = (user: User, change: UserChange, now: number): User => {
  const { email, name, handle, role, teams, hours, away, isActive } = change;
  let next: User = {
    ...user,
    revision: user.revision + 1,
    updatedAt: now,
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(handle === undefined ? {} : { handle }),
    ...(role === undefined ? {} : { role }),
    ...(teams === undefined ? {} : { teams: [...new Set(teams)] }),
  };
  if (hours !== undefined) next = hours === null ? without(next, 'hours') : { ...next, hours };
  if (away !== undefined)
    next = away === null ? without(next, 'away') : { ...next, away: { from: now, ...away } };
  if (isActive === true) next = without(next, 'deactivatedAt');
  if (isActive === false) next = { ...next, deactivatedAt: user.deactivatedAt ?? now };
  return next;
};

const isOwner = (user: User): boolean => user.role === 'owner' && user.deactivatedAt === undefined;

const busy = (): CicloError =>
  new CicloError({ code: 'unavailable', message: 'The user is being changed by too many at once.' });

/** The first of the teams that the tenant does not have; undefined when it has all. */
const createMissingTeam =
  ({ teams }: Deps) =>
  async (tenant: string, keys: readonly string[]): Promise<string | undefined> => {
    if (keys.length === 0) return undefined;
    const found = await teams.many({ tenant, keys });
    return keys.find((key) => !found.some((team) => team.key === key && team.deactivatedAt === undefined));
  };

const createInvite = (deps: Deps): ChangeUsers['invite'] => {
  const { users, clock } = deps;
  const missingTeam = createMissingTeam(deps);
  return async ({ tenant, id, by, invitation }) => {
    const { email, name, role, handle = handleFor(email), teams = [], hours } = invitation;
    if (!mayGrant(by, role)) return { kind: 'forbidden', role };
    const team = await missingTeam(tenant, teams);
    if (team !== undefined) return { kind: 'no-team', team };
    const now = clock.now(tenant);
    const user: User = {
      id,
      tenant,
      revision: 1,
      email,
      handle,
      name,
      role,
      teams: [...new Set(teams)],
      ...(hours === undefined ? {} : { hours }),
      createdAt: now,
      updatedAt: now,
    };
    const kept = await users.add(user);
    if (kept.kind === 'kept') return { kind: 'done', user };
    const there = await users.get({ tenant, id });
    if (there !== undefined) return { kind: 'done', user: there };
    if (kept.kind === 'taken') return kept;
    throw busy();
  };
};

/** Gives a user back who was the last owner, when two owners went at once. */
const createGiveBack =
  ({ users, clock }: Deps) =>
  async (tenant: string, id: string): Promise<void> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const user = await users.get({ tenant, id });
      if (user === undefined || isOwner(user)) return;
      const next = changed(user, { role: 'owner', isActive: true }, clock.now(tenant));
      if ((await users.replace(next)).kind === 'kept') return;
    }
    throw busy();
  };

/** What of a change is refused before it is tried. */
const refusalOf = async (input: {
  deps: Deps;
  named: Named;
  change: UserChange;
  user: User;
}): Promise<UserOutcome | undefined> => {
  const { deps, named, change, user } = input;
  const { tenant, id, by, revision } = named;
  if (revision !== undefined && revision !== user.revision) return { kind: 'stale', revision: user.revision };
  for (const role of new Set([user.role, change.role ?? user.role]))
    if (!mayGrant(by, role)) return { kind: 'forbidden', role };
  const added = (change.teams ?? []).filter((key) => !user.teams.includes(key));
  const team = await createMissingTeam(deps)(tenant, added);
  if (team !== undefined) return { kind: 'no-team', team };
  const goes = isOwner(user) && !isOwner(changed(user, change, 0));
  if (goes && !(await deps.users.hasOwner({ tenant, besides: id }))) return { kind: 'last-owner' };
  return undefined;
};

const createChange = (deps: Deps): ChangeUsers['change'] => {
  const { users, clock } = deps;
  const giveBack = createGiveBack(deps);
  return async ({ change, ...named }) => {
    const { tenant, id } = named;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const user = await users.get({ tenant, id });
      if (user === undefined) return { kind: 'absent' };
      const refusal = await refusalOf({ deps, named, change, user });
      if (refusal !== undefined) return refusal;
      const next = changed(user, change, clock.now(tenant));
      const kept: Kept = await users.replace(next);
      if (kept.kind === 'taken') return kept;
      if (kept.kind === 'conflict') continue;
      // Of two owners who go at once each saw the other; anyone who looks last finds none, and stays.
      if (isOwner(user) && !isOwner(next) && !(await users.hasOwner({ tenant }))) {
        await giveBack(tenant, id);
        return { kind: 'last-owner' };
      }
      // Nobody finds an old session open when they are made active again.
      if (change.isActive !== undefined) await deps.sessions.end({ tenant, userId: id });
      return { kind: 'done', user: next };
    }
    throw busy();
  };
};

/** Makes the service through which users are invited and changed. The last owner of a tenant stays its owner. */
export const createChangeUsers = (deps: Deps): ChangeUsers => ({
  invite: createInvite(deps),
  change: createChange(deps),
  noteSignIn: async ({ tenant, id }) => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const user = await deps.users.get({ tenant, id });
      if (user === undefined || user.signedInAt !== undefined) return;
      const now = deps.clock.now(tenant);
      const next = { ...user, revision: user.revision + 1, signedInAt: now };
      if ((await deps.users.replace(next)).kind === 'kept') return;
    }
  },
});
