import { z } from 'zod';

import { findPerson } from '../../find-person.ts';
import type { EngineClient } from '../../engine-client.ts';

/** A balance as the API shows it; what the commands print of it. */
export const balanceSchema = z.looseObject({
  program: z.string(),
  points: z.int(),
  pending: z.int(),
  owed: z.int(),
  expiresAt: z.string().optional(),
  expiring: z.int().optional(),
});

/** A person's balance in a sentence. */
export const balanceLine = (one: z.infer<typeof balanceSchema>): string => {
  const { program, points, pending, owed, expiresAt, expiring } = one;
  const parts = [
    `${points} points`,
    ...(pending === 0 ? [] : [`${pending} pending`]),
    ...(owed === 0 ? [] : [`${owed} owed`]),
    ...(expiresAt === undefined ? [] : [`${expiring ?? 0} expire on ${expiresAt.slice(0, 10)}`]),
  ];
  return `${program}: ${parts.join(', ')}.`;
};

/** The id of a person who is named by profile id, address or user id; says so when nobody is. */
export const personOf = async (input: {
  person: string;
  client: EngineClient;
  say: (line: string) => void;
}): Promise<string | undefined> => {
  const id = await findPerson(input);
  if (id === undefined) input.say(`Nobody is known as ${input.person}.`);
  return id;
};
