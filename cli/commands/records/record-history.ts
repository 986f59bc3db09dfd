import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';
import { pathOf, valueText } from './record-answer.ts';

const lineSchema = z.looseObject({
  revision: z.number(),
  at: z.string(),
  by: z.object({ kind: z.string(), id: z.string() }),
  act: z.string(),
  changes: z.array(z.looseObject({ field: z.string(), from: z.json().optional(), to: z.json().optional() })),
});
type Line = z.infer<typeof lineSchema>;

const pageSchema = z.looseObject({ history: z.array(lineSchema), next: z.string().optional() });

const changeText = ({ field, from, to }: Line['changes'][number]): string => {
  const before = valueText(from);
  const after = valueText(to);
  if (before === '') return after === '' ? field : `${field}: ${after}`;
  return `${field}: ${before} → ${after === '' ? 'none' : after}`;
};

/** `ciclo records history <kind> <id>`: who changed what of a record, and when; the newest first, at most so many. */
export const runRecordHistory = (input: {
  kind: string;
  id: string;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> =>
  sayList({
    ...input,
    path: pathOf(input.kind, input.id, 'history'),
    query: {},
    read: (answer) => {
      const { history, next } = pageSchema.parse(answer);
      return { rows: history, next };
    },
    none: 'There is no history.',
    head: ['revision', 'when (UTC)', 'by', 'act', ''],
    line: ({ revision, at, by, act, changes }) => [
      revision,
      toSecond(at),
      `${by.kind} ${by.id}`,
      act,
      changes.map(changeText).join(', '),
    ],
  });

/** `ciclo records history`. */
export const historyCommand: CommandDefinition = {
  usage: 'history <kind> <id>',
  summary: 'who changed what of a record, and when, the newest first',
  examples: ['ciclo records history deal r01J9'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async (kind: string, id: string, { limit }: { limit: number }) =>
          runRecordHistory({ kind, id, limit, client: await connect(), say }),
        ),
      ),
};
