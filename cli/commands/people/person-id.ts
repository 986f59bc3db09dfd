import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';

const peopleSchema = z.looseObject({ profiles: z.array(z.looseObject({ id: z.string() })) });

/** The id of a person who is named by profile id, e-mail address or user id; undefined when nobody is. */
export const idOf = async (input: { person: string; client: EngineClient }): Promise<string | undefined> => {
  const { person, client } = input;
  // Also of somebody who was erased: to erase them again is no fault.
  if (person.startsWith('p_')) return person;
  const named = new URLSearchParams(person.includes('@') ? { email: person } : { userId: person });
  const found = await client.call({ path: `/api/profiles?${named.toString()}` });
  return peopleSchema.parse(found).profiles[0]?.id;
};

/** Says that nobody is known so; the exit code. */
export const nobody = (input: { person: string; say: Say }): number => {
  input.say(`Nobody is known as ${input.person}.`);
  return 1;
};
