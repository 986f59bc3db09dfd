import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import { CicloError } from '../../../domain/errors.ts';
import { steeringBodies } from '../../../domain/jobs/steering.ts';
import type { CommandDefinition } from '../../command.ts';
import { given } from '../../given.ts';
import { toNumber } from '../../to-count.ts';

const answerSchema = z.object({
  mode: z.string(),
  frozen: z.object({ since: z.string(), entries: z.string(), reason: z.string().optional() }).optional(),
  people: z.number(),
  entering: z.number(),
  job: z.object({ id: z.string(), rate: z.number() }).optional(),
});

const modes: Readonly<Record<string, string>> = {
  live: 'takes people in',
  paused: 'takes nobody in; those inside go on',
  ended: 'takes nobody in any more',
};

/** `ciclo journey <key> <how>`: pause, resume-entries, freeze, resume, drain or stop. */
export const runJourney = async (input: {
  key: string;
  how: string;
  body: Readonly<Record<string, unknown>>;
  dryRun: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { key, how, body, dryRun, say } = input;
  const path = `/api/journeys/${encodeURIComponent(key)}/${how}${dryRun ? '?dryRun=1' : ''}`;
  const answer = answerSchema.parse(await input.client.call({ path, method: 'POST', body }));
  const { mode, frozen, people, entering, job } = answer;
  if (dryRun) {
    say(`Nothing was done; it would concern ${people} people inside, and ${entering} would come in at once.`);
    return 0;
  }
  say(`${key} ${modes[mode] ?? mode}.`);
  if (frozen !== undefined) {
    const entries = frozen.entries === 'hold' ? 'held at the first step' : 'refused';
    say(`It stands still since ${frozen.since}; those who would come in are ${entries}.`);
  }
  if (job !== undefined) say(`${people} people are dealt with, ${job.rate} a second: ciclo jobs ${job.id}`);
  return 0;
};

type Options = {
  readonly policy?: string;
  readonly entries?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly rate?: number;
  readonly expect?: number;
  readonly dryRun?: boolean;
};

const checkHow = (how: string): void => {
  if (Object.hasOwn(steeringBodies, how)) return;
  const known = Object.keys(steeringBodies).join(', ');
  throw new CicloError({ code: 'invalid-input', message: `"${how}" is none of ${known}.` });
};

/** `ciclo journey`. */
export const journeyCommand: CommandDefinition = {
  usage: 'journey <key> <how>',
  summary: 'pause, resume-entries, freeze, resume, drain or stop a journey',
  group: 'Journeys',
  examples: [
    'ciclo journey cart-recovery pause',
    "ciclo journey cart-recovery freeze --reason 'wrong price in the mail'",
    'ciclo journey cart-recovery resume --policy catch-up --dry-run',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--policy <policy>', 'of resume: shift (default), catch-up or skip')
      .option('--entries <what>', 'of freeze: hold people who would enter (default), or refuse them')
      .option('--outcome <outcome>', 'of stop: how the runs end')
      .option('--reason <text>', 'why')
      .option('--rate <people>', 'at most this many people a second', toNumber)
      .option('--expect <people>', 'how many people enter, if the launch guard asks', toNumber)
      .option('--dry-run', 'only say how many people it would concern')
      .action(
        act(async (key: string, how: string, { dryRun = false, ...said }: Options) => {
          checkHow(how);
          return runJourney({ key, how, body: given(said), dryRun, client: await connect(), say });
        }),
      ),
};
