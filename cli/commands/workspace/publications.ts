import { z } from 'zod';

import type { CommandDefinition } from '../../command.ts';
import { changedFiles, sayFiles } from '../../say-files.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { type PublishOptions, withPublishOptions } from '../../workspace/publish-options.ts';
import { toCount } from '../../to-count.ts';

const changeSchema = z.looseObject({ what: z.string(), key: z.string(), change: z.string() });
const rowSchema = z.looseObject({
  revision: z.number(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string() }),
  source: z.string(),
  note: z.string().optional(),
  of: z.number().optional(),
  isLive: z.boolean(),
  changes: z.array(changeSchema),
  changesCount: z.number(),
});
const pageSchema = z.looseObject({ publications: z.array(rowSchema), next: z.string().optional() });
const shownSchema = rowSchema.extend({ files: changedFiles });
const sentSchema = z.looseObject({ id: z.string() });
type Row = z.infer<typeof rowSchema>;

const sourceText = ({ source, of }: Row): string => (of === undefined ? source : `${source} to ${of}`);

const changesText = ({ changes, changesCount }: Row): string => {
  const named = changes.slice(0, 3).map(({ what, key }) => `${what} ${key}`);
  const more = changesCount - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};

const listPart: CommandDefinition = {
  usage: 'list',
  summary: 'what was published, the newest first',
  examples: ['ciclo publications list --limit 10'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command.option('--limit <count>', 'show at most this many', toCount, 20).action(
      act(async ({ limit }: { limit: number }) =>
        sayList({
          path: '/api/workspace/publications',
          query: {},
          limit,
          client: await connect(),
          read: (answer) => {
            const { publications: rows, next } = pageSchema.parse(answer);
            return { rows, next };
          },
          say,
          none: 'Nothing was published yet, or only by an earlier version of Ciclo.',
          head: ['revision', 'when (UTC)', 'who', 'from', 'changed', 'note'],
          line: (row) => [
            `${row.revision}${row.isLive ? ' (live)' : ''}`,
            toSecond(row.at),
            `${row.by.kind} ${row.by.id}`,
            sourceText(row),
            changesText(row),
            row.note ?? '',
          ],
        }),
      ),
    ),
};

const showPart: CommandDefinition = {
  usage: 'show <revision>',
  summary: 'one publication, with the lines that changed in each file',
  examples: ['ciclo publications show 12', 'ciclo publications show 12 --files'],
  build: ({ command, act, connect, say }) =>
    command.option('--files', 'only name the files').action(
      act(async (revision: string, { files: isShort = false }: { files?: boolean }) => {
        const client = await connect();
        const path = `/api/workspace/publications/${encodeURIComponent(revision)}`;
        const shown = shownSchema.parse(await client.call({ path }));
        const { by, note, files } = shown;
        say(
          `Revision ${shown.revision}, ${toSecond(shown.at)} (UTC), by ${by.kind} ${by.id}, from ${sourceText(shown)}`,
        );
        if (note !== undefined) say(note);
        sayFiles({ files, isShort, say });
        return 0;
      }),
    ),
};

const revertPart: CommandDefinition = {
  usage: 'revert <revision>',
  summary: 'publish the files of a former publication again',
  examples: [
    'ciclo publications revert 12 --dry-run',
    'ciclo publications revert 12 --plan cart-recovery=now',
  ],
  build: ({ command, act, connect, say }) =>
    withPublishOptions(command).action(
      act(async (revision: string, options: PublishOptions) => {
        const { publishKept } = await import('../../workspace/publish-kept.ts');
        return publishKept({
          client: await connect(),
          path: `/api/workspace/publications/${encodeURIComponent(revision)}/revert`,
          options,
          say,
        });
      }),
    ),
};

const reviewPart: CommandDefinition = {
  usage: 'review <revision>',
  summary: 'send the files of a former publication for review, as drafts of yours',
  examples: ["ciclo publications review 12 --note 'The welcome was better then.'"],
  build: ({ command, act, connect, say }) =>
    command.requiredOption('--note <text>', 'why, for anyone who looks at it').action(
      act(async (revision: string, { note }: { readonly note: string }) => {
        const client = await connect();
        const path = `/api/workspace/publications/${encodeURIComponent(revision)}/review`;
        const { id } = sentSchema.parse(await client.call({ path, body: { note } }));
        say(`${id} waits for review.`);
        return 0;
      }),
    ),
};

/** `ciclo publications`. */
export const publicationsCommand: CommandDefinition = {
  usage: 'publications',
  summary: 'what was published by whom, what it changed, and the way back',
  group: 'Workspace',
  examples: ['ciclo publications', 'ciclo publications show 12', 'ciclo publications revert 12 --dry-run'],
  parts: [listPart, showPart, revertPart, reviewPart],
};
