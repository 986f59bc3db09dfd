import { CicloError } from '../../domain/errors.ts';
import type { Team } from '../../domain/team/team.ts';
import type { BusinessHours } from '../../domain/time/business-hours.ts';
import type { Clock } from '../clock/clock.ts';
import type { TeamStore } from './ports.ts';

/** What changes of a team; null takes a value away. */
export type TeamChange = {
  readonly name?: string | undefined;
  readonly hours?: BusinessHours | null | undefined;
  readonly isActive?: boolean | undefined;
};

/** What came of a change. `taken`: there is a team of this key; `stale`: the team is at another revision. */
export type TeamOutcome =
  | { readonly kind: 'done'; readonly team: Team }
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'taken' | 'absent' };

/** The ways in which teams change. */
export type ChangeTeams = {
  readonly create: (input: {
    readonly tenant: string;
    readonly key: string;
    readonly name: string;
    readonly hours?: BusinessHours | undefined;
  }) => Promise<TeamOutcome>;
  readonly change: (input: {
    readonly tenant: string;
    readonly key: string;
    readonly revision?: number | undefined;
    readonly change: TeamChange;
  }) => Promise<TeamOutcome>;
};

const triesMax = 20;

const changed = (team: Team, change: TeamChange, now: number): Team => {
  const { hours: before, deactivatedAt, ...rest } = team;
  const { name = team.name, hours = before, isActive } = change;
  const ended = isActive === undefined ? deactivatedAt : isActive ? undefined : (deactivatedAt ?? now);
  return {
    ...rest,
    name,
    revision: team.revision + 1,
    updatedAt: now,
    ...(hours === undefined || hours === null ? {} : { hours }),
    ...(ended === undefined ? {} : { deactivatedAt: ended }),
  };
};

/** Makes the service through which teams are made and changed. */
export const createChangeTeams = (deps: { teams: TeamStore; clock: Clock }): ChangeTeams => {
  const { teams, clock } = deps;
  return {
    create: async ({ tenant, key, name, hours }) => {
      const now = clock.now(tenant);
      const made = { tenant, key, revision: 1, name, createdAt: now, updatedAt: now };
      const team: Team = { ...made, ...(hours === undefined ? {} : { hours }) };
      return (await teams.add(team)) === 'kept' ? { kind: 'done', team } : { kind: 'taken' };
    },
    change: async ({ tenant, key, revision, change }) => {
      for (let tries = 0; tries < triesMax; tries += 1) {
        const team = await teams.get({ tenant, key });
        if (team === undefined) return { kind: 'absent' };
        if (revision !== undefined && revision !== team.revision)
          return { kind: 'stale', revision: team.revision };
        const next = changed(team, change, clock.now(tenant));
        if ((await teams.replace(next)) === 'kept') return { kind: 'done', team: next };
      }
      throw new CicloError({
        code: 'unavailable',
        message: 'The team is being changed by too many at once.',
      });
    },
  };
};
