import { z } from 'zod';

/** A person as an advertising service may know them, before they are hashed. */
export type { AdPerson as PersonToHash } from '../../../domain/feeds/person-to-hash.ts';

const values = z.record(z.string().min(1).max(40), z.string().min(1).max(200));

/** What a service matches somebody by, normalised and hashed as it asks for. */
const hashed = z.strictObject({
  /** Each names somebody by itself, such as the hash of an e-mail address; none where the service could not find them. */
  identifiers: values,
  /** What only helps beside an identifier, such as the hash of a first name. */
  details: values,
});
export type HashedPerson = Readonly<z.output<typeof hashed>>;

const members = z.array(hashed).max(1_000).default([]);

/** What the action `put-audience` takes: who joins an audience and who leaves it. The same again changes nothing. */
export const audienceToPut = z
  .strictObject({
    /** The id of the audience there. */
    audience: z.string().regex(/^\d{1,30}$/, 'An audience is named by its id there, which is a number.'),
    add: members,
    remove: members,
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'Nobody is added or removed.');
export type AudienceToPut = z.output<typeof audienceToPut>;

/** What a service names a request by that it took and works on later. */
const receipt = z.string().min(1).max(200);

/**
 * What `put-audience` answers: how many were taken over, how many rows the service could not read, and, of a service that works on a request
 * after it has taken it, a receipt for those who leave and one for those who join.
 */
export const audiencePut = z.object({
  added: z.int().min(0),
  removed: z.int().min(0),
  invalid: z.int().min(0),
  receipts: z.object({ added: receipt.optional(), removed: receipt.optional() }).optional(),
});

/** What the action `look-at-audience` takes: a receipt of `put-audience`. */
export const audienceToLookAt = z.strictObject({ receipt });
export type AudienceToLookAt = z.output<typeof audienceToLookAt>;

const count = z.int().min(0);
const percent = z.int().min(0).max(100);
const ended = {
  /** How many people the request was about, and for how many of them it came to nothing. */
  people: count,
  failed: count,
  /** Why, as the service names its reasons, with how many people each concerns. Nothing about anybody stands in them. */
  reasons: z.array(z.object({ reason: z.string().min(1).max(200), people: count })).max(20),
  /** How many per cent of the people the service found among its own, between two bounds; where it says so. */
  matched: z.object({ from: percent, to: percent }).optional(),
};

/** What `look-at-audience` answers: the service still works on the request, or did all, a part or nothing of it. */
export const audienceLookedAt = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending') }),
  z.object({ state: z.literal('done'), ...ended }),
  z.object({ state: z.literal('partly'), ...ended }),
  z.object({ state: z.literal('failed'), ...ended }),
]);
