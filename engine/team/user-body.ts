import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';

import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { roles } from '../../domain/objects/access.ts';
import type { Availability } from '../../domain/team/availability.ts';
import type { Granting } from '../../domain/team/role-scopes.ts';
import { handlePattern, stateOf, type User, userStates } from '../../domain/team/user.ts';
import { businessHoursSchema } from '../../domain/time/business-hours.ts';
import type { UserOutcome } from './change-users.ts';

/** The address of a user, in lower case. */
export const emailField = z
  .email()
  .max(254)
  .transform((text) => text.toLowerCase())
  .openapi({ description: 'Their address; one user has it.', example: 'eva@shop.example' });

/** How a user is mentioned. */
export const handleField = z
  .string()
  .regex(handlePattern, 'must be lower-case letters, digits, `.`, `-` or `_`, at most 32')
  .openapi({ description: 'How others mention them, without the `@`.', example: 'eva' });

/** The key of a team. */
export const teamKeyField = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and `-`, at most 64');

export const hoursField = businessHoursSchema;

const availabilitySchema = z
  .object({
    available: z.boolean(),
    because: z.enum(['deactivated', 'away', 'hours']).optional(),
    from: instant.optional().openapi({ description: 'When they are available again, if that is known.' }),
  })
  .openapi({ description: 'Whether they can be given work now.' });

export const userSchema = z
  .object({
    id: z.string(),
    revision: z.int().openapi({ description: 'Counts up with every change; also the `ETag`.' }),
    email: z
      .string()
      .optional()
      .openapi({ description: 'Only for those who have the scope `personal-data`.' }),
    handle: z.string(),
    name: z.string(),
    role: z.enum(roles),
    state: z.enum(userStates),
    teams: z.array(z.string()),
    hours: hoursField.optional(),
    away: z.object({ from: instant, until: instant.optional(), note: z.string().optional() }).optional(),
    availability: availabilitySchema,
    createdAt: instant,
    updatedAt: instant,
    signedInAt: instant.optional().openapi({ description: 'When they signed in first.' }),
    deactivatedAt: instant.optional(),
  })
  .openapi('User');

const availabilityBody = (one: Availability): z.infer<typeof availabilitySchema> =>
  one.available
    ? { available: true }
    : { available: false, because: one.because, ...isoField('from', one.from) };

/** A user as the API shows them. */
export const userBody = (input: {
  user: User;
  availability: Availability;
  seesPersonal: boolean;
}): z.infer<typeof userSchema> => {
  const { user, availability, seesPersonal } = input;
  const { id, revision, email, handle, name, role, teams, hours, away } = user;
  return {
    id,
    revision,
    ...(seesPersonal ? { email } : {}),
    handle,
    name,
    role,
    state: stateOf(user),
    teams: [...teams],
    ...given({ hours }),
    ...(away === undefined
      ? {}
      : { away: { from: iso(away.from), ...isoField('until', away.until), ...given({ note: away.note }) } }),
    availability: availabilityBody(availability),
    createdAt: iso(user.createdAt),
    updatedAt: iso(user.updatedAt),
    ...isoField('signedInAt', user.signedInAt),
    ...isoField('deactivatedAt', user.deactivatedAt),
  };
};

/** By what right a call gives and takes roles. */
export const grantingOf = (c: Context<ApiEnv>): Granting => {
  const { scopes, user } = c.get('key');
  return { scopes, role: user?.role };
};

/** Throws `precondition-failed` for a change that was made on another revision. */
export const staleError = (what: string, revision: number): CicloError =>
  new CicloError({
    code: 'precondition-failed',
    message: `The ${what} has changed: it is at revision ${revision}. Read it again, then change it.`,
  });

/** The user of an outcome. Throws what the API answers when there is none. */
export const userOf = (outcome: UserOutcome): User => {
  switch (outcome.kind) {
    case 'done':
      return outcome.user;
    case 'taken': {
      const { field } = outcome;
      const message = `Another user has this ${field === 'email' ? 'address' : 'handle'}.`;
      const hint = field === 'email' ? 'Change or reactivate that user.' : 'Give another `handle`.';
      const problems = [{ code: 'taken', path: field, message, hint }];
      throw requestError({ code: 'conflict', message, problems });
    }
    case 'no-team': {
      const message = `There is no team \`${outcome.team}\`.`;
      const hint = 'Make it with `POST /api/teams`, or name one of `GET /api/teams`.';
      throw requestError({
        code: 'invalid-input',
        message,
        problems: [{ code: 'unknown-team', path: 'teams', message, hint }],
      });
    }
    case 'forbidden': {
      const message = `You cannot make somebody ${outcome.role}, or change somebody who is: the role may do more than you.`;
      throw new CicloError({ code: 'forbidden', message });
    }
    case 'stale':
      throw staleError('user', outcome.revision);
    case 'last-owner': {
      const message = 'This is the last owner. Make somebody else an owner first.';
      throw new CicloError({ code: 'conflict', message });
    }
    default:
      throw notFound('user');
  }
};
