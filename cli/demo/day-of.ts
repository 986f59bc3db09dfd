import { atLocal, zonedAt } from '../../domain/time/local.ts';

/** The day where the shop is that a story names: `in 30 days`, `40 days ago`; undefined for any other name. */
export const dayOf = (input: { name: string; now: number; zone: string }): string | undefined => {
  const { name, now, zone } = input;
  const ahead = /^in (\d+) days$/.exec(name)?.[1];
  const back = /^(\d+) days ago$/.exec(name)?.[1];
  const days = ahead === undefined ? (back === undefined ? undefined : -Number(back)) : Number(ahead);
  if (days === undefined) return undefined;
  const today = zonedAt({ at: now, zone }).toPlainDate();
  return zonedAt({ at: atLocal({ day: today.add({ days }), time: '12:00', zone }), zone })
    .toPlainDate()
    .toString();
};
