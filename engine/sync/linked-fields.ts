import { own, type Json, type JsonObject } from '../../domain/json.ts';
import type { SyncField, SyncSettings } from '../../domain/sync/sync-settings.ts';
import type { LinkStore } from './ports.ts';
import type { Pair } from './reconcile.ts';

/** The ids there of ours, by the name of the field there. */
export type TheirIds = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Pairs whose references name ours on both sides, and what they are called there. */
export type Resolved = { readonly pairs: readonly Pair[]; readonly theirIds: TheirIds };

type LinkedField = SyncField & { readonly link: string };

const linkedIn = ({ fields }: Pick<SyncSettings, 'fields'>): readonly LinkedField[] =>
  fields.flatMap((field) => (field.link === undefined ? [] : [{ ...field, link: field.link }]));

const idOf = (value: Json | undefined): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** What is known of one field: whom the ids there are here, and the other way round. */
const readField = async (input: {
  links: LinkStore;
  tenant: string;
  field: LinkedField;
  pairs: readonly Pair[];
}) => {
  const { links, tenant, field, pairs } = input;
  const theirs = pairs.flatMap(({ theirs: row }) => idOf(own(row?.fields, field.theirs)) ?? []);
  const ours = pairs.flatMap(({ ours: row }) => idOf(row?.side.value(field.ours).value) ?? []);
  const named = { tenant, sync: field.link };
  const found = [
    ...(theirs.length === 0 ? [] : await links.byTheirs({ ...named, ids: [...new Set(theirs)] })),
    ...(ours.length === 0 ? [] : await links.byOurs({ ...named, ids: [...new Set(ours)] })),
  ].filter(({ gone }) => gone === undefined);
  const oursByTheirs = new Map<string, string>();
  const theirsByOurs = new Map<string, string>();
  for (const { theirs: there, profileId, record } of found) {
    const here = record ?? profileId;
    if (here === undefined) continue;
    oursByTheirs.set(there, here);
    if (!theirsByOurs.has(here)) theirsByOurs.set(here, there);
  }
  return { oursByTheirs, theirsByOurs };
};

/**
 * Translates the references of pairs: what theirs name becomes the one of ours that it is linked to. A reference whose other end is not linked yet
 * is left alone on both sides (`skip`), until it is.
 */
export const resolveLinks = async (input: {
  readonly links: LinkStore;
  readonly tenant: string;
  readonly settings: Pick<SyncSettings, 'fields'>;
  readonly pairs: readonly Pair[];
}): Promise<Resolved> => {
  const fields = linkedIn(input.settings);
  if (fields.length === 0) return { pairs: input.pairs, theirIds: new Map() };
  const theirIds = new Map<string, ReadonlyMap<string, string>>();
  let { pairs } = input;
  for (const field of fields) {
    const { oursByTheirs, theirsByOurs } = await readField({ ...input, field, pairs });
    theirIds.set(field.theirs, theirsByOurs);
    pairs = pairs.map((pair) => {
      const there = idOf(own(pair.theirs?.fields, field.theirs));
      const here = idOf(pair.ours?.side.value(field.ours).value);
      const isUnknown =
        (there !== undefined && !oursByTheirs.has(there)) || (here !== undefined && !theirsByOurs.has(here));
      if (isUnknown) return { ...pair, skip: new Set([...(pair.skip ?? []), field.theirs]) };
      if (pair.theirs === undefined || there === undefined) return pair;
      const value = oursByTheirs.get(there) ?? null;
      return {
        ...pair,
        theirs: { ...pair.theirs, fields: { ...pair.theirs.fields, [field.theirs]: value } },
      };
    });
  }
  return { pairs, theirIds };
};

/** What is written there, with the references as they are called there. */
export const withTheirIds = (writes: JsonObject, theirIds: TheirIds): JsonObject =>
  theirIds.size === 0
    ? writes
    : Object.fromEntries(
        Object.entries(writes).map(([name, value]): [string, Json] => {
          const ids = theirIds.get(name);
          return [name, ids === undefined || value === null ? value : (ids.get(String(value)) ?? value)];
        }),
      );
