import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { FormLook } from '../form-look.tsx';
import { LanguageInput } from '../snippet.tsx';
import { editFormWords } from './words.ts';

const pauseMs = 400;

/** The form as it would be published, as one types; what is not valid yet keeps the last one that was. */
export const LiveLook = ({ value }: { value: Readonly<Record<string, unknown>> }) => {
  const words = useWords(editFormWords);
  const { language } = useLanguage();
  const [locale, setLocale] = useState<string>(language);
  const [form] = useDebouncedValue(value, pauseMs);
  const api = useApi();
  const found = useQuery({
    queryKey: ['form-look', JSON.stringify(form), locale],
    queryFn: () => ask(api.POST('/api/forms/preview', { body: { form: { ...form }, locale } })),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  return (
    <Stack gap="sm">
      <LanguageInput value={locale} onChange={setLocale} />
      {found.isLoadingError ? (
        <Text size="sm" c="dimmed" role="status">
          {words.notYet}
        </Text>
      ) : null}
      {found.data === undefined ? null : <FormLook html={found.data.html} title={words.preview} />}
    </Stack>
  );
};
