import { hashId } from '../../domain/hash.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import { companyName } from '../../domain/sales/company-name.ts';
import { findLetters } from '../records/index-record.ts';
import { listFilter } from '../records/lists/list-filter.ts';
import { wordsOf } from '../../domain/search/words.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';

type Asked = {
  readonly records: RecordStore;
  readonly tenant: string;
  readonly object: ReadyObject;
  /** The values that the account would have. */
  readonly values: JsonObject;
  readonly now: number;
  readonly zone: string;
};

const textOf = (values: JsonObject, key: string): string | undefined => {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The oldest account with the domain. */
const byDomain = async (input: Asked): Promise<RecordRow | undefined> => {
  const { records, tenant, object, values, now, zone } = input;
  const domain = textOf(values, 'domain');
  if (domain === undefined) return undefined;
  const conditions = {
    all: [{ fact: 'record' as const, path: '$.domain', operator: 'equal' as const, value: domain }],
  };
  const filter = listFilter({ object, conditions, now, zone });
  if (!filter.ok) return undefined;
  const { key: kind } = object.definition;
  const sort = { by: 'createdAt', order: 1 } as const;
  const found = await records.list({ tenant, kind, isDeleted: false, filter: filter.value, sort, limit: 1 });
  return found[0]?.row;
};

/** So many accounts that share the longest word of a name are compared. */
const comparedMax = 200;

/** The oldest account of the same name that is not of another domain. */
const byName = async (input: Asked): Promise<RecordRow | undefined> => {
  const { records, tenant, object, values } = input;
  const { key: kind, title } = object.definition;
  const name = textOf(values, title);
  const same = name === undefined ? '' : companyName(name);
  if (name === undefined || same === '') return undefined;
  const known = same.split(' ');
  const [longest] = wordsOf(name)
    .filter((one) => known.includes(one))
    .toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return undefined;
  const begins = [[findLetters.word + longest, findLetters.personalWord + longest]];
  const found = await records.found({ tenant, begins, kinds: [kind], limit: comparedMax });
  const domain = textOf(values, 'domain');
  return found
    .filter(({ data }) => companyName(textOf(data, title) ?? '') === same)
    .filter(({ data }) => domain === undefined || (textOf(data, 'domain') ?? domain) === domain)
    .toSorted((a, b) => a.createdAt - b.createdAt)[0];
};

/** The account of a company that is known already, and what it was recognised by. */
export const findAccount = async (
  input: Asked,
): Promise<{ readonly row: RecordRow; readonly by: 'domain' | 'name' } | undefined> => {
  const withDomain = await byDomain(input);
  if (withDomain !== undefined) return { row: withDomain, by: 'domain' };
  const named = await byName(input);
  return named === undefined ? undefined : { row: named, by: 'name' };
};

/**
 * The id of the account that a company gets: the same for whatever lead it is made of, so that two leads of one company that are
 * converted at once share it.
 */
export const accountIdOf = (input: { tenant: string; object: ReadyObject; values: JsonObject }): string => {
  const { tenant, object, values } = input;
  const company = textOf(values, 'domain') ?? companyName(textOf(values, object.definition.title) ?? '');
  return `r${hashId('account', tenant, company)}`;
};
