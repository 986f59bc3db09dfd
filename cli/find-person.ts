import { z } from 'zod';

import type { EngineClient } from './engine-client.ts';

const foundSchema = z.object({ profiles: z.array(z.looseObject({ id: z.string() })) });

const queryOf = (person: string): string => {
  if (person.includes('@')) return `email=${encodeURIComponent(person)}`;
  return `userId=${encodeURIComponent(person)}`;
};

/** The id of a person named by e-mail, user id or profile id; undefined when nobody is known by it. */
export const findPerson = async (input: {
  person: string;
  client: EngineClient;
}): Promise<string | undefined> => {
  if (input.person.startsWith('p_')) return input.person;
  const found = foundSchema.parse(
    await input.client.call({ path: `/api/profiles?${queryOf(input.person)}` }),
  );
  return found.profiles[0]?.id;
};
