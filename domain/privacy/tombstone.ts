import { isDeviceKind, kindOf } from '../profiles/identities/identity-kinds.ts';
import type { Named } from './traces.ts';

/** What a tombstone stands for, in the form its keyed hash is made of. */
export type TombstoneName = { readonly what: 'id' | 'order' | 'profile'; readonly value: string };

/** The names under which an erased person is remembered to be erased. */
export const tombstoneNames = (
  input: Named & { readonly profileIds?: readonly string[] },
): readonly TombstoneName[] => [
  ...input.ids.map((value): TombstoneName => ({ what: 'id', value })),
  ...input.orders.map((value): TombstoneName => ({ what: 'order', value })),
  ...(input.profileIds ?? []).map((value): TombstoneName => ({ what: 'profile', value })),
];

/**
 * The names by which an event meets tombstones. Devices have several users: one counts only where the event names nobody in
 * a surer way, or says that two names are one person (`alias`).
 */
export const namesToMeet = (input: Named & { readonly isAlias: boolean }): readonly TombstoneName[] => {
  const { ids, orders, isAlias } = input;
  const surer = ids.filter((id) => !isDeviceKind(kindOf(id)));
  return tombstoneNames({ ids: isAlias || surer.length === 0 ? ids : surer, orders });
};

/** When what was erased; epoch milliseconds on the tenant's clock. */
export type Tombstone = { readonly what: TombstoneName['what']; readonly at: number };

/**
 * Whether an event is about somebody as they were before they were erased. One that names an erased identity and
 * happened no later than the erasure is; a later one is of a person who came back. What concerns an erased order always
 * is: the order was part of what had to go.
 */
export const isOfErased = (input: { timestamp: number; tombstones: readonly Tombstone[] }): boolean =>
  input.tombstones.some(({ what, at }) => what !== 'id' || input.timestamp <= at);
