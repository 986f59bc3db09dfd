import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import type { Definition } from '../definition.ts';
import { type Values, writtenOf } from './rows.ts';

const pauseMs = 250;

/** Whether something of the object is worked out from what is typed. */
const worksOut = ({ fields }: Definition): boolean =>
  Object.values(fields).some(
    (field) =>
      field.type === 'formula' || Object.values(field.fields).some((column) => column.type === 'formula'),
  );

/** What the engine works out from what stands in a form: the values with those of formulas. */
export const usePreview = (definition: Definition, values: Values): Values => {
  const api = useApi();
  const { key: kind } = definition;
  const [asked] = useDebouncedValue(JSON.stringify(writtenOf(definition, values)), pauseMs);
  const found = useQuery({
    queryKey: ['record-preview', kind, asked],
    enabled: worksOut(definition),
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: () => {
      const data = writtenOf(definition, values);
      return ask(api.POST('/api/records/{kind}/preview', { params: { path: { kind } }, body: { data } }));
    },
  });
  return found.data?.data ?? {};
};
