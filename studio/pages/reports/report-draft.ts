import type { components } from '../../api/schema.ts';

export type Report = components['schemas']['Report'];
export type Settings = Omit<Report, 'id' | 'createdAt' | 'nextAt' | 'last'>;
type Schedule = Settings['schedule'];

export const rhythms = ['day', 'week', 'month', 'as-before'] as const;
export type Rhythm = (typeof rhythms)[number];

/** A report while somebody fills it in. */
export type Draft = Required<Omit<Settings, 'schedule' | 'figures'>> & {
  readonly figures: readonly string[];
  readonly rhythm: Rhythm;
  readonly at: string;
};

const scheduleOf = (draft: Draft, before: Schedule | undefined): Schedule => {
  const { rhythm, at } = draft;
  if (rhythm === 'as-before' && before !== undefined) return { ...before, at };
  if (rhythm === 'week') return { every: 'week', on: ['mon'], at };
  return rhythm === 'month' ? { every: 'month', on: 1, at } : { every: 'day', at };
};

/** The rhythm that a schedule has, of those that the form offers. */
const rhythmOf = (schedule: Schedule): Rhythm => {
  if (schedule.every === 'day') return 'day';
  if (schedule.every === 'month') return schedule.on === 1 ? 'month' : 'as-before';
  return schedule.on.length === 1 && schedule.on[0] === 'mon' ? 'week' : 'as-before';
};

/** A draft of a report that is there, or of a new one. */
export const draftOf = (report: Report | undefined, language: 'en' | 'es', me: string | undefined): Draft =>
  report === undefined
    ? {
        name: '',
        figures: [],
        period: 'last-7-days',
        rhythm: 'week',
        at: '08:00',
        to: me === undefined ? [] : [me],
        language,
      }
    : {
        name: report.name,
        figures: report.figures.map(({ figure }) => figure),
        period: report.period ?? 'last-30-days',
        rhythm: rhythmOf(report.schedule),
        at: report.schedule.at,
        to: report.to,
        language: report.language ?? 'en',
      };

/** What is kept: parameters that a figure had before stay with it. */
export const settingsOf = (draft: Draft, before: Report | undefined): Settings => ({
  name: draft.name.trim(),
  figures: draft.figures.map((figure) => ({
    figure,
    parameters: before?.figures.find((one) => one.figure === figure)?.parameters ?? {},
  })),
  period: draft.period,
  schedule: scheduleOf(draft, before?.schedule),
  to: [...draft.to],
  language: draft.language,
});
