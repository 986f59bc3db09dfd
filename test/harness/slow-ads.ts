import { z } from 'zod';

import {
  audienceLookedAt,
  audiencePut,
  audienceToLookAt,
  audienceToPut,
  definePlugin,
} from '../../plugins/contract.ts';

type Said = z.input<typeof audienceLookedAt>;

/** An advertising service that takes requests and works on them later: `says` is what it answers of the requests, by what they do. */
export const createSlowAds = () => {
  const says: Record<'add' | 'remove', Said> = { add: { state: 'pending' }, remove: { state: 'pending' } };
  const taken: { does: 'add' | 'remove'; emails: readonly (string | undefined)[] }[] = [];
  let looks = 0;
  const take = (does: 'add' | 'remove', emails: readonly (string | undefined)[]): string | undefined => {
    if (emails.length === 0) return undefined;
    taken.push({ does, emails });
    return `${does}-${taken.length}`;
  };
  const plugin = definePlugin({
    id: 'slow-ads',
    version: '1.0.0',
    name: 'Slow ads',
    config: z.strictObject({}),
    hashPerson: ({ email }) => ({ identifiers: email === undefined ? {} : { email }, details: {} }),
    actions: (action) => ({
      'put-audience': action({
        title: 'Keep an audience',
        input: audienceToPut,
        output: audiencePut,
        effect: 'write',
        idempotency: 'natural-key',
        run: async (_ctx, { add, remove }) => {
          const emails = (people: typeof add) => people.map(({ identifiers }) => identifiers['email']);
          const receipts = { removed: take('remove', emails(remove)), added: take('add', emails(add)) };
          return {
            kind: 'done',
            output: { added: add.length, removed: remove.length, invalid: 0, receipts },
          };
        },
      }),
      'look-at-audience': action({
        title: 'Look what came of a request',
        input: audienceToLookAt,
        output: audienceLookedAt,
        effect: 'read',
        run: async (_ctx, { receipt }) => {
          looks += 1;
          return { kind: 'done', output: receipt.startsWith('add') ? says.add : says.remove };
        },
      }),
    }),
  });
  return { plugin, says, taken, looks: () => looks };
};
