import { zonedAt } from '../time/local.ts';

/** The times a report may be about; all but the whole weeks and months end with the day before. */
export const reportPeriods = [
  'yesterday',
  'last-7-days',
  'last-30-days',
  'last-90-days',
  'last-365-days',
  'last-week',
  'last-month',
] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

const daysBack: Readonly<Record<Exclude<ReportPeriod, 'last-week' | 'last-month'>, number>> = {
  yesterday: 1,
  'last-7-days': 7,
  'last-30-days': 30,
  'last-90-days': 90,
  'last-365-days': 365,
};

/**
 * The first and last local day of a period, as a report sees it that is made at `now` (epoch milliseconds): whole days, weeks from
 * Monday to Sunday and months of the calendar, none of which is under way.
 *
 * @example periodDays({ period: 'last-month', now: Date.UTC(2026, 2, 3), zone: 'Europe/Madrid' }) // 2026-02-01 to 2026-02-28
 */
export const periodDays = (input: {
  period: ReportPeriod;
  now: number;
  zone: string;
}): { readonly from: string; readonly to: string } => {
  const { period } = input;
  const today = zonedAt({ at: input.now, zone: input.zone }).toPlainDate();
  if (period === 'last-month') {
    const first = today.with({ day: 1 }).subtract({ months: 1 });
    return { from: first.toString(), to: first.with({ day: first.daysInMonth }).toString() };
  }
  if (period === 'last-week') {
    const monday = today.subtract({ days: today.dayOfWeek - 1 + 7 });
    return { from: monday.toString(), to: monday.add({ days: 6 }).toString() };
  }
  const from = today.subtract({ days: daysBack[period] });
  return { from: from.toString(), to: today.subtract({ days: 1 }).toString() };
};
