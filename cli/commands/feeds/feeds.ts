import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const count = z.int();
const feedSchema = z.looseObject({
  name: z.string(),
  plugin: z.string(),
  rows: z.string(),
  state: z.string(),
  error: z.string().optional(),
  written: z.looseObject({ rows: count, files: count }),
  lastFile: z.string().optional(),
});

type Run = { readonly client: EngineClient; readonly say: Say };

const runList = async ({ client, say }: Run): Promise<number> => {
  const { feeds } = z.object({ feeds: z.array(feedSchema) }).parse(await client.call({ path: '/api/feeds' }));
  if (feeds.length === 0) {
    say('No feeds are set up in ciclo.json.');
    return 0;
  }
  const rows = feeds.map(({ name, plugin, rows: of, state, written, lastFile = '' }) => [
    name,
    plugin,
    of,
    state,
    written.rows,
    written.files,
    lastFile,
  ]);
  say(table({ head: ['feed', 'to', 'rows of', 'state', 'rows', 'files', 'last file'], rows }));
  for (const { name, error } of feeds) if (error !== undefined) say(`${name}: ${error}`);
  return 0;
};

const runOne = async (input: Run & { feed: string; everything: boolean }): Promise<number> => {
  const { client, say, feed, everything } = input;
  const path = `/api/feeds/${encodeURIComponent(feed)}/run`;
  const { name } = feedSchema.parse(await client.call({ path, method: 'POST', body: { everything } }));
  say(everything ? `${name} begins from the first row.` : `${name} begins a round now.`);
  return 0;
};

const listCommand: CommandDefinition = {
  usage: 'list',
  summary: 'the feeds and how they go',
  examples: ['ciclo feeds list'],
  isDefault: true,
  build: ({ command, act, connect, say }) =>
    command.action(act(async () => runList({ client: await connect(), say }))),
};

const runCommand: CommandDefinition = {
  usage: 'run <feed>',
  summary: 'begin a round now; with --everything from the first row on',
  examples: ['ciclo feeds run lake', 'ciclo feeds run lake --everything'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--everything', 'write everything again')
      .action(
        act(async (feed: string, options: { everything?: boolean }) =>
          runOne({ feed, everything: options.everything ?? false, client: await connect(), say }),
        ),
      ),
};

/** `ciclo feeds`. */
export const feedsCommand: CommandDefinition = {
  usage: 'feeds',
  summary: 'what is written out to other systems, and how it goes',
  group: 'Operate',
  examples: ['ciclo feeds', 'ciclo feeds run lake'],
  parts: [listCommand, runCommand],
};
