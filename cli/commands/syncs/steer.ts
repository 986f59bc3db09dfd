import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const count = z.int();
const syncSchema = z.looseObject({
  name: z.string(),
  plugin: z.string(),
  object: z.string(),
  state: z.string(),
  error: z.string().optional(),
  links: count,
  issues: count,
  counts: z.looseObject({ in: count, out: count, created: count, removed: count }),
});
const previewSchema = z.object({
  rows: z.array(
    z.looseObject({
      theirs: z.string().optional(),
      ours: z.string().optional(),
      makes: z.string().optional(),
      differences: z.array(
        z.looseObject({
          side: z.string(),
          field: z.string(),
          from: z.string().nullable(),
          to: z.string().nullable(),
        }),
      ),
    }),
  ),
});

type Run = { readonly client: EngineClient; readonly say: Say };

export const syncPath = (sync: string, ...rest: readonly string[]): string =>
  ['/api/syncs', ...[sync, ...rest].map(encodeURIComponent)].join('/');

const sayOne = (one: z.infer<typeof syncSchema>, say: Say): void => {
  say(`${one.name}: ${one.state}, ${one.links} linked, ${one.issues} issues.`);
  if (one.error !== undefined) say(one.error);
};

const runList = async ({ client, say }: Run): Promise<number> => {
  const { syncs } = z.object({ syncs: z.array(syncSchema) }).parse(await client.call({ path: '/api/syncs' }));
  if (syncs.length === 0) {
    say('No syncs are set up in ciclo.json.');
    return 0;
  }
  const rows = syncs.map(({ name, plugin, object, state, links, counts, issues }) => [
    name,
    `${plugin} ${object}`,
    state,
    links,
    counts.in,
    counts.out,
    counts.created,
    issues,
  ]);
  say(table({ head: ['sync', 'with', 'state', 'linked', 'in', 'out', 'created', 'issues'], rows }));
  for (const { name, error } of syncs) if (error !== undefined) say(`${name}: ${error}`);
  return 0;
};

const runPreview = async ({
  sync,
  limit,
  client,
  say,
}: Run & { sync: string; limit: string }): Promise<number> => {
  const query = new URLSearchParams({ limit });
  const { rows } = previewSchema.parse(
    await client.call({ path: `${syncPath(sync, 'preview')}?${query.toString()}` }),
  );
  const lines = rows.flatMap(({ theirs = '', ours, makes, differences }) =>
    differences.map(({ side, field, from, to }) => [
      theirs,
      makes === 'ours' ? 'new' : (ours ?? ''),
      side,
      field,
      from ?? '',
      to ?? '',
    ]),
  );
  if (lines.length === 0) say('Nothing would change.');
  else say(table({ head: ['there', 'here', 'changes', 'field', 'from', 'to'], rows: lines }));
  return 0;
};

const steer = async (input: Run & { path: string; body?: object }): Promise<number> => {
  const { client, say, path, body = {} } = input;
  sayOne(syncSchema.parse(await client.call({ path, method: 'POST', body })), say);
  return 0;
};

/** `ciclo sync list`. */
export const listCommand: CommandDefinition = {
  usage: 'list',
  summary: 'the syncs and how they go',
  examples: ['ciclo sync list'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runList({ client: await connect(), say }))),
};

/** `ciclo sync preview`. */
export const previewCommand: CommandDefinition = {
  usage: 'preview <sync>',
  summary: 'what the next page from there would change; nothing is written',
  examples: ['ciclo sync preview people --limit 50'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <rows>', 'at most this many records', '20')
      .action(
        act(async (sync: string, options: { limit: string }) =>
          runPreview({ sync, limit: options.limit, client: await connect(), say }),
        ),
      ),
};

/** `ciclo sync run`. */
export const runCommand: CommandDefinition = {
  usage: 'run <sync>',
  summary: 'begin a round now; with --everything all is gone through again',
  examples: ['ciclo sync run people', 'ciclo sync run people --everything'],
  build: ({ command, act, connect, say }) =>
    command.option('--everything', 'go through all of both sides again').action(
      act(async (sync: string, options: { everything?: boolean }) =>
        steer({
          path: syncPath(sync, 'run'),
          body: { everything: options.everything ?? false },
          client: await connect(),
          say,
        }),
      ),
    ),
};

/** `ciclo sync pause`. */
export const pauseCommand: CommandDefinition = {
  usage: 'pause <sync>',
  summary: 'let a sync rest',
  examples: ['ciclo sync pause people'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (sync: string) => steer({ path: syncPath(sync, 'pause'), client: await connect(), say })),
    ),
};

/** `ciclo sync resume`. */
export const resumeCommand: CommandDefinition = {
  usage: 'resume <sync>',
  summary: 'let a sync go on',
  examples: ['ciclo sync resume people'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (sync: string) => steer({ path: syncPath(sync, 'resume'), client: await connect(), say })),
    ),
};
