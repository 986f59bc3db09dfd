import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const sums = z.object({ balance: z.int(), pending: z.int() });
const pageSchema = z.looseObject({
  accounts: z.int(),
  differences: z.array(
    z.object({ profileId: z.string(), program: z.string(), stored: sums, postings: sums }),
  ),
  next: z.string().optional(),
});

/** `ciclo loyalty check`: works every balance out again from the ledger; 1 when one differs. */
const runCheckPoints = async (input: {
  repair: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { repair, client, say } = input;
  let accounts = 0;
  let found = 0;
  let cursor: string | undefined;
  do {
    const body = { repair, ...(cursor === undefined ? {} : { cursor }) };
    const page = pageSchema.parse(await client.call({ path: '/api/loyalty/check', body }));
    accounts += page.accounts;
    found += page.differences.length;
    for (const { profileId, program, stored, postings } of page.differences) {
      const { balance, pending } = postings;
      say(
        `${profileId} in ${program}: the balance is ${stored.balance} (${stored.pending} pending), and the postings come to ${balance} (${pending} pending).`,
      );
    }
    cursor = page.next;
  } while (cursor !== undefined);
  if (found === 0) say(`All ${accounts} balances are the sums of their postings.`);
  else say(`${found} of ${accounts} balances differ${repair ? ' and were brought in line' : ''}.`);
  return found === 0 || repair ? 0 : 1;
};

/** `ciclo loyalty check`. */
export const checkPointsCommand: CommandDefinition = {
  usage: 'check',
  summary: 'work every balance out again from the ledger, and say which differ',
  examples: ['ciclo loyalty check', 'ciclo loyalty check --repair'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--repair', 'bring balances that differ in line')
      .action(
        act(async ({ repair = false }: { repair?: boolean }) =>
          runCheckPoints({ repair, client: await connect(), say }),
        ),
      ),
};
