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
  paused: z.looseObject({ since: z.string(), reason: z.string().optional() }).optional(),
  error: z.string().optional(),
  written: z.looseObject({ rows: count, files: count }),
  leftOut: z.looseObject({ restricted: count, noConsent: count }),
  refused: count,
  waitsSince: z.string().optional(),
  lastFile: z.string().optional(),
  audience: z.looseObject({ members: count, joining: count, erased: count }).optional(),
});

const removedSchema = z.looseObject({
  name: z.string(),
  plugin: z.string(),
  audience: z.string(),
  people: count,
  error: z.string().optional(),
});

const head = [
  'feed',
  'to',
  'rows of',
  'state',
  'waits since',
  'rows',
  'files',
  'left out',
  'refused',
  'last file',
];

type Run = { readonly client: EngineClient; readonly say: Say };

const runList = async ({ client, say }: Run): Promise<number> => {
  const { feeds, removed } = z
    .object({ feeds: z.array(feedSchema), removed: z.array(removedSchema).default([]) })
    .parse(await client.call({ path: '/api/feeds' }));
  for (const { name, people, audience, plugin, error } of removed) {
    say(`${name} was removed: ${people} people have yet to leave the audience ${audience} of ${plugin}.`);
    if (error !== undefined) say(`${name}: ${error}`);
  }
  if (feeds.length === 0) {
    say('No feeds are set up in ciclo.json.');
    return 0;
  }
  const rows = feeds.map(({ name, plugin, rows: of, written, leftOut, ...feed }) => [
    name,
    plugin,
    of,
    feed.state,
    feed.waitsSince ?? '',
    written.rows,
    written.files,
    leftOut.restricted + leftOut.noConsent,
    feed.refused,
    feed.lastFile ?? '',
  ]);
  say(table({ head, rows }));
  for (const { name, audience } of feeds) {
    if (audience === undefined) continue;
    const { members, joining, erased } = audience;
    const more = [
      joining === 0 ? '' : `, ${joining} are being added`,
      erased === 0 ? '' : `, and ${erased} who were erased have yet to leave it`,
    ];
    say(`${name}: ${members} people are in the audience${more.join('')}.`);
  }
  for (const { name, paused } of feeds) {
    if (paused === undefined) continue;
    const why = paused.reason === undefined ? '' : `: ${paused.reason}`;
    say(`${name} is paused since ${paused.since}${why}`);
  }
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

const runPause = async (input: Run & { feed: string; reason: string | undefined }): Promise<number> => {
  const { client, say, feed, reason } = input;
  const path = `/api/feeds/${encodeURIComponent(feed)}/pause`;
  const body = reason === undefined ? {} : { reason };
  const { name } = feedSchema.parse(await client.call({ path, method: 'POST', body }));
  say(`${name} is paused. What happens meanwhile goes out once it is resumed.`);
  return 0;
};

const runResume = async ({ client, say, feed }: Run & { feed: string }): Promise<number> => {
  const path = `/api/feeds/${encodeURIComponent(feed)}/resume`;
  const { name } = feedSchema.parse(await client.call({ path, method: 'POST', body: {} }));
  say(`${name} goes on from where it stopped.`);
  return 0;
};

const refusedSchema = z.looseObject({
  events: z.array(z.looseObject({ event: z.string(), name: z.string(), reason: z.string(), at: z.string() })),
  total: count,
});

const refusedPath = (feed: string): string => `/api/feeds/${encodeURIComponent(feed)}/refused`;

const runRefused = async ({ client, say, feed }: Run & { feed: string }): Promise<number> => {
  const { events, total } = refusedSchema.parse(await client.call({ path: refusedPath(feed) }));
  if (total === 0) {
    say('No events were refused.');
    return 0;
  }
  const rows = events.map(({ at, name, event, reason }) => [at, name, event, reason]);
  say(table({ head: ['refused', 'name', 'event', 'reason'], rows }));
  if (total > events.length) say(`${total - events.length} more were refused after these.`);
  return 0;
};

const runRetry = async ({ client, say, feed }: Run & { feed: string }): Promise<number> => {
  const answer = await client.call({ path: `${refusedPath(feed)}/retry`, method: 'POST', body: {} });
  const { sent, refused, leftOut } = z.object({ sent: count, refused: count, leftOut: count }).parse(answer);
  say(`${sent} sent, ${refused} refused again, ${leftOut} left out.`);
  return refused === 0 ? 0 : 1;
};

const runDiscard = async ({ client, say, feed }: Run & { feed: string }): Promise<number> => {
  const answer = await client.call({ path: refusedPath(feed), method: 'DELETE' });
  say(`${z.object({ discarded: count }).parse(answer).discarded} discarded.`);
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

const pauseCommand: CommandDefinition = {
  usage: 'pause <feed>',
  summary: 'let a feed rest; what happens meanwhile is kept for it',
  examples: ["ciclo feeds pause lake --reason 'the bucket moves'"],
  build: ({ command, act, connect, say }) =>
    command
      .option('--reason <text>', 'why; it is shown to anyone who looks')
      .action(
        act(async (feed: string, { reason }: { reason?: string }) =>
          runPause({ feed, reason, client: await connect(), say }),
        ),
      ),
};

/** A command about one feed. */
const ofFeed = (input: {
  usage: string;
  summary: string;
  run: (input: Run & { feed: string }) => Promise<number>;
}): CommandDefinition => ({
  usage: `${input.usage} <feed>`,
  summary: input.summary,
  examples: [`ciclo feeds ${input.usage} segment`],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (feed: string) => input.run({ feed, client: await connect(), say }))),
});

/** `ciclo feeds`. */
export const feedsCommand: CommandDefinition = {
  usage: 'feeds',
  summary: 'what is written out to other systems, and how it goes',
  group: 'Operate',
  examples: ['ciclo feeds', 'ciclo feeds run lake'],
  parts: [
    listCommand,
    runCommand,
    pauseCommand,
    ofFeed({ usage: 'resume', summary: 'let a feed go on from where it stopped', run: runResume }),
    ofFeed({
      usage: 'refused',
      summary: 'events that the connector does not take, with the reason',
      run: runRefused,
    }),
    ofFeed({ usage: 'retry', summary: 'send the oldest 200 refused events again', run: runRetry }),
    ofFeed({ usage: 'discard', summary: 'forget all refused events', run: runDiscard }),
  ],
};
