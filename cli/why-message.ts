import colors from 'picocolors';
import { z } from 'zod';

import type { EngineClient } from './engine-client.ts';
import { findPerson } from './find-person.ts';
import type { Say } from '../platform/say.ts';

const toldSchema = z.looseObject({ at: z.string(), text: z.string() });
const whySchema = z.looseObject({
  text: z.string(),
  runs: z.array(
    z.looseObject({
      text: z.string(),
      because: z.array(toldSchema),
      messages: z.array(z.looseObject({ plannedAt: z.string(), text: z.string() })),
    }),
  ),
  neverEntered: z.array(z.looseObject({ text: z.string() })),
  turnedAway: z.array(toldSchema).default([]),
});

const when = (at: string): string => colors.dim(at.slice(0, 16).replace('T', ' '));

/** `ciclo why <person> --message <key>`: why somebody did, or did not, get a message. */
export const runWhyMessage = async (input: {
  person: string;
  message: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { person, message, client, say } = input;
  const id = await findPerson({ person, client });
  if (id === undefined) {
    say(`Nobody here is known as ${person}.`);
    return 1;
  }
  const why = whySchema.parse(
    await client.call({ path: `/api/profiles/${id}/why?message=${encodeURIComponent(message)}` }),
  );
  if (why.runs.length === 0 && why.neverEntered.length === 0) say(why.text);
  for (const run of why.runs) {
    say(colors.bold(run.text));
    for (const row of run.because) say(`  ${when(row.at)}  ${row.text}`);
    for (const row of run.messages) say(`  ${when(row.plannedAt)}  ${colors.green(row.text)}`);
  }
  for (const { text } of why.neverEntered) say(text);
  for (const row of why.turnedAway) say(`  ${when(row.at)}  ${row.text}`);
  return 0;
};
