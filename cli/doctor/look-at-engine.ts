import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import { looksAtGuards } from './look-at-guards.ts';
import type { Look } from './run-doctor.ts';

const readySchema = z.looseObject({
  status: z.string(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean() })),
});
const pageSchema = z
  .object({ events: z.array(z.unknown()) })
  .or(z.object({ deliveries: z.array(z.unknown()) }));

const instancesSchema = z.looseObject({
  plugins: z.array(
    z.looseObject({
      instance: z.string(),
      missing: z.array(
        z.looseObject({ action: z.string(), version: z.number(), usedBy: z.array(z.string()) }),
      ),
    }),
  ),
});

/** Calls of actions that their plugins do not have any more. */
const missingActions = (client: EngineClient): Look => ({
  what: 'actions that plugins do not have any more',
  look: async () => {
    const { plugins } = instancesSchema.parse(await client.call({ path: '/api/plugins' }));
    const gone = plugins.flatMap(({ instance, missing }) =>
      missing.map(
        ({ action, version, usedBy }) => `${instance} ${action} version ${version} (${usedBy.join('; ')})`,
      ),
    );
    if (gone.length === 0) return 'none';
    throw new Error(
      `${gone.join(', ')}. Those calls wait: bring the version back, or move the people to a newer version of the journey.`,
    );
  },
});

const shownMax = 100;

/** What cannot go on by itself; more than a hundred is many. */
const stuck = (input: { what: 'events' | 'deliveries'; state: string; client: EngineClient }): Look => {
  const { what, state, client } = input;
  return {
    what: `${what} that are ${state}`,
    look: async () => {
      const page = pageSchema.parse(
        await client.call({ path: `/api/${what}?state=${state}&limit=${shownMax}` }),
      );
      const count = ('events' in page ? page.events : page.deliveries).length;
      const many = count === shownMax ? `${count} or more` : String(count);
      if (count > 0) throw new Error(`${many}; see: ciclo ${what} list --state ${state}`);
      return 'none';
    },
  };
};

/** What `ciclo doctor` looks at in an engine. */
export const looksAtEngine = (input: { client: EngineClient; isDevelopment: boolean }): readonly Look[] => {
  const { client } = input;
  return [
    {
      what: `engine at ${client.url}`,
      look: async () => {
        const { status, checks } = readySchema.parse(await client.call({ path: '/readyz' }));
        return `${status}: ${checks.map(({ name, ok }) => (ok ? name : `${name} not`)).join(', ')}`;
      },
    },
    stuck({ what: 'events', state: 'dead', client }),
    stuck({ what: 'events', state: 'quarantined', client }),
    stuck({ what: 'deliveries', state: 'failing', client }),
    stuck({ what: 'deliveries', state: 'dead', client }),
    missingActions(client),
    ...looksAtGuards(input),
  ];
};
