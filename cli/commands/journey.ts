import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import type { Say } from '../say.ts';

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
