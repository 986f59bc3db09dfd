import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { toCount } from '../../to-count.ts';

const taskSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  state: z.enum(['open', 'done']),
  profileId: z.string(),
  journey: z.string().optional(),
  step: z.string().optional(),
  team: z.string().optional(),
  createdAt: z.string(),
  dueAt: z.string().optional(),
  doneAt: z.string().optional(),
  outcome: z.string().optional(),
  by: z.string().optional(),
});
type Task = z.infer<typeof taskSchema>;

const pageSchema = z.looseObject({ tasks: z.array(taskSchema), next: z.string().optional() });
const doneSchema = taskSchema.extend({ already: z.boolean() });

export type TasksQuery = {
  readonly state?: string | undefined;
  readonly profile?: string | undefined;
  readonly journey?: string | undefined;
};

const queryOf = (query: TasksQuery): string => {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(given).toString();
};

const minute = (at: string | undefined): string => (at ?? '').slice(0, 16).replace('T', ' ');

const endOf = (task: Task): string => {
  if (task.state === 'open') return task.dueAt === undefined ? 'open' : `open, due ${minute(task.dueAt)}`;
  return `${task.outcome ?? 'done'} ${minute(task.doneAt)}${task.by === undefined ? '' : ` by ${task.by}`}`;
};

const lineOf = (task: Task): readonly string[] => [
  task.id,
  minute(task.createdAt),
  task.title,
  task.team ?? '',
  task.journey === undefined ? '' : `${task.journey} ${task.step ?? ''}`.trim(),
  task.profileId,
  endOf(task),
];

/** `ciclo tasks`: work for people of the team, the newest first, at most so many. */
export const runTasks = async (input: {
  query: TasksQuery;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { limit, client, say } = input;
  const rows: Task[] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `&cursor=${next}`;
    const size = Math.min(200, limit - rows.length);
    const path = `/api/tasks?${queryOf(input.query)}&limit=${size}${cursor}`;
    const page = pageSchema.parse(await client.call({ path }));
    rows.push(...page.tasks);
    ({ next } = page);
  } while (next !== undefined && rows.length < limit);
  if (rows.length === 0) {
    say('There are no such tasks.');
    return 0;
  }
  const head = ['id', 'given (UTC)', 'what', 'team', 'journey', 'person', ''];
  say(table({ head, rows: rows.map(lineOf) }));
  say(`${rows.length} tasks${next === undefined ? '.' : ', and more; see --limit.'}`);
  return 0;
};

/** `ciclo tasks done <id>`: says that a task is done. */
export const runTaskDone = async (input: {
  id: string;
  body: { readonly outcome?: string; readonly note?: string; readonly by?: string };
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, body, client, say } = input;
  const path = `/api/tasks/${encodeURIComponent(id)}/done`;
  const done = doneSchema.parse(await client.call({ path, body }));
  const how = endOf(done);
  say(
    done.already
      ? `“${done.title}” was done before (${how}): nothing was changed.`
      : `“${done.title}” is done (${how}).`,
  );
  return 0;
};

type Done = { readonly outcome?: string; readonly note?: string; readonly by?: string };

const doneCommand: CommandDefinition = {
  usage: 'done <id>',
  summary: 'say that a task is done; the journey that waits for it goes on',
  examples: ['ciclo tasks done t_01J9 --outcome interested --by Marta'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--outcome <word>', 'how it came out, such as `interested`; `done` by default')
      .option('--note <text>', 'what there is to say of it')
      .option('--by <name>', 'who did it')
      .action(act(async (id: string, body: Done) => runTaskDone({ id, body, client: await connect(), say }))),
};

/** `ciclo tasks`. */
export const tasksCommand: CommandDefinition = {
  usage: 'tasks',
  summary: 'what journeys and rules gave the team to do, the newest first',
  group: 'People',
  examples: ['ciclo tasks', 'ciclo tasks --state done --journey lead-nurture'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'open or done', 'open')
      .option('--profile <id>', 'about one person')
      .option('--journey <key>', 'of one journey')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async ({ limit, ...query }: TasksQuery & { limit: number }) =>
          runTasks({ query, limit, client: await connect(), say }),
        ),
      ),
  parts: [doneCommand],
};
