import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';

const answerSchema = z.looseObject({ purged: z.int(), next: z.string().optional() });

/** `ciclo records purge <kind> <field>`: removes what all records hold in a field that the object has no more. */
const runPurge = async (input: {
  kind: string;
  field: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { kind, field, client, say } = input;
  const path = `/api/objects/${encodeURIComponent(kind)}/fields/${encodeURIComponent(field)}/purge`;
  let purged = 0;
  let after: string | undefined;
  do {
    const body = after === undefined ? {} : { after };
    const answer = answerSchema.parse(await client.call({ method: 'POST', path, body }));
    purged += answer.purged;
    after = answer.next;
  } while (after !== undefined);
  say(`Removed ${field} from ${purged} record(s) of ${kind} and their history.`);
  return 0;
};

/** `ciclo records purge`. */
export const purgeCommand: CommandDefinition = {
  usage: 'purge <kind> <field>',
  summary: 'remove the values of a field that the object has no more, for good',
  examples: ['ciclo records purge deal competitor'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (kind: string, field: string) => runPurge({ kind, field, client: await connect(), say })),
    ),
};
