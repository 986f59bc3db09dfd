import type { createEnrol } from './enrol.ts';
import { entryRequested } from '../../domain/events/entry-requested.ts';
import type { Clock } from '../clock/clock.ts';
import type { Enrol } from '../../api/ports/acts.ts';
import { hashId } from '../../domain/hash.ts';

/** `POST /api/runs`: an operator enters a person, through the same door as every other entry. */
export const createEnrolPerson =
  (use: { enrolEvent: ReturnType<typeof createEnrol>; clock: Clock }): Enrol =>
  async ({ tenant, journey, profileId, key, properties, dedupeKey }) =>
    use.enrolEvent({
      tenant,
      event: {
        messageId: `enrol:${hashId(tenant, journey, profileId, dedupeKey)}`,
        type: 'track',
        name: entryRequested,
        externalIds: [],
        properties: { ...properties, journey, ...(key === undefined ? {} : { key }) },
        traits: {},
        context: {},
        timestamp: use.clock.now(tenant),
        source: 'ciclo',
        trust: 'engine',
        backfill: false,
        profileId,
      },
    });
