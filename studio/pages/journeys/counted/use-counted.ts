import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Temporal } from 'temporal-polyfill';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMe } from '../../../app/session.tsx';
import { dayStart } from '../../../parts/days/day-start.ts';
import { usePlace } from '../place.ts';

type Detail = components['schemas']['JourneyDetail'];

/** How often the page looks again, in milliseconds. */
const everyMs = 15_000;

const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();

/** The counts of a journey for the version and the days that are looked at, and the steps of that version. */
export const useCounted = (journey: Detail) => {
  const api = useApi();
  const { zone } = useMe().workspace;
  const [{ version, from, to }] = usePlace();
  const { key } = journey;
  const funnel = useQuery({
    queryKey: ['journey', key, 'funnel', version, from, to],
    queryFn: () => {
      const query = {
        ...(version === undefined ? {} : { version }),
        ...(from === undefined ? {} : { from: dayStart({ day: from, zone }) }),
        ...(to === undefined ? {} : { to: dayStart({ day: dayAfter(to), zone }) }),
      };
      return ask(api.GET('/api/journeys/{key}/funnel', { params: { path: { key }, query } }));
    },
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  const definition = useQuery({
    queryKey: ['journey', key, 'definition', version ?? journey.version],
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<Readonly<Record<string, unknown>>> => {
      if (version === undefined || version === journey.version) return journey.definition;
      const params = { path: { key, version: String(version) } };
      return (await ask(api.GET('/api/journeys/{key}/versions/{version}', { params }))).definition;
    },
  });
  return { funnel, definition };
};
