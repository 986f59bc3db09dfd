import type { Json } from '../json.ts';
import type { SyncField } from './sync-settings.ts';
import { valueHash } from './values.ts';

/** A value of one side in plain form (`plainValue`), and when it was set there on our clock, as far as that is known. */
export type SideValue = { readonly value: Json; readonly at: number | undefined };

/** What both sides had when they last agreed: its hash, and the time of our value then (epoch milliseconds). */
export type Agreed = { readonly hash: string; readonly at: number };

/**
 * What is to be done about one field.
 *
 * - `same`: both say the same; that is what they agree on from now on.
 * - `none`: nothing is to be done, and what they agreed on stays.
 * - `in`: ours becomes `value`, set at `at`; `out`: theirs becomes `value`; `both`: both do.
 * - `ask`: both changed, and a person has to decide.
 */
export type Decision =
  | { readonly kind: 'same' | 'none' | 'ask' }
  | { readonly kind: 'in'; readonly value: Json; readonly at: number }
  | { readonly kind: 'out'; readonly value: Json }
  | { readonly kind: 'both'; readonly value: Json; readonly at: number };

type Input = {
  readonly rule: Pick<SyncField, 'direction' | 'conflict' | 'clear'>;
  readonly ours: SideValue;
  readonly theirs: SideValue;
  /** Undefined when the two were never compared. */
  readonly agreed: Agreed | undefined;
  readonly now: number;
};

const none: Decision = { kind: 'none' };

/** Before a first comparison an empty side has nothing to say. */
const isTheirChange = ({ theirs, agreed }: Input): boolean =>
  agreed === undefined ? theirs.value !== null : valueHash(theirs.value) !== agreed.hash;

/**
 * A value of ours that is older than what was agreed on is no change: what came in is on its way to the person, and theirs
 * must not be overwritten with what was there before.
 */
const isOurChange = ({ ours, agreed }: Input): boolean => {
  if (agreed === undefined) return ours.value !== null;
  if (valueHash(ours.value) === agreed.hash) return false;
  return ours.at === undefined || ours.at > agreed.at;
};

/** When an incoming value counts as set: when they set it, but after what it replaces, and not in the future. */
const timeOf = ({ ours, theirs, agreed, now }: Input): number =>
  Math.min(now, Math.max(theirs.at ?? now, (ours.at ?? 0) + 1, agreed?.at ?? 0));

/** Whether what came in is still on its way to the person: ours is no newer than what was agreed on, and says something else. */
const isOnItsWay = ({ ours, agreed }: Input): boolean =>
  agreed !== undefined &&
  ours.at !== undefined &&
  ours.at <= agreed.at &&
  valueHash(ours.value) !== agreed.hash;

const together = (input: Input): Decision => {
  const { ours, theirs } = input;
  if (!Array.isArray(ours.value) || !Array.isArray(theirs.value)) return { kind: 'ask' };
  const all = [...ours.value, ...theirs.value].map((one: unknown) => String(one));
  return { kind: 'both', value: [...new Set(all)].toSorted(), at: input.now };
};

const isTheirsNewer = ({ ours, theirs, now }: Input): boolean => (theirs.at ?? now) >= (ours.at ?? 0);

/**
 * Decides one field of two records that are the same, by what both had when they last agreed. Neither side is written with what it said itself
 * (no echo); an empty value empties nothing unless the rule says so; and when both changed, the rule's policy decides.
 */
export const decideField = (input: Input): Decision => {
  const { rule, ours, theirs } = input;
  const isSame = valueHash(ours.value) === valueHash(theirs.value);
  // What is on its way would come after what both say now.
  if (isSame && !(isOnItsWay(input) && isTheirChange(input))) return { kind: 'same' };
  const takesIn = rule.direction !== 'out' && (theirs.value !== null || rule.clear);
  const takesOut = rule.direction !== 'in' && (ours.value !== null || rule.clear);
  const asIn: Decision = takesIn ? { kind: 'in', value: theirs.value, at: timeOf(input) } : none;
  const asOut: Decision = takesOut ? { kind: 'out', value: ours.value } : none;
  const isTheirs = isTheirChange(input);
  if (!isOurChange(input)) return isTheirs ? asIn : none;
  if (!isTheirs) return asOut;
  if (!takesIn || !takesOut) return takesIn ? asIn : asOut;
  switch (rule.conflict) {
    case 'ours':
      return asOut;
    case 'theirs':
      return asIn;
    case 'newest':
      return isTheirsNewer(input) ? asIn : asOut;
    case 'union':
      return together(input);
    default:
      return { kind: 'ask' };
  }
};
