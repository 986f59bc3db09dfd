import { rewind } from '../../domain/dry-run/rewind.ts';
import { referralEventNames } from '../../domain/referrals/referral-event-names.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { SimulatedEvent } from '../../domain/simulate/simulation.ts';
import type { EventRow } from '../events/ports.ts';
import { suppressedFor, toSimulatedEvent } from './person-facts.ts';
import { type PersonPlay, personNow, type Setting } from './try-people.ts';

const historyMax = 1000;
const eventsMax = 1000;

/** What the engine told itself then, and a play tells again by itself. */
const toldAnew: ReadonlySet<string> = new Set<string>([
  ...Object.values(ownNames),
  'Segment Joined',
  'Segment Left',
  ...referralEventNames,
]);

const messageOf = (row: Pick<EventRow, 'properties'>): string | undefined => {
  const id = row.properties['message_id'];
  return typeof id === 'string' ? id : undefined;
};

/** The events, with clicks and opens of messages this journey sent then tied to the steps that send them now. */
const tied = async (input: Setting & { rows: readonly EventRow[] }): Promise<readonly SimulatedEvent[]> => {
  const { deps, query, rows } = input;
  const ids = rows.flatMap((row) => messageOf(row) ?? []);
  const events = rows.map(toSimulatedEvent);
  if (ids.length === 0) return events;
  const steps = await deps.dryRunReads.messageSteps({ tenant: query.tenant, ids });
  return events.map((event): SimulatedEvent => {
    const sent = steps.get(messageOf(event) ?? '');
    if (sent?.journey !== query.journey) return event;
    const { message_id: _id, ...properties } = event.properties;
    return { ...event, properties, about: sent.step };
  });
};

/** A person in a replay: as they were when the time began, with everything they did since. */
export const replayPerson: PersonPlay = async (input) => {
  const { deps, stage, query, asked, profileId, before } = input;
  const found = await personNow(input);
  if (found === undefined) return undefined;
  const { tenant, from, until } = query;
  const { settings } = stage;
  const [orders, rows, history] = await Promise.all([
    deps.orders.of({ tenant, profileId }),
    deps.dryRunReads.eventsOf({ tenant, profileId, from, until, limit: eventsMax }),
    asked.length === 0
      ? []
      : deps.dryRunReads.eventsOf({
          tenant,
          profileId,
          names: asked,
          from: 0,
          until: from,
          limit: historyMax,
        }),
  ]);
  const profile = rewind({ profile: found, orders, currency: settings.currency, at: from });
  return {
    profile,
    history: history.map(toSimulatedEvent),
    events: await tied({ ...input, rows: rows.filter((row) => !toldAnew.has(row.name)) }),
    start: from,
    until,
    suppressed: await suppressedFor({ deps, stage, profile }),
    earlier: (before.runs.get(profileId) ?? []).filter((run) => run.enteredAt < from),
  };
};
