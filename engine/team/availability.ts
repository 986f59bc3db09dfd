import { availabilityOf, type Availability } from '../../domain/team/availability.ts';
import type { User } from '../../domain/team/user.ts';
import type { Clock } from '../clock/clock.ts';
import type { TeamStore } from './ports.ts';

/** Whether users of one tenant can be given work now, in their order. */
export type AvailabilityOf = (input: {
  readonly tenant: string;
  readonly users: readonly User[];
}) => Promise<readonly { readonly user: User; readonly availability: Availability }[]>;

/** Makes the answer to who is available: by absence, own hours, and those of teams. */
export const createAvailability = (deps: {
  teams: TeamStore;
  zoneOf: (tenant: string) => Promise<string>;
  clock: Clock;
}): AvailabilityOf => {
  const { teams, zoneOf, clock } = deps;
  return async ({ tenant, users }) => {
    const keys = [...new Set(users.flatMap((user) => user.teams))];
    const found = keys.length === 0 ? [] : await teams.many({ tenant, keys });
    const zone = await zoneOf(tenant);
    const now = clock.now(tenant);
    return users.map((user) => {
      const teamHours = found
        .filter(({ key }) => user.teams.includes(key))
        .flatMap(({ hours }) => hours ?? []);
      return { user, availability: availabilityOf({ user, teamHours, now, zone }) };
    });
  };
};
