import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import type { Say } from '../say.ts';

const answerSchema = z.object({
  entered: z.boolean(),
  run: z.string().optional(),
  reason: z.string().optional(),
  text: z.string().optional(),
});

/** `ciclo enrol <journey> <person>`: starts a journey for somebody, known by e-mail, user id or profile id. */
export const runEnrol = async (input: {
  journey: string;
  person: string;
  key: string | undefined;
  properties: Readonly<Record<string, unknown>>;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { journey, person, key, properties } = input;
  const profile = person.includes('@')
    ? { email: person }
    : person.startsWith('p_')
      ? { id: person }
      : { userId: person };
  const answer = await input.client.call({
    path: '/api/runs',
    headers: { 'idempotency-key': randomUUID() },
    body: { journey, profile, properties, ...(key === undefined ? {} : { key }) },
  });
  const { entered, run, reason, text } = answerSchema.parse(answer);
  if (!entered) {
    input.say(`${person} did not enter ${journey}: ${text ?? reason ?? 'no reason was given'}`);
    return 1;
  }
  input.say(`${person} entered ${journey}${run === undefined ? '' : ` (run ${run})`}.`);
  return 0;
};
