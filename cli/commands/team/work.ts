import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { repeated } from '../../repeated.ts';
import { toCount } from '../../to-count.ts';

const itemSchema = z.looseObject({
  type: z.string(),
  id: z.string(),
  kind: z.string().optional(),
  title: z.string().optional(),
  stage: z.string().optional(),
  assignee: z.string().optional(),
  team: z.string().optional(),
  dueAt: z.string().optional(),
  overdue: z.boolean(),
});
const pageSchema = z.looseObject({ work: z.array(itemSchema), next: z.string().optional() });

type Options = {
  readonly assignee?: string;
  readonly team?: string;
  readonly type?: string;
  readonly free?: true;
  readonly limit: number;
};

const minute = (at: string | undefined): string => (at ?? '').slice(0, 16).replace('T', ' ');

/** `ciclo work`: what the team has to do, what is due first, at most so many. */
export const runWork = async (input: {
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { client, say } = input;
  const { limit, free, ...filters } = input.options;
  const query = new URLSearchParams(filters);
  query.set('limit', String(Math.min(200, limit)));
  if (free === true) query.set('free', '1');
  const { work, next } = pageSchema.parse(await client.call({ path: `/api/work?${query.toString()}` }));
  if (work.length === 0) {
    say('There is no such work.');
    return 0;
  }
  const head = ['what', 'kind', 'due (UTC)', 'title', 'stage', 'user', 'team'];
  const rows = work.map((one) => [
    `${one.type}/${one.id}`,
    one.kind ?? '',
    `${minute(one.dueAt)}${one.overdue ? ' late' : ''}`,
    one.title ?? '',
    one.stage ?? '',
    one.assignee ?? '',
    one.team ?? '',
  ]);
  say(table({ head, rows }));
  if (next !== undefined) say('There is more; see --limit.');
  return 0;
};

const actOn = async (input: {
  client: EngineClient;
  say: Say;
  what: string;
  act: string;
  body: object;
}): Promise<number> => {
  const [type = '', ...id] = input.what.split('/');
  const path = `/api/work/${encodeURIComponent(type)}/${encodeURIComponent(id.join('/'))}/${input.act}`;
  await input.client.call({ path, body: input.body });
  input.say(`${input.what}: ${input.act}.`);
  return 0;
};

const claimCommand: CommandDefinition = {
  usage: 'claim <what>',
  summary: 'claim work for a user, if nobody else has it',
  examples: ['ciclo work claim task/t_01J9 --user usr_7'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--user <id>', 'the id of the user; yours if you signed in')
      .action(
        act(async (what: string, body: { user?: string }) =>
          actOn({ what, act: 'claim', body, client: await connect(), say }),
        ),
      ),
};

const handOverCommand: CommandDefinition = {
  usage: 'hand-over <what>',
  summary: 'give work to a user or a team',
  examples: ['ciclo work hand-over record/r_01J9 --team support'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--assignee <id>', 'the id of a user')
      .option('--team <key>', 'the key of a team')
      .action(
        act(async (what: string, body: { assignee?: string; team?: string }) =>
          actOn({ what, act: 'hand-over', body, client: await connect(), say }),
        ),
      ),
};

const snoozeCommand: CommandDefinition = {
  usage: 'snooze <what> <until>',
  summary: 'leave work out of the queue until an instant',
  examples: ['ciclo work snooze conversation/c_01J9 2026-12-01T09:00:00Z'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (what: string, until: string) =>
        actOn({ what, act: 'snooze', body: { until }, client: await connect(), say }),
      ),
    ),
};

type Done = {
  readonly outcome?: string;
  readonly note?: string;
  readonly stage?: string;
  readonly set: readonly string[];
};

/** Texts by field, of `field=text`. */
const textsOf = (set: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    set.map((one) => {
      const [field = '', ...text] = one.split('=');
      return [field, text.join('=')];
    }),
  );

const doneCommand: CommandDefinition = {
  usage: 'done <what>',
  summary: 'say that work is done: a task, a conversation, a mention, or a record that ends',
  examples: ["ciclo work done record/r_01J9 --set 'solution=A new cup was sent.'"],
  build: ({ command, act, connect, say }) =>
    command
      .option('--outcome <word>', 'of a task: how it came out')
      .option('--note <text>', 'what there is to say of it')
      .option('--stage <key>', 'of a record: the stage in which it ends')
      .option(
        '--set <field=text>',
        'of a record: a text that the stage requires; may be repeated',
        repeated,
        [],
      )
      .action(
        act(async (what: string, { set, ...body }: Done) => {
          const data = set.length === 0 ? {} : { data: textsOf(set) };
          return actOn({ what, act: 'done', body: { ...body, ...data }, client: await connect(), say });
        }),
      ),
};

/** `ciclo work`. */
export const workCommand: CommandDefinition = {
  usage: 'work',
  summary: 'what the team has to do, what is due first: tasks, records, conversations, mentions, approvals',
  group: 'Team',
  examples: ['ciclo work --team support --free', 'ciclo work --assignee usr_7 --type task'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--assignee <id>', 'of one user')
      .option('--team <key>', 'of one team')
      .option('--type <type>', 'task, record, conversation, mention or approval')
      .option('--free', 'only what nobody has claimed')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(act(async (options: Options) => runWork({ options, client: await connect(), say }))),
  parts: [claimCommand, handOverCommand, snoozeCommand, doneCommand],
};
