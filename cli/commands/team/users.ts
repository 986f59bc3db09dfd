import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';
import {
  awayCommand,
  changeCommand,
  deactivateCommand,
  inviteCommand,
  reactivateCommand,
  signInLinkCommand,
  signOutCommand,
} from './write-user.ts';
import { userPageSchema, type UserAnswer } from './user-answer.ts';

type Query = {
  readonly team?: string;
  readonly role?: string;
  readonly state?: string;
};

const nowOf = ({ availability }: UserAnswer): string => {
  if (availability.available) return 'available';
  const from = availability.from === undefined ? '' : ` until ${toSecond(availability.from)} UTC`;
  return `${availability.because === 'hours' ? 'not at work' : (availability.because ?? '')}${from}`;
};

/** `ciclo users`: the people of the team, the newest first, at most so many. */
export const runUsers = (input: {
  query: Query;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  sayList({
    ...input,
    path: '/api/users',
    query: { ...input.query },
    read: (answer) => {
      const { users, next } = userPageSchema.parse(answer);
      return { rows: users, next };
    },
    none: 'There are no such users. `ciclo users invite` makes one.',
    head: ['id', 'handle', 'name', 'address', 'role', 'teams', 'state', 'now'],
    line: (user) => [
      user.id,
      `@${user.handle}`,
      user.name,
      user.email ?? '',
      user.role,
      user.teams.join(' '),
      user.state,
      nowOf(user),
    ],
  });

const listCommand: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'who is in the team, what they may do, and who is available',
  examples: ['ciclo users list', 'ciclo users list --team support --state active'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--team <key>', 'of one team')
      .option('--role <role>', 'owner, admin, marketer, author, agent or viewer')
      .option('--state <state>', '`active`, or `deactivated`')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async ({ limit, ...query }: Query & { limit: number }) =>
          runUsers({ query, limit, client: await connect(), say }),
        ),
      ),
};

/** `ciclo users`. */
export const usersCommand: CommandDefinition = {
  usage: 'users',
  summary: 'the people of the team, with their roles',
  group: 'Team',
  examples: ['ciclo users', 'ciclo users invite eva@shop.example --name Eva --role agent'],
  parts: [
    listCommand,
    inviteCommand,
    signInLinkCommand,
    signOutCommand,
    changeCommand,
    awayCommand,
    deactivateCommand,
    reactivateCommand,
  ],
};
