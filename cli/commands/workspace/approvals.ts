import { z } from 'zod';

import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { changedFiles, sayFiles } from '../../say-files.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { type PublishOptions, withPublishOptions } from '../../workspace/publish-options.ts';
import { toCount, toNumber } from '../../to-count.ts';

const actor = z.object({ kind: z.string(), id: z.string() });
const rowSchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  round: z.number(),
  author: actor,
  note: z.string(),
  paths: z.array(z.string()),
  since: z.string(),
  scheduledAt: z.string().optional(),
});
const pageSchema = z.looseObject({ approvals: z.array(rowSchema), next: z.string().optional() });
const shownSchema = rowSchema.extend({
  acts: z.array(z.object({ act: z.string(), by: actor, at: z.string(), note: z.string().optional() })),
  files: changedFiles,
  problems: z.array(
    z.looseObject({ file: z.string().optional(), message: z.string(), severity: z.string() }),
  ),
});
type Row = z.infer<typeof rowSchema>;

const addressOf = (id: string, act = ''): string =>
  `/api/workspace/approvals/${encodeURIComponent(id)}${act === '' ? '' : `/${act}`}`;

const stateText = ({ state, scheduledAt }: Row): string =>
  scheduledAt === undefined ? state : `${state}, live at ${toSecond(scheduledAt)}`;

const listPart: CommandDefinition = {
  usage: 'list',
  summary: 'drafts that were sent for review, the newest first',
  examples: ['ciclo approvals list --state review'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'draft, review, approved, live or withdrawn')
      .option('--limit <count>', 'show at most this many', toCount, 20)
      .action(
        act(async ({ state, limit }: { state?: string; limit: number }) =>
          sayList({
            path: '/api/workspace/approvals',
            query: { state },
            limit,
            client: await connect(),
            read: (answer) => {
              const { approvals: rows, next } = pageSchema.parse(answer);
              return { rows, next };
            },
            say,
            none: 'No drafts were sent for review.',
            head: ['id', 'state', 'since (UTC)', 'author', 'files', 'note'],
            line: (row) => [
              row.id,
              stateText(row),
              toSecond(row.since),
              `${row.author.kind} ${row.author.id}`,
              row.paths.length,
              row.note,
            ],
          }),
        ),
      ),
};

const showPart: CommandDefinition = {
  usage: 'show <id>',
  summary: 'one approval, with what was said, what is wrong, and the lines that change in each file',
  examples: ['ciclo approvals show 4c1f --files'],
  build: ({ command, act, connect, say }) =>
    command.option('--files', 'only name the files').action(
      act(async (id: string, { files: isShort = false }: { files?: boolean }) => {
        const client = await connect();
        const shown = shownSchema.parse(await client.call({ path: addressOf(id) }));
        say(`${stateText(shown)}, round ${shown.round}, by ${shown.author.kind} ${shown.author.id}`);
        for (const { act: did, by, at, note } of shown.acts)
          say(`${toSecond(at)} (UTC) ${did} by ${by.kind} ${by.id}${note === undefined ? '' : `: ${note}`}`);
        for (const { severity, file = '', message } of shown.problems) say(`${severity} ${file} ${message}`);
        sayFiles({ files: shown.files, isShort, say });
        return 0;
      }),
    ),
};

/** The round that is decided about: the one that was named, or the present one. */
const roundOf = async (input: { client: EngineClient; id: string; round: number | undefined }) => {
  const { client, id, round } = input;
  return round ?? shownSchema.parse(await client.call({ path: addressOf(id) })).round;
};

type Decided = { readonly round?: number; readonly note?: string };

const approvePart: CommandDefinition = {
  usage: 'approve <id>',
  summary: 'approve drafts, so that they can be published as they are',
  examples: ['ciclo approvals approve 4c1f --round 2'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--round <number>', 'what you looked at; by default what was sent last', toNumber)
      .option('--note <text>', 'what there is to say of it')
      .action(
        act(async (id: string, { round, note }: Decided) => {
          const client = await connect();
          const seen = await roundOf({ client, id, round });
          await client.call({ path: addressOf(id, 'approve'), body: { round: seen, ...given({ note }) } });
          say('Approved.');
          return 0;
        }),
      ),
};

const returnPart: CommandDefinition = {
  usage: 'return <id>',
  summary: 'return drafts to their author with a comment',
  examples: ["ciclo approvals return 4c1f --note 'The wait is too long.'"],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--note <text>', 'what is to be changed')
      .option('--round <number>', 'what you looked at; by default what was sent last', toNumber)
      .action(
        act(async (id: string, { round, note }: Decided) => {
          const client = await connect();
          const seen = await roundOf({ client, id, round });
          await client.call({ path: addressOf(id, 'return'), body: { round: seen, note } });
          say('Returned to its author.');
          return 0;
        }),
      ),
};

const publishPart: CommandDefinition = {
  usage: 'publish <id>',
  summary: 'publish what was approved',
  examples: ['ciclo approvals publish 4c1f --dry-run', 'ciclo approvals publish 4c1f --plan welcome=now'],
  build: ({ command, act, connect, say }) =>
    withPublishOptions(command).action(
      act(async (id: string, options: PublishOptions) => {
        const { publishKept } = await import('../../workspace/publish-kept.ts');
        return publishKept({ client: await connect(), path: addressOf(id, 'publish'), options, say });
      }),
    ),
};

/** `ciclo approvals`. */
export const approvalsCommand: CommandDefinition = {
  usage: 'approvals',
  summary: 'drafts that somebody else looks at before they are published',
  group: 'Workspace',
  examples: ['ciclo approvals', 'ciclo approvals show 4c1f', 'ciclo approvals approve 4c1f'],
  parts: [listPart, showPart, approvePart, returnPart, publishPart],
};
