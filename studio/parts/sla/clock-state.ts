import type { components } from '../../api/schema.ts';

/** The clock of one SLA target of a record, as the API shows it. */
export type Clock = NonNullable<components['schemas']['Record']['sla']>[number];

/** The clock that matters most: of those that are not met, the one with the least time left. Undefined when all are met. */
export const nextClock = (clocks: readonly Clock[] | undefined): Clock | undefined =>
  (clocks ?? [])
    .filter(({ metAt }) => metAt === undefined)
    .toSorted((a, b) => a.leftMinutes - b.leftMinutes)[0];
