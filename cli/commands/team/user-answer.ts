import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import type { EngineClient } from '../../engine-client.ts';

/** A user as the API answers it. */
export const userSchema = z.looseObject({
  id: z.string(),
  revision: z.number(),
  email: z.string().optional(),
  handle: z.string(),
  name: z.string(),
  role: z.string(),
  state: z.string(),
  teams: z.array(z.string()),
  availability: z.looseObject({
    available: z.boolean(),
    because: z.string().optional(),
    from: z.string().optional(),
  }),
});
export type UserAnswer = z.infer<typeof userSchema>;

export const userPageSchema = z.looseObject({ users: z.array(userSchema), next: z.string().optional() });

/** Who a user is, in one line. */
export const headOf = (user: UserAnswer): string =>
  [`@${user.handle}`, user.name, user.role, user.state, user.teams.join(' ')]
    .filter((part) => part !== '')
    .join('  ');

/** The address of a user who is named by id, `@handle`, handle or e-mail. Throws `not-found` when there is none. */
export const pathOfUser = async (input: { who: string; client: EngineClient }): Promise<string> => {
  const { who, client } = input;
  if (who.startsWith('usr_')) return `/api/users/${encodeURIComponent(who)}`;
  const handle = who.replace(/^@/, '');
  const query = new URLSearchParams(handle.includes('@') ? { email: handle } : { handle });
  const { users } = userPageSchema.parse(await client.call({ path: `/api/users?${query.toString()}` }));
  const [user] = users;
  if (user === undefined) {
    const message = `There is no user ${who}. \`ciclo users\` lists them.`;
    throw new CicloError({ code: 'not-found', message });
  }
  return `/api/users/${encodeURIComponent(user.id)}`;
};
