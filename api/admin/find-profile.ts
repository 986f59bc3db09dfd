import { z } from '@hono/zod-openapi';
import { normaliseEmail } from '../../domain/messages/mail-address.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { FindPeople } from '../ports/people.ts';
import { text } from './kit.ts';

export const whoFields = {
  id: text(200).optional().openapi({ description: 'The id of a profile.' }),
  userId: text(320).optional().openapi({ description: 'The id the shop gives its customer.' }),
  email: text(320).optional(),
  anonymousId: text(320).optional(),
};

export type Who = {
  readonly id?: string | undefined;
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
  readonly anonymousId?: string | undefined;
};

/** A person named in exactly one way. */
export const whoSchema = z
  .strictObject(whoFields)
  .refine((who) => Object.values(who).filter((one) => one !== undefined).length === 1, {
    message: 'name the person by exactly one of id, userId, email and anonymousId',
  });

/** The identity by which a person is named; undefined for an id of a profile, and for an address that is none. */
export const identityOf = (who: Who): string | undefined => {
  if (who.userId !== undefined) return `user:${who.userId.trim()}`;
  if (who.anonymousId !== undefined) return `anon:${who.anonymousId.trim()}`;
  const email = who.email === undefined ? undefined : normaliseEmail(who.email);
  return email === undefined ? undefined : `email:${email}`;
};

/** The person who is meant; undefined when we know nobody of that name. */
export const findProfile = async (input: {
  people: FindPeople;
  tenant: string;
  who: Who;
}): Promise<Profile | undefined> => {
  const { people, tenant, who } = input;
  if (who.id !== undefined) return people.profile({ tenant, id: who.id });
  const identity = identityOf(who);
  return identity === undefined ? undefined : people.profileWith({ tenant, identity });
};
