import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { useLanguage } from '../../../words/language.tsx';
import { type Plan, wholePlan } from './plan.ts';

export type Reach = components['schemas']['BroadcastAudience'];

const pauseMs = 400;

/** True where a plan names somebody. */
export const namesSomebody = ({ audience }: Plan): boolean =>
  audience.everybody || audience.segments.length > 0 || audience.when !== undefined;

/** What of a plan decides who is reached. */
const decisive = (plan: Plan): string => {
  const { audience, channel, variants, topic, onCap, onQuiet, holdout, schedule } = plan;
  return JSON.stringify({ audience, channel, variants, topic, onCap, onQuiet, holdout, schedule });
};

/** Whom a draft would reach now, a moment after somebody stopped changing it; not asked where it names nobody. */
export const useReach = (id: string, plan: Plan) => {
  const api = useApi();
  const { language } = useLanguage();
  const [text] = useDebouncedValue(namesSomebody(plan) ? decisive(plan) : '', pauseMs);
  return useQuery({
    queryKey: ['broadcast', id, 'reach', text, language],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    queryFn: () => {
      const asked: Omit<Plan, 'name'> = JSON.parse(text);
      const body = { id, plan: wholePlan({ ...asked, name: plan.name === '' ? '-' : plan.name }) };
      return ask(api.POST('/api/broadcasts/audience', { params: { query: { locale: language } }, body }));
    },
  });
};
