import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { ask } from '../api/client.ts';
import { useApi } from '../app/session.tsx';
import { useWords } from '../words/language.tsx';
import { useTitleOf } from './page/use-title-of.ts';
import { partWords } from './text/part-words.ts';

const pauseMs = 200;
const most = 20;

/** A record or a person, looked for by name. `kind` is the key of an object, or `person`. */
export const ReferenceInput = (props: {
  label: string;
  required?: boolean;
  description?: ReactNode;
  /** What stands where nobody is chosen. */
  placeholder?: string;
  kind: string;
  value: string;
  onChange: (id: string) => void;
}) => {
  const { label, required = false, description, placeholder, kind, value, onChange } = props;
  const words = useWords(partWords);
  const api = useApi();
  const title = useTitleOf({ kind, id: value });
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), pauseMs);
  const found = useQuery({
    queryKey: ['search', kind, q],
    enabled: q !== '' && q !== title,
    placeholderData: keepPreviousData,
    queryFn: () => ask(api.GET('/api/search', { params: { query: { q, kinds: kind, limit: most } } })),
  });
  const hits = (found.data?.results ?? []).map((hit) => ({ value: hit.id, label: hit.title }));
  const isAmong = value === '' || hits.some((hit) => hit.value === value);
  return (
    <Select
      label={label}
      required={required}
      description={description}
      placeholder={placeholder ?? words.typeName}
      nothingFoundMessage={q === '' ? words.typeName : words.nothingFound}
      searchable
      clearable={!required}
      filter={({ options }) => options}
      data={isAmong ? hits : [{ value, label: title }, ...hits]}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
    />
  );
};
