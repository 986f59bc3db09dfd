import { z } from 'zod';

import { own } from '../../../domain/json.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';
import { kindOf } from './object-answer.ts';
import { pathOf, type RecordAnswer, recordSchema, valueText } from './record-answer.ts';

const pageSchema = z.looseObject({ records: z.array(recordSchema), next: z.string().optional() });

type Options = { readonly filter?: string; readonly sort?: string; readonly deleted?: boolean };

const cellMax = 60;

const cellOf = (record: RecordAnswer, column: string): string => {
  const { stage, owner, team } = record;
  const value = own(record.data, column) ?? own({ stage, owner, team }, column);
  return valueText(value).slice(0, cellMax);
};

/** `ciclo records list <kind>`: records with the columns that the object names, at most so many. */
export const runListRecords = async (input: {
  kind: string;
  options: Options;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, options, limit, client, say } = input;
  const { columns } = await kindOf({ kind, client });
  return sayList({
    client,
    say,
    limit,
    path: pathOf(kind),
    query: {
      filter: options.filter,
      sort: options.sort,
      deleted: options.deleted === true ? '1' : undefined,
    },
    read: (answer) => {
      const { records, next } = pageSchema.parse(answer);
      return { rows: records, next };
    },
    none: 'There are no such records.',
    head: ['id', ...columns, 'changed (UTC)'],
    line: (record) => [
      record.id,
      ...columns.map((column) => cellOf(record, column)),
      toSecond(record.updatedAt),
    ],
  });
};

/** `ciclo records list`. */
export const listCommand: CommandDefinition = {
  usage: 'list <kind>',
  summary: 'records of a kind, with the columns that its object names',
  examples: [
    'ciclo records list deal',
    `ciclo records list deal --sort=-amount --filter '{"all":[{"fact":"record","path":"$.stage","operator":"equal","value":"open"}]}'`,
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--filter <json>', 'conditions of the rule language over the fact `record`')
      .option(
        '--sort <field>',
        'createdAt, updatedAt or a sortable field; `-` in front for the greatest first',
      )
      .option('--deleted', 'those that were deleted')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async (kind: string, { limit, ...options }: Options & { limit: number }) =>
          runListRecords({ kind, options, limit, client: await connect(), say }),
        ),
      ),
};
