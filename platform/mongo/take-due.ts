import { randomUUID } from 'node:crypto';

/** What taking over needs of a collection. */
export type Leasing<Doc> = {
  /** Those due by then, earliest first. */
  readonly due: (input: { upTo: number; limit: number }) => Promise<readonly { readonly _id: string }[]>;
  /** Puts a lease on those of the given that are still due. */
  readonly lease: (input: { ids: string[]; upTo: number; until: number; token: string }) => Promise<unknown>;
  readonly leased: (input: { ids: string[]; token: string }) => Promise<readonly Doc[]>;
};

/**
 * Takes over documents whose time has come, oldest first: finds them, puts a lease on those that nobody else
 * took meanwhile, and reads back those that carry it. A crash between leaves them leased, to be taken over
 * again when the lease is over.
 */
export const takeDue = async <Doc extends { readonly _id: string }>(input: {
  leasing: Leasing<Doc>;
  systemTime: number;
  until: number;
  limit: number;
}): Promise<readonly Doc[]> => {
  const { leasing, systemTime: upTo, until, limit } = input;
  const found = await leasing.due({ upTo, limit });
  if (found.length === 0) return [];
  const ids = found.map((doc) => doc._id);
  const token = randomUUID();
  await leasing.lease({ ids, upTo, until, token });
  const place = new Map(ids.map((id, index) => [id, index]));
  const docs = await leasing.leased({ ids, token });
  return docs.toSorted((a, b) => (place.get(a._id) ?? 0) - (place.get(b._id) ?? 0));
};
