import { randomUUID } from 'node:crypto';

import type { EngineClient } from '../engine-client.ts';
import type { Say } from '../say.ts';
import { isObject } from '../../domain/json.ts';

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
  const profile = person.includes('@') ? { email: person } : person.startsWith('p_') ? { id: person } : { userId: person };
  const answer = await input.client.call({
    path: '/api/runs',
    headers: { 'idempotency-key': randomUUID() },
    body: { journey, profile, properties, ...(key === undefined ? {} : { key }) },
  });
  const run = isObject(answer) ? (answer['run'] ?? answer['id']) : undefined;
  const reason = isObject(answer) ? answer['reason'] : undefined;
  if (reason !== undefined && reason !== null) {
    input.say(`${person} did not enter ${journey}: ${String(reason)}.`);
    return 1;
  }
  input.say(`${person} entered ${journey}${run === undefined ? '' : ` (run ${typeof run === 'string' ? run : JSON.stringify(run)})`}.`);
  return 0;
};
