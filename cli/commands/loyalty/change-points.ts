import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { given } from '../../given.ts';
import { toUnits } from '../../to-count.ts';
import { balanceLine, balanceSchema, personOf } from './points-answer.ts';

const answerSchema = z.looseObject({ state: z.enum(['posted', 'already']), balance: balanceSchema });

type Options = { program: string; reason?: string; ref?: string; key?: string; down?: boolean };
type Action = 'award' | 'spend' | 'return' | 'adjust';

/** `ciclo loyalty award|spend|return|adjust`: changes the points of a person, once for each key. */
const runChangePoints = async (input: {
  person: string;
  action: Action;
  points: number;
  options: Options;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { action, client, say, options } = input;
  const id = await personOf(input);
  if (id === undefined) return 1;
  const { program, reason, ref, key = randomUUID(), down } = options;
  const points = down === true ? -input.points : input.points;
  const answer = await client.call({
    path: '/api/points',
    body: { person: { id }, program, action, points, ...given({ reason, ref }) },
    headers: { 'idempotency-key': key },
  });
  const { state, balance } = answerSchema.parse(answer);
  if (state === 'already') say('This was done before under the same key; nothing was changed.');
  say(balanceLine(balance));
  return 0;
};

const changeCommand = (input: { action: Action; summary: string; example: string }): CommandDefinition => ({
  usage: `${input.action} <person> <points>`,
  summary: input.summary,
  examples: [`ciclo loyalty ${input.action} ${input.example}`],
  build: ({ command, act, connect, say }) => {
    const { action } = input;
    command
      .requiredOption('--program <key>', 'the programme')
      .option('--reason <text>', 'why, for the ledger')
      .option('--ref <text>', action === 'return' ? 'the key of what was spent' : 'what it is about')
      .option('--key <text>', 'the same key does it once');
    if (action === 'adjust') command.option('--down', 'take the points away');
    return command.action(
      act(async (person: string, points: string, options: Options) =>
        runChangePoints({ person, points: toUnits(points), action, options, client: await connect(), say }),
      ),
    );
  },
});

/** What changes the points of a person. */
export const changePointsCommands: readonly CommandDefinition[] = [
  changeCommand({
    action: 'award',
    summary: 'give points to a person',
    example: "ana@example.com 50 --program club --reason 'Sorry for the delay'",
  }),
  changeCommand({
    action: 'spend',
    summary: 'take points from the balance of a person, who must have them',
    example: 'ana@example.com 300 --program club --ref order:1001 --key till-1001',
  }),
  changeCommand({
    action: 'return',
    summary: 'give spent points back',
    example: 'ana@example.com 300 --program club --ref api:Gx2',
  }),
  changeCommand({
    action: 'adjust',
    summary: 'correct the balance of a person; it counts towards nothing',
    example: 'ana@example.com 20 --program club --down',
  }),
];
