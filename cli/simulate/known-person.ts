import { z } from 'zod';

import { CicloError } from '../../domain/errors.ts';
import { eventTypes, type StoredEvent, trusts } from '../../domain/events/event.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { newProfile, type Profile } from '../../domain/profiles/profile.ts';
import type { KnownPerson } from '../../domain/simulate/to-play.ts';
import type { EngineClient } from '../engine-client.ts';

const bag = z.record(z.string(), z.json());

const profileSchema = z.object({
  id: z.string(),
  ids: z.array(z.string()),
  traits: bag,
  consents: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ state: z.enum(['granted', 'withdrawn']), at: z.iso.datetime(), source: z.string() }),
    ),
  ),
  computed: z.object({
    orders: z.number(),
    revenue: z.number(),
    averageOrder: z.number(),
    refunded: z.number(),
    firstOrderAt: z.string().optional(),
    lastOrderAt: z.string().optional(),
    products: z.array(z.string()),
  }),
  tags: z.array(z.string()),
  stage: z.string(),
  scores: z.object({ fit: z.number(), engagement: z.number() }),
  points: z.number(),
  segments: z.array(z.string()),
  referralCode: z.string(),
  referredBy: z.string().optional(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  restricted: z.boolean().optional(),
  reads: z.record(z.string(), z.array(z.number())),
  pressure: z.array(
    z.object({
      at: z.iso.datetime(),
      channel: z.string(),
      topic: z.string(),
      journey: z.string().optional(),
      step: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
});

const foundSchema = z.object({ profiles: z.array(profileSchema) });
const oneSchema = z.object({ profile: profileSchema });

const eventsSchema = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      messageId: z.string(),
      type: z.enum(eventTypes),
      event: z.string(),
      timestamp: z.iso.datetime(),
      receivedAt: z.iso.datetime(),
      source: z.string(),
      trust: z.enum(trusts),
      backfill: z.boolean(),
      properties: bag,
      traits: bag,
    }),
  ),
  next: z.string().optional(),
});

const clockSchema = z.object({ now: z.iso.datetime() });
const suppressionsSchema = z.object({ suppressions: z.array(z.object({ channel: z.string() })) });

/** So much of the history is read; older events are not looked back on. */
const historyMax = 2000;

type Body = z.infer<typeof profileSchema>;

const findBody = async (input: { person: string; client: EngineClient }): Promise<Body> => {
  const { person, client } = input;
  const known = encodeURIComponent(person);
  if (person.startsWith('p_')) {
    return oneSchema.parse(await client.call({ path: `/api/profiles/${known}` })).profile;
  }
  const query = person.includes('@') ? 'email' : 'userId';
  const [found] = foundSchema.parse(await client.call({ path: `/api/profiles?${query}=${known}` })).profiles;
  if (found !== undefined) return found;
  throw new CicloError({ code: 'not-found', message: `Nobody here is known as ${person}.` });
};

/** The instant of latest origin of a trait is not told by the API: all of it was so before anything to come. */
const toProfile = (input: { body: Body; tenant: string }): Profile => {
  const { body, tenant } = input;
  const { consents, pressure, ...rest } = body;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...newProfile({ id: body.id, tenant, ids: body.ids, referralCode: body.referralCode, now: 0 }),
    ...given,
    consents: Object.fromEntries(
      Object.entries(consents).map(([channel, topics]) => [
        channel,
        Object.fromEntries(
          Object.entries(topics).map(([topic, { at, ...said }]) => [topic, { ...said, at: Date.parse(at) }]),
        ),
      ]),
    ),
    traitTimes: Object.fromEntries(Object.keys(body.traits).map((name) => [name, 0])),
    pressure: pressure.map(({ at, channel, topic, journey, step, message }, n) => ({
      id: `before-${n}`,
      at: Date.parse(at),
      channel,
      topic,
      ...(journey === undefined ? {} : { journey }),
      ...(step === undefined ? {} : { step }),
      ...(message === undefined ? {} : { message }),
    })),
  };
};

const readHistory = async (input: {
  profileId: string;
  tenant: string;
  client: EngineClient;
}): Promise<readonly StoredEvent[]> => {
  const { profileId, tenant, client } = input;
  const events: StoredEvent[] = [];
  let cursor = '';
  do {
    const path = `/api/events?profile=${encodeURIComponent(profileId)}&limit=200${cursor}`;
    const page = eventsSchema.parse(await client.call({ path }));
    events.push(
      ...page.events.map(({ event: name, timestamp, receivedAt, ...event }) => ({
        ...event,
        name,
        tenant,
        externalIds: [],
        context: {},
        timestamp: Date.parse(timestamp),
        receivedAt: Date.parse(receivedAt),
      })),
    );
    cursor = page.next === undefined ? '' : `&cursor=${page.next}`;
  } while (cursor !== '' && events.length < historyMax);
  return events.toReversed();
};

const suppressedOf = async (input: {
  profile: Profile;
  channels: readonly string[];
  client: EngineClient;
}): Promise<readonly string[]> => {
  const { profile, channels, client } = input;
  const suppressed: string[] = [];
  for (const channel of new Set(channels)) {
    const address = addressOf({ profile, channel });
    if (address === undefined) continue;
    const query = new URLSearchParams({ channel, address });
    const answer = await client.call({ path: `/api/suppressions?${query.toString()}` });
    if (suppressionsSchema.parse(answer).suppressions.length > 0) suppressed.push(channel);
  }
  return suppressed;
};

/**
 * A person as a running engine knows them now, with what they did (at most 2,000 events, the latest) and on which of
 * `channels` nothing may be sent to them. Throws `not-found` when nobody is known by that name.
 */
export const readKnownPerson = async (input: {
  /** E-mail, user id or profile id. */
  person: string;
  tenant: string;
  channels: readonly string[];
  client: EngineClient;
}): Promise<KnownPerson & { readonly now: string }> => {
  const { client, tenant, channels } = input;
  const body = await findBody(input);
  const profile = toProfile({ body, tenant });
  const history = await readHistory({ profileId: body.id, tenant, client });
  const suppressed = await suppressedOf({ profile, channels, client });
  const { now } = clockSchema.parse(await client.call({ path: '/api/clock' }));
  return { profile, history, suppressed, now };
};
