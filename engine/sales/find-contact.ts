import { CicloError } from '../../domain/errors.ts';
import { type AcceptedEvent, eventIdOf, type StoredEvent } from '../../domain/events/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { identitiesOf } from '../../domain/profiles/identities/identity.ts';
import type { Clock } from '../clock/clock.ts';
import type { Accept } from '../events/accept.ts';
import { livingOf } from '../people/follow-merges.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Resolved } from '../people/resolve-profile.ts';

/** Whom a lead is: somebody who is known, and what they were recognised by; or nobody yet. */
export type FoundContact =
  | { readonly id: string; readonly by: 'given' | 'lead' | 'email' | 'phone' }
  | { readonly id: undefined; readonly by: 'new' | 'nothing' };

type Lead = { readonly tenant: string; readonly id: string; readonly traits: JsonObject };

/** What tells of the person that a lead is: known by these addresses from then on. */
const eventOf = (
  { id, traits }: Lead,
  externalIds: AcceptedEvent['externalIds'],
  now: number,
): AcceptedEvent => ({
  messageId: `converted:${id}`,
  type: 'identify',
  name: 'identify',
  externalIds,
  properties: {},
  traits,
  context: {},
  timestamp: now,
  source: 'ciclo',
  trust: 'engine',
  backfill: false,
});

const idsOf = (traits: JsonObject, kind: 'email' | 'phone'): readonly string[] => {
  const value = traits[kind];
  if (typeof value !== 'string') return [];
  return identitiesOf({ type: 'track', traits: {}, externalIds: [{ kind, value }] });
};

/**
 * Finds whom a lead is, by its e-mail address, else by its phone number. A number alone does not say that somebody with
 * another address is the same person: offices share one.
 */
export const findContact = async (
  input: Lead & { profiles: ProfileStore; given: string | undefined; linked: string | undefined },
): Promise<FoundContact> => {
  const { profiles, tenant, traits, given, linked } = input;
  const named = given ?? linked;
  if (named !== undefined) {
    const living = await livingOf({ profiles, tenant, profileId: named });
    return { id: living?.id ?? named, by: given === undefined ? 'lead' : 'given' };
  }
  const emails = idsOf(traits, 'email');
  const [withEmail] = emails.length === 0 ? [] : await profiles.withIds({ tenant, ids: emails });
  if (withEmail !== undefined) return { id: withEmail.id, by: 'email' };
  const phones = idsOf(traits, 'phone');
  const withPhone = phones.length === 0 ? [] : await profiles.withIds({ tenant, ids: phones });
  const same = withPhone.find(({ ids }) => emails.length === 0 || !ids.some((id) => id.startsWith('email:')));
  if (same !== undefined) return { id: same.id, by: 'phone' };
  return { id: undefined, by: emails.length + phones.length === 0 ? 'nothing' : 'new' };
};

/** Makes the person that a lead is, and answers their id. The same lead makes the same person. */
export type MakeContact = (lead: Lead) => Promise<string>;

/** Makes the making of people: an event tells of them, as of everybody, and it is waited for whom it is about. */
export const createMakeContact = (deps: {
  accept: Accept;
  profiles: ProfileStore;
  resolveProfile: (event: StoredEvent) => Promise<Resolved>;
  clock: Clock;
}): MakeContact => {
  const { accept, profiles, resolveProfile, clock } = deps;
  return async (lead) => {
    const { tenant, traits } = lead;
    const addresses = (['email', 'phone'] as const).flatMap((kind) =>
      idsOf(traits, kind).map((id) => ({ kind, id })),
    );
    const [first, ...others] = addresses;
    if (first === undefined)
      throw new CicloError({ code: 'conflict', message: 'The lead has no address any more.' });
    // A number that somebody else has would join the two.
    const known = await profiles.withIds({ tenant, ids: others.map(({ id }) => id) });
    const free = others.filter(({ id }) => !known.some(({ ids }) => ids.includes(id)));
    const externalIds = [first, ...free].map(({ kind, id }) => ({ kind, value: id.slice(kind.length + 1) }));
    const now = clock.now(tenant);
    const event = eventOf(lead, externalIds, now);
    await accept({ tenant, events: [event] });
    const person = await resolveProfile({ ...event, id: eventIdOf(event), tenant, receivedAt: now });
    if (person === 'erased')
      throw new CicloError({ code: 'conflict', message: 'The person was erased and is not made again.' });
    return person.id;
  };
};
