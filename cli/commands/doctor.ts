import colors from 'picocolors';
import { z } from 'zod';

import { messageOf } from '../../domain/errors.ts';
import { type Environment, loadConfig } from '../../platform/config.ts';
import { connectEngine, type EngineClient } from '../engine-client.ts';
import { looksAtGuards } from './look-at-guards.ts';
import { readWorkspace } from '../read-workspace.ts';
import type { Say } from '../say.ts';
import { buildWorkspace } from '../workspace/build-workspace.ts';

type Look = { readonly what: string; readonly look: () => Promise<string> };

const eventsSchema = z.object({ events: z.array(z.unknown()) });

const looksOf = (input: { env: Environment; client: EngineClient | undefined }): readonly Look[] => {
  const { env, client } = input;
  const config = loadConfig(env);
  const stuck = (state: string): Look => ({
    what: `events that are ${state}`,
    look: async () => {
      const { events } = eventsSchema.parse(
        await client?.call({ path: `/api/events?state=${state}&limit=100` }),
      );
      if (events.length > 0) throw new Error(`${events.length}; see GET /api/events?state=${state}`);
      return 'none';
    },
  });
  return [
    { what: 'Node', look: async () => process.versions.node },
    { what: 'settings', look: async () => `data in ${config.dataDir}` },
    {
      what: 'workspace',
      look: async () => {
        const built = await buildWorkspace({ files: await readWorkspace(config.workspaceDir) });
        if (!built.ok) throw new Error(`${built.problems.length} problems; see: ciclo validate`);
        return `${built.value.journeys.length} journeys, ${built.warnings.length} warnings`;
      },
    },
    ...(client === undefined
      ? []
      : [
          {
            what: `engine at ${client.url}`,
            look: async () => JSON.stringify(await client.call({ path: '/readyz' })),
          },
          stuck('dead'),
          stuck('quarantined'),
          ...looksAtGuards(client),
        ]),
  ];
};

/** `ciclo doctor`: looks at everything that can be wrong and says each in a line; 1 when something is. */
export const runDoctor = async (input: { env: Environment; say: Say }): Promise<number> => {
  const { env, say } = input;
  const client = await connectEngine(loadConfig(env));
  let isWell = true;
  for (const { what, look } of looksOf({ env, client })) {
    try {
      say(`${colors.green('ok   ')} ${what}: ${await look()}`);
    } catch (thrown) {
      isWell = false;
      say(`${colors.red('wrong')} ${what}: ${messageOf(thrown)}`);
    }
  }
  return isWell ? 0 : 1;
};
