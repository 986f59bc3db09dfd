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

/** What `put-audience` answers: how many were taken over, and how many rows the service could not read. */
export const audiencePut = z.object({
  added: z.int().min(0),
  removed: z.int().min(0),
  invalid: z.int().min(0),
});
