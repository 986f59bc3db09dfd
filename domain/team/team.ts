import type { BusinessHours } from '../time/business-hours.ts';

/** People who work together; records, cases and tasks are given to a team by its key. */
export type Team = {
  readonly tenant: string;
  /** Names it in records and steps, such as `support`. */
  readonly key: string;
  readonly revision: number;
  readonly name: string;
  /** The hours of its members who have none of their own. */
  readonly hours?: BusinessHours;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Since when nobody joins it any more. */
  readonly deactivatedAt?: number;
};
