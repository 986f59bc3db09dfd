import { toDuration } from '../../time/duration.ts';
import { atLocal, zonedAt } from '../../time/local.ts';
import { addDuration } from '../../time/shift.ts';
import type { AccountState } from '../account.ts';
import type { NewPosting, PlanRules } from './plan.ts';
import type { TierLevel, Tiers } from '../tier-schema.ts';

type Input = { readonly state: AccountState; readonly tiers: Tiers; readonly rules: PlanRules };

const dayMs = 86_400_000;

/** The points that count towards tiers now. */
export const countedPoints = ({ state, tiers, rules }: Input): number => {
  const { zone, now } = rules;
  if (tiers.period === 'ever') return Math.max(0, state.counted);
  const today = zonedAt({ at: now, zone }).toPlainDate();
  const first =
    tiers.period === 'calendar-year' ? today.with({ month: 1, day: 1 }) : today.subtract({ years: 1 });
  const from = Math.floor(atLocal({ day: first, time: '12:00', zone }) / dayMs);
  const sum = state.days.reduce((total, { day, points }) => (day >= from ? total + points : total), 0);
  return Math.max(0, sum);
};

/** Until when a tier that is reached now is kept: the end of the next calendar year, or 12 months; undefined for ever. */
const keptUntil = ({ tiers, rules }: Pick<Input, 'tiers' | 'rules'>): number | undefined => {
  const { zone, now } = rules;
  if (tiers.period === 'ever') return undefined;
  const today = zonedAt({ at: now, zone }).toPlainDate();
  return tiers.period === 'calendar-year'
    ? atLocal({ day: today.add({ years: 1 }).with({ month: 12, day: 31 }), time: '24:00', zone })
    : atLocal({ day: today.add({ years: 1 }), time: '24:00', zone });
};

const rankOf = (tiers: Tiers, key: string | undefined): number =>
  tiers.levels.findIndex((level) => level.key === key);

/** The tier that counted points reach; undefined for none. */
export const levelOf = (input: { tiers: Tiers; points: number }): TierLevel | undefined =>
  input.tiers.levels.findLast(({ from }) => input.points >= from);

/** When a tier is looked at again: once its time and the grace are over. */
export const tierDue = ({ state, tiers, rules }: Input): number | undefined => {
  const until = state.tier?.until;
  if (until === undefined || tiers.grace === undefined) return until;
  return addDuration({ from: until, duration: toDuration(tiers.grace), zone: rules.zone });
};

/**
 * The change of a tier that is due: up at once; down, or the same again for another period, only when the time of the tier and
 * the grace are over. A tier that the programme no longer has is lost at once. Undefined when nothing changes.
 */
export const planTier = (input: Input & { seq: number }): NewPosting | undefined => {
  const { state, tiers, rules, seq } = input;
  const reached = levelOf({ tiers, points: countedPoints(input) });
  const now = rankOf(tiers, state.tier?.key);
  const next = rankOf(tiers, reached?.key);
  const due = tierDue(input);
  const isOver = state.tier !== undefined && (now === -1 || (due !== undefined && due <= rules.now));
  if (next <= now && !isOver) return undefined;
  if (state.tier === undefined && reached === undefined) return undefined;
  const until = reached === undefined ? undefined : keptUntil(input);
  return {
    key: `tier:${reached?.key ?? ''}:${seq}`,
    kind: 'tier',
    at: rules.now,
    active: 0,
    pending: 0,
    ...(reached === undefined
      ? {}
      : { tier: { key: reached.key, ...(until === undefined ? {} : { until }) } }),
  };
};
