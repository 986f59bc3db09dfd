import { isObject, type Json } from '../../json.ts';
import type { AskedParams, ItemsParams } from '../condition-shape.ts';

/** Why a decision came out as it did: one comparison that was made. JSON, bounded in size. */
export type Because = {
  /** The case the comparison belongs to; 0 for a rule. */
  readonly case: number;
  readonly fact: string;
  readonly path?: string;
  readonly params?: AskedParams | ItemsParams;
  readonly operator: string;
  /** What it was compared with: the value as written, or the value of the fact it names. */
  readonly expected: Json;
  /** What was found; left out when it was missing. */
  readonly actual?: Json;
  readonly held: boolean;
  /** It stands under a `not`, so that it speaks for the outcome where it did not hold. */
  readonly negated?: true;
};

/** Whether a comparison speaks for an outcome that came out true. */
export const speaksFor = ({ held, negated }: Pick<Because, 'held' | 'negated'>): boolean =>
  held !== (negated === true);

const longestText = 200;
const longestList = 20;
const deepest = 3;

/** A value as JSON, cut to what a reader of the ledger needs: 200 characters, 20 items, 3 levels. */
export const bounded = (value: unknown, depth = 0): Json => {
  if (typeof value === 'string')
    return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, longestList).map((item: unknown) => bounded(item, depth + 1));
    return value.length > longestList ? [...items, `… ${value.length - longestList} more`] : items;
  }
  if (!isObject(value)) return null;
  const entries = Object.entries(value).slice(0, longestList);
  return Object.fromEntries(
    entries.map(([key, item]) => [key.slice(0, longestText), bounded(item, depth + 1)]),
  );
};
