import type { createEnrol } from './enrol.ts';
import { entryRequested } from '../../domain/events/entry-requested.ts';
import type { Clock } from '../clock/clock.ts';
import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';

/**
 * Starts a run by hand. The same `dedupeKey` again starts nothing new and answers the same. Throws `not-found`
 * when there is no such journey.
 */
export type Enrol = (input: {
  tenant: string;
  journey: string;
  profileId: string;
  /** Which cart, order or quote it is about; without one it is read from `properties` as from an event. */
  key?: string;
  properties: JsonObject;
  dedupeKey: string;
}) => Promise<
  { readonly kind: 'entered'; readonly run: string } | { readonly kind: 'refused'; readonly reason: string }
>;

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
