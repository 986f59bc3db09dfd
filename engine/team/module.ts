import type { Module } from '../module.ts';
import { createAvailability } from './availability.ts';
import { createCheckTeam } from './check-team.ts';
import { createChangeTeams } from './change-teams.ts';
import { createChangeUsers } from './change-users.ts';
import { createSessions } from './sessions.ts';
import { createPasskeys } from './passkeys.ts';
import { createProviderSignIn } from './provider/provider-sign-in.ts';
import { sessionRoutes } from './sessions-routes.ts';
import { createSignIn } from './sign-in.ts';
import { signInLinkRoutes } from './sign-in-link-routes.ts';
import { teamSchema } from './store/team-schema.ts';
import { meRoutes } from './me-routes.ts';
import { signInSchema } from './store/sign-in-schema.ts';
import { createSignInStore } from './store/sign-ins.ts';
import { createTeamStore } from './store/teams.ts';
import { userSchema } from './store/user-schema.ts';
import { createUserStore } from './store/users.ts';
import { teamRoutes } from './teams-routes.ts';
import { userRoutes } from './users-routes.ts';

/** The people of the team: who they are, what they may do, when they work. */
export const teamModule = {
  name: 'team',
  collections: [userSchema, teamSchema, signInSchema],
  stores: { users: createUserStore, teams: createTeamStore, signIns: createSignInStore },
  services: {
    changeUsers: createChangeUsers,
    changeTeams: createChangeTeams,
    checkTeam: createCheckTeam,
    availabilityOf: createAvailability,
    signIn: createSignIn,
    sessions: createSessions,
    passkeys: createPasskeys,
    providerSignIn: createProviderSignIn,
  },
  loops: {},
  routes: {
    users: userRoutes,
    signInLinks: signInLinkRoutes,
    userSessions: sessionRoutes,
    teams: teamRoutes,
    me: meRoutes,
  },
  audited: {
    'POST /api/users': { action: 'user.invite' },
    'PATCH /api/users/:id': { action: 'user.change', param: 'id' },
    'POST /api/users/:id/sign-in-link': { action: 'user.sign-in-link', param: 'id' },
    'DELETE /api/users/:id/sessions': { action: 'user.sessions-end', param: 'id' },
    'DELETE /api/users/:id/sessions/:session': { action: 'user.sessions-end', param: 'id' },
    'POST /api/teams': { action: 'team.create' },
    'PATCH /api/teams/:key': { action: 'team.change', param: 'key' },
  },
} as const satisfies Module;
