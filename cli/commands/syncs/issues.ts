import { z } from 'zod';

import type { CommandDefinition } from '../../command.ts';
import { sayList, toSecond } from '../../say-list.ts';
import { syncPath } from './steer.ts';

const issuesSchema = z.object({
  issues: z.array(
    z.looseObject({
      id: z.string(),
      at: z.string(),
      code: z.string(),
      field: z.string().optional(),
      theirs: z.string().optional(),
      attempts: z.int(),
      message: z.string(),
    }),
  ),
  next: z.string().optional(),
});

/** `ciclo sync issues`. */
export const issuesCommand: CommandDefinition = {
  usage: 'issues <sync>',
  summary: 'what somebody has to look at',
  examples: ['ciclo sync issues people'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (sync: string) =>
        sayList({
          path: syncPath(sync, 'issues'),
          query: {},
          limit: 200,
          client: await connect(),
          read: (answer) => {
            const { issues, next } = issuesSchema.parse(answer);
            return { rows: issues, next };
          },
          say,
          none: 'There are no issues.',
          head: ['issue', 'since', 'code', 'field', 'there', 'tries', 'what'],
          line: ({ id, at, code, field = '', theirs = '', attempts, message }) => [
            id,
            toSecond(at),
            code,
            field,
            theirs,
            attempts,
            message,
          ],
        }),
      ),
    ),
};

/** `ciclo sync retry`. */
export const retryCommand: CommandDefinition = {
  usage: 'retry <sync> [issue]',
  summary: 'try one issue again, or all; with --take a conflict is decided',
  examples: ['ciclo sync retry people', 'ciclo sync retry people 4fK2 --take ours'],
  build: ({ command, act, connect, say }) =>
    command.option('--take <side>', 'whose values count where both changed: ours or theirs').action(
      act(async (sync: string, issue: string | undefined, options: { take?: string }) => {
        const path = syncPath(sync, 'issues', ...(issue === undefined ? [] : [issue]), 'retry');
        const { take } = options;
        const client = await connect();
        const answer = await client.call({
          path,
          method: 'POST',
          body: take === undefined ? {} : { take },
        });
        const { retried } = z.object({ retried: z.int() }).parse(answer);
        say(`${retried} ${retried === 1 ? 'issue is' : 'issues are'} tried again.`);
        return 0;
      }),
    ),
};
