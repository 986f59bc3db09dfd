import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import { CicloError, messageOf } from '../../../domain/errors.ts';
import { withExactIntegers } from '../../../domain/exact-json.ts';
import { isObject } from '../../../domain/json.ts';
import type { CommandDefinition } from '../../command.ts';

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

const readProperties = (text: string): Readonly<Record<string, unknown>> => {
  let why = 'it is not an object';
  try {
    const read: unknown = JSON.parse(withExactIntegers(text));
    if (isObject(read)) return read;
  } catch (thrown) {
    why = messageOf(thrown);
  }
  throw new CicloError({
    code: 'invalid-input',
    message: `--properties cannot be read (${why}). Write a JSON object, such as '{"value": 80}'.`,
  });
};

/** `ciclo enrol`. */
export const enrolCommand: CommandDefinition = {
  usage: 'enrol <journey> <person>',
  summary: 'start a journey for a person, known by e-mail address, user id or profile id',
  group: 'Journeys',
  examples: [
    'ciclo enrol welcome ana@example.com',
    'ciclo enrol cart-recovery ana@example.com --key cart-1 --properties \'{"value": 80}\'',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--key <key>', 'what it is about: a cart, an order')
      .option('--properties <json>', 'properties of the entry event', '{}')
      .action(
        act(async (journey: string, person: string, options: { key?: string; properties: string }) => {
          const properties = readProperties(options.properties);
          return runEnrol({ journey, person, key: options.key, properties, client: await connect(), say });
        }),
      ),
};
