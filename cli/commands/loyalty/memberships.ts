import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { personOf } from './points-answer.ts';

const answerSchema = z.looseObject({
  state: z.enum(['posted', 'already']),
  balance: z.looseObject({
    membershipName: z.string().optional(),
    membershipUntil: z.string().optional(),
  }),
});

type Options = { program: string; until?: string; reason?: string; key?: string };

/** `ciclo loyalty give-membership|end-membership`: once for each key. */
const runMembership = async (input: {
  person: string;
  membership: string;
  action: 'give' | 'end';
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { membership, action, options, client, say } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const { program, until, reason, key = randomUUID() } = options;
  const answer = await client.call({
    path: '/api/memberships',
    body: { person: { id }, program, membership, action, ...given({ until, reason }) },
    headers: { 'idempotency-key': key },
  });
  const { state, balance } = answerSchema.parse(answer);
  if (state === 'already') say('This was done before under the same key; nothing was changed.');
  const { membershipName, membershipUntil } = balance;
  const end = membershipUntil === undefined ? '' : ` until ${membershipUntil.slice(0, 10)}`;
  say(membershipName === undefined ? 'They have no membership.' : `${membershipName}${end}.`);
  return 0;
};

const membershipCommand = (action: 'give' | 'end', summary: string): CommandDefinition => ({
  usage: `${action}-membership <person> <membership>`,
  summary,
  examples: [`ciclo loyalty ${action}-membership ana@example.com plus --program club`],
  build: ({ command, act, connect, say }) => {
    command
      .requiredOption('--program <key>', 'the programme')
      .option('--reason <text>', 'why, for the ledger')
      .option('--key <text>', 'the same key does it once');
    if (action === 'give') command.option('--until <instant>', 'its end; by its period by default');
    return command.action(
      act(async (person: string, membership: string, options: Options) =>
        runMembership({ person, membership, action, options, client: await connect(), say }),
      ),
    );
  },
});

/** What gives and ends memberships. */
export const membershipCommands: readonly CommandDefinition[] = [
  membershipCommand('give', 'give a person a membership, or renew it'),
  membershipCommand('end', 'end the membership of a person at once'),
];
