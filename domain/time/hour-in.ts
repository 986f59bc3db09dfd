import { zonedAt } from './local.ts';

/** The hour of the day, 0 to 23, of an instant (epoch milliseconds) in a zone. */
export const hourIn = (input: { at: number; zone: string }): number => zonedAt(input).hour;
