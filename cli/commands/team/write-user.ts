import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toSecond } from '../../say-list.ts';
import { headOf, pathOfUser, userSchema } from './user-answer.ts';

type Means = { readonly client: EngineClient; readonly say: Say };

const listed = (text: string | undefined): readonly string[] | undefined =>
  text?.split(/[\s,]+/).filter((one) => one !== '');

type Invited = {
  readonly name: string;
  readonly role: string;
  readonly handle?: string;
  readonly teams?: string;
};

/** `ciclo users invite <email>`: makes a user. */
export const runInvite = async (input: Means & { email: string; options: Invited }): Promise<number> => {
  const { email, options, client, say } = input;
  const body = { ...options, email, teams: listed(options.teams) };
  const user = userSchema.parse(await client.call({ path: '/api/users', body }));
  say(`Invited: ${headOf(user)}`);
  return sayLink({ path: `/api/users/${encodeURIComponent(user.id)}`, client, say });
};

const linkSchema = z.object({ url: z.string(), expiresAt: z.string() });

/** Makes a link for one sign-in and shows it. */
const sayLink = async (input: Means & { path: string }): Promise<number> => {
  const { path, client, say } = input;
  const made = linkSchema.parse(await client.call({ path: `${path}/sign-in-link`, body: {} }));
  say(made.url);
  say(`It signs them in once, until ${toSecond(made.expiresAt)} UTC. Anyone who has it is that user.`);
  return 0;
};

/** `ciclo users sign-in-link`. */
export const signInLinkCommand: CommandDefinition = {
  usage: 'sign-in-link <user>',
  summary: 'make a link with which a user signs in once and sets a password',
  examples: ['ciclo users sign-in-link @eva'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (who: string) => {
        const client = await connect();
        return sayLink({ path: await pathOfUser({ who, client }), client, say });
      }),
    ),
};

const endedSchema = z.object({ ended: z.number() });

/** `ciclo users sign-out`. */
export const signOutCommand: CommandDefinition = {
  usage: 'sign-out <user>',
  summary: 'end every session of a user; they can sign in again',
  examples: ['ciclo users sign-out @eva'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (who: string) => {
        const client = await connect();
        const path = `${await pathOfUser({ who, client })}/sessions`;
        const { ended } = endedSchema.parse(await client.call({ method: 'DELETE', path }));
        say(ended === 1 ? 'Signed out of 1 session.' : `Signed out of ${ended} sessions.`);
        return 0;
      }),
    ),
};

/** Changes one user and says what they are then. */
const changeUser = async (
  input: Means & { who: string; body: Readonly<Record<string, unknown>>; done: string },
): Promise<number> => {
  const { who, body, done, client, say } = input;
  const path = await pathOfUser({ who, client });
  const user = userSchema.parse(await client.call({ method: 'PATCH', path, body }));
  say(`${done}: ${headOf(user)}`);
  return 0;
};

/** `ciclo users invite`. */
export const inviteCommand: CommandDefinition = {
  usage: 'invite <email>',
  summary: 'invite somebody into the team, with a link to sign in',
  examples: ['ciclo users invite eva@shop.example --name Eva --role agent --teams support'],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--name <name>', 'what they are called')
      .requiredOption('--role <role>', 'owner, admin, marketer, author, agent or viewer')
      .option('--handle <handle>', 'how others mention them; made of the address by default')
      .option('--teams <list>', 'keys of teams')
      .action(
        act(async (email: string, options: Invited) =>
          runInvite({ email, options, client: await connect(), say }),
        ),
      ),
};

type Changed = Partial<Invited> & { readonly email?: string };

/** `ciclo users change`. */
export const changeCommand: CommandDefinition = {
  usage: 'change <user>',
  summary: 'change the role, teams, name, handle or address of a user',
  examples: ['ciclo users change @eva --role marketer', 'ciclo users change eva --teams support,sales'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--role <role>', 'owner, admin, marketer, author, agent or viewer')
      .option('--teams <list>', 'keys of teams; the user leaves all others')
      .option('--name <name>', 'what they are called')
      .option('--handle <handle>', 'how others mention them')
      .option('--email <address>', 'their address')
      .action(
        act(async (who: string, { teams, ...rest }: Changed) => {
          const body = { ...rest, ...(teams === undefined ? {} : { teams: listed(teams) }) };
          return changeUser({ who, body, done: 'Changed', client: await connect(), say });
        }),
      ),
};

/** `ciclo users away`. */
export const awayCommand: CommandDefinition = {
  usage: 'away <user>',
  summary: 'say that somebody is away from now on, or back',
  examples: [
    'ciclo users away @eva --until 2027-01-07T08:00:00Z --note Holidays',
    'ciclo users away @eva --back',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--until <instant>', 'until then; by default until they are back')
      .option('--note <text>', 'why')
      .option('--back', 'they are back')
      .action(
        act(async (who: string, { back, ...away }: { until?: string; note?: string; back?: boolean }) => {
          const body = { away: back === true ? null : away };
          const done = back === true ? 'Back' : 'Away';
          return changeUser({ who, body, done, client: await connect(), say });
        }),
      ),
};

const switchCommand = (input: {
  usage: string;
  summary: string;
  example: string;
  active: boolean;
  done: string;
}): CommandDefinition => ({
  usage: input.usage,
  summary: input.summary,
  examples: [input.example],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (who: string) =>
        changeUser({ who, body: { active: input.active }, done: input.done, client: await connect(), say }),
      ),
    ),
});

/** `ciclo users deactivate`. */
export const deactivateCommand = switchCommand({
  usage: 'deactivate <user>',
  summary: 'end the access of a user; what they did stays under their name',
  example: 'ciclo users deactivate @eva',
  active: false,
  done: 'Deactivated',
});

/** `ciclo users reactivate`. */
export const reactivateCommand = switchCommand({
  usage: 'reactivate <user>',
  summary: 'let a user who was deactivated in again',
  example: 'ciclo users reactivate @eva',
  active: true,
  done: 'Reactivated',
});
