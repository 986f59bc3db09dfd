/**
 * How a collection spreads over the shards of a cluster: by a key, or not at all. On a sharded collection nothing but the
 * key, or what begins with it, can be unique.
 */
export type Sharding =
  | { readonly by: Readonly<Record<string, 1 | 'hashed'>> }
  /** It stays whole on one shard, for the reason given. */
  | { readonly whole: string };

/** By the id of the document: what a tenant has spreads evenly, and an id is unique over all shards. */
export const byId: Sharding = { by: { _id: 'hashed' } };

/** A collection that stays small. */
export const whole = (why: string): Sharding => ({ whole: why });
