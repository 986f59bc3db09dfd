import type { Asked } from './expected/asked.ts';

/** The zone of the shop. */
export const zone = 'Europe/Madrid';

/** What of the settings of its workspace figures go by: what a message costs, in its currency. */
export const shopSettings = {
  timezone: zone,
  currency: 'EUR',
  messageCosts: { email: 0.0008, sms: 0.065 },
};

const inCountries = (key: string, countries: readonly string[]) => ({
  key,
  name: key,
  when: { all: [{ fact: 'profile', path: '$.traits.country', operator: 'in', value: countries }] },
});

/** Its segments: who is in `spain` is in `iberia` as well. */
export const shopSegments = {
  'segments/spain.json': inCountries('spain', ['ES']),
  'segments/iberia.json': inCountries('iberia', ['ES', 'PT']),
};

const usual: Asked = {
  from: '2024-06-01',
  to: '2025-05-31',
  by: 'month',
  group: 'country',
  touchDays: 30,
  touch: 'sent',
  lostDays: 180,
  movedDays: 90,
  least: 3,
  pointValue: 2,
  journey: 'winback',
  channel: 'email',
  costs: { email: 0.08, sms: 6.5 },
};

/** Two ways in which everything is asked: whole months by month, and days within them by week. */
export const questions: readonly { readonly name: string; readonly asked: Asked }[] = [
  { name: 'a year by month', asked: usual },
  {
    name: 'a part of December by week, by clicks',
    asked: {
      ...usual,
      from: '2024-12-05',
      to: '2025-01-17',
      by: 'week',
      group: 'cohort',
      touchDays: 5,
      touch: 'clicked',
      lostDays: 60,
      movedDays: 30,
      least: 1,
    },
  },
];
