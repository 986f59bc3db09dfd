import { createHash, randomUUID } from 'node:crypto';

/** The key of a posting for an `Idempotency-Key`: the same again is the same; a new one each time without. */
export const givenKey = (header: string | undefined): string =>
  `api:${createHash('sha256')
    .update(header ?? randomUUID())
    .digest('base64url')
    .slice(0, 22)}`;
