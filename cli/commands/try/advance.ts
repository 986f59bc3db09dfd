import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import { parseDuration } from '../../../domain/time/duration.ts';
import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';

/** `ciclo advance "3 days"`: moves the development clock on. */
export const runAdvance = async (input: { by: string; client: EngineClient; say: Say }): Promise<number> => {
  const duration = parseDuration(input.by);
  if (duration === undefined) {
    throw new CicloError({
      code: 'invalid-input',
      message: `"${input.by}" is not a duration. Write for example: ciclo advance "3 days"`,
    });
  }
  const answer = z
    .object({ now: z.string() })
    .parse(await input.client.call({ path: '/api/clock/advance', body: { by: input.by } }));
  input.say(`It is now ${answer.now} for this tenant.`);
  return 0;
};

/** `ciclo advance`. */
export const advanceCommand: CommandDefinition = {
  usage: 'advance <duration>',
  summary: 'move the development clock on; what is due happens',
  group: 'Try',
  examples: ["ciclo advance '3 days'"],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (by: string) => runAdvance({ by, client: await connect(), say }))),
};
