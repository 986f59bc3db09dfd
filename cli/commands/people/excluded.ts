import { z } from 'zod';

import { excludingKinds } from '../../../domain/ledger/passing.ts';
import type { EngineClient } from '../../engine-client.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { toCount } from '../../to-count.ts';

const pageSchema = z.looseObject({
  decisions: z.array(
    z.looseObject({
      at: z.string(),
      profileId: z.string(),
      journey: z.string(),
      step: z.string().nullable(),
      reason: z.string().optional(),
      text: z.string(),
    }),
  ),
  next: z.string().optional(),
});
type Row = z.infer<typeof pageSchema>['decisions'][number];

export type ExcludedQuery = {
  readonly journey?: string | undefined;
  readonly step?: string | undefined;
  readonly reason?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

const queryOf = (query: ExcludedQuery): string => {
  const given = { kind: excludingKinds.join(','), ...query };
  const params = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(params).toString();
};

const lineOf = (row: Row): readonly string[] => [
  row.at.slice(0, 16).replace('T', ' '),
  row.profileId,
  row.journey,
  row.step ?? '',
  row.reason ?? '',
  row.text,
];

/** `ciclo excluded`: everyone who did not get something in a period, and why; the newest first, at most so many. */
export const runExcluded = async (input: {
  query: ExcludedQuery;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { limit, client, say } = input;
  const rows: Row[] = [];
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `&cursor=${next}`;
    const size = Math.min(200, limit - rows.length);
    const path = `/api/decisions?${queryOf(input.query)}&limit=${size}${cursor}`;
    const page = pageSchema.parse(await client.call({ path }));
    rows.push(...page.decisions);
    ({ next } = page);
  } while (next !== undefined && rows.length < limit);
  if (rows.length === 0) {
    say('Nobody was left out by that.');
    return 0;
  }
  say(table({ head: ['when (UTC)', 'person', 'journey', 'step', 'reason', ''], rows: rows.map(lineOf) }));
  const people = new Set(rows.map((row) => row.profileId)).size;
  say(
    `${rows.length} decisions about ${people} people${next === undefined ? '.' : ', and more; see --limit.'}`,
  );
  return 0;
};

/** `ciclo excluded`. */
export const excludedCommand: CommandDefinition = {
  usage: 'excluded',
  summary: 'the people who did not get something, and why, the newest first',
  group: 'People',
  examples: [
    'ciclo excluded',
    'ciclo excluded --journey cart-recovery --reason capped --from 2026-03-01T00:00:00Z',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--journey <key>', 'in one journey')
      .option('--step <id>', 'at one step')
      .option('--reason <reason>', 'for one reason: capped, no-consent, unsubscribed, ...')
      .option(
        '--kind <kinds>',
        'of these kinds: not-entered, skipped, exited, held-out, failed, none, refused',
      )
      .option('--from <instant>', 'at or after, such as 2026-03-01T00:00:00Z')
      .option('--to <instant>', 'before')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async ({ limit, ...query }: ExcludedQuery & { limit: number }) =>
          runExcluded({ query, limit, client: await connect(), say }),
        ),
      ),
};
