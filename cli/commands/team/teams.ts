import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { sayList } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';

const windowSchema = z.looseObject({
  days: z.array(z.string()).optional(),
  from: z.string().optional(),
  to: z.string().optional(),
});
const teamSchema = z.looseObject({
  key: z.string(),
  name: z.string(),
  hours: z.looseObject({ zone: z.string().optional(), hours: z.array(windowSchema) }).optional(),
  deactivatedAt: z.string().optional(),
});
type Team = z.infer<typeof teamSchema>;
const pageSchema = z.looseObject({ teams: z.array(teamSchema), next: z.string().optional() });

const hoursText = ({ hours }: Team): string => {
  if (hours === undefined) return '';
  const windows = hours.hours.map(({ days = ['every day'], from = '00:00', to = '24:00' }) =>
    [days.join(' '), `${from}-${to}`].join(' '),
  );
  return [...windows, hours.zone].filter((part) => part !== undefined).join(', ');
};

/** `ciclo teams`: the teams, the newest first. */
export const runTeams = (input: { limit: number; client: EngineClient; say: Say }): Promise<number> =>
  sayList({
    ...input,
    path: '/api/teams',
    query: {},
    read: (answer) => {
      const { teams, next } = pageSchema.parse(answer);
      return { rows: teams, next };
    },
    none: 'There are no teams. `ciclo teams create` makes one.',
    head: ['key', 'name', 'hours', ''],
    line: (team) => [
      team.key,
      team.name,
      hoursText(team),
      team.deactivatedAt === undefined ? '' : 'deactivated',
    ],
  });

/** The hours of an option, which are JSON. Throws `invalid-input` for anything else. */
const hoursOf = (text: string | undefined): { hours?: unknown } => {
  if (text === undefined) return {};
  try {
    const hours: unknown = JSON.parse(text);
    return { hours };
  } catch {
    const message =
      '`--hours` is not JSON, such as {"hours":[{"days":["mon-fri"],"from":"09:00","to":"17:00"}]}.';
    throw new CicloError({ code: 'invalid-input', message });
  }
};

type Written = { readonly name?: string; readonly hours?: string };

const listCommand: CommandDefinition = {
  usage: 'list',
  isDefault: true,
  summary: 'the teams and their hours',
  examples: ['ciclo teams list'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(act(async ({ limit }: { limit: number }) => runTeams({ limit, client: await connect(), say }))),
};

const hoursHelp =
  'business hours as JSON: {"zone":...,"hours":[{"days":["mon-fri"],"from":"09:00","to":"17:00"}]}';

const createCommand: CommandDefinition = {
  usage: 'create <key>',
  summary: 'make a team',
  examples: ['ciclo teams create support --name Support'],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--name <name>', 'what it is called')
      .option('--hours <json>', hoursHelp)
      .action(
        act(async (key: string, { name, hours }: Written) => {
          const client = await connect();
          const body = { key, name, ...hoursOf(hours) };
          const team = teamSchema.parse(await client.call({ path: '/api/teams', body }));
          say(`Made: ${team.key}  ${team.name}`);
          return 0;
        }),
      ),
};

const changeCommand: CommandDefinition = {
  usage: 'change <key>',
  summary: 'change the name or the hours of a team, or end it',
  examples: ['ciclo teams change support --name Care', 'ciclo teams change support --deactivate'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--name <name>', 'what it is called')
      .option('--hours <json>', hoursHelp)
      .option('--deactivate', 'nobody joins it any more')
      .option('--reactivate', 'it is as before')
      .action(
        act(
          async (
            key: string,
            { name, hours, deactivate, reactivate }: Written & { deactivate?: boolean; reactivate?: boolean },
          ) => {
            const client = await connect();
            const active = deactivate === true ? false : reactivate;
            const body = { name, active, ...hoursOf(hours) };
            const path = `/api/teams/${encodeURIComponent(key)}`;
            const team = teamSchema.parse(await client.call({ method: 'PATCH', path, body }));
            say(
              `Changed: ${team.key}  ${team.name}${team.deactivatedAt === undefined ? '' : '  deactivated'}`,
            );
            return 0;
          },
        ),
      ),
};

/** `ciclo teams`. */
export const teamsCommand: CommandDefinition = {
  usage: 'teams',
  summary: 'who works together, and when',
  group: 'Team',
  examples: ['ciclo teams', 'ciclo teams create support --name Support'],
  parts: [listCommand, createCommand, changeCommand],
};
