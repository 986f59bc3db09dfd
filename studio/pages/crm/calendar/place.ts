import { z } from 'zod';

import { usePlaceOf } from '../../../parts/page/use-place.ts';
import { spans } from './days.ts';

const placeSchema = z.object({
  span: z.enum(spans).catch('month'),
  day: z.iso.date().optional().catch(undefined),
  /** Keys of kinds that are not shown. */
  without: z.array(z.string()).catch([]),
  mine: z.boolean().catch(false),
});
export type CalendarPlace = z.infer<typeof placeSchema>;

/** What the calendar shows. It is kept in the address, so that a link shows the same. */
export const useCalendarPlace = () => usePlaceOf(placeSchema);
