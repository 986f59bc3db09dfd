import { z } from 'zod';

import type { CommandDefinition } from '../../command.ts';
import { sayList } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';

const answerSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      type: z.string(),
      id: z.string(),
      title: z.string(),
      kind: z.string().optional(),
      stage: z.string().optional(),
    }),
  ),
});

/** `ciclo search`. */
export const searchCommand: CommandDefinition = {
  usage: 'search <words>',
  summary: 'people and records by words, an address or a number',
  group: 'Records',
  examples: ['ciclo search ana', `ciclo search 'tiles and sons' --kinds account,deal`],
  build: ({ command, act, connect, say }) =>
    command
      .option('--kinds <keys>', 'keys of objects, and person, separated by commas')
      .option('--limit <count>', 'show at most this many', toCount, 20)
      .action(
        act(async (words: string, { kinds, limit }: { kinds?: string; limit: number }) =>
          sayList({
            client: await connect(),
            say,
            limit,
            path: '/api/search',
            query: { q: words, kinds },
            read: (answer) => ({ rows: answerSchema.parse(answer).results, next: undefined }),
            none: 'Nothing was found.',
            head: ['what', 'id', 'called', 'stage'],
            line: ({ type, id, title, kind, stage }) => [kind ?? type, id, title, stage ?? ''],
          }),
        ),
      ),
};
