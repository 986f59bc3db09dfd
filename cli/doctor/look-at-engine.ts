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
    ...looksAtGuards(input),
  ];
};
