import { CicloError } from '../../domain/errors.ts';
import type { TeamStore, UserStore } from './ports.ts';

/** Checks that users and a team that work is given to are there and active. Throws `unprocessable` with what is not. */
export type CheckTeam = (input: {
  readonly tenant: string;
  /** Ids of users. */
  readonly users?: string | readonly string[] | undefined;
  /** The key of a team. */
  readonly team?: string | undefined;
}) => Promise<void>;

/** Makes the check of who work is given to. */
export const createCheckTeam = (deps: {
  users: Pick<UserStore, 'get'>;
  teams: Pick<TeamStore, 'get'>;
}): CheckTeam => {
  return async ({ tenant, users = [], team }) => {
    for (const id of new Set(typeof users === 'string' ? [users] : users)) {
      const user = await deps.users.get({ tenant, id });
      if (user !== undefined && user.deactivatedAt === undefined) continue;
      const message =
        user === undefined ? `There is no user \`${id}\`.` : `The user \`${id}\` was deactivated.`;
      throw new CicloError({ code: 'unprocessable', message: `${message} Name an active user by their id.` });
    }
    if (team === undefined) return;
    const found = await deps.teams.get({ tenant, key: team });
    if (found !== undefined && found.deactivatedAt === undefined) return;
    const message = found === undefined ? 'There is no team' : 'No longer active is the team';
    throw new CicloError({ code: 'unprocessable', message: `${message} \`${team}\`.` });
  };
};
