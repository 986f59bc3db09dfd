import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useLanguage } from '../../words/language.tsx';
import type { MessagePlace } from './place.ts';

/** The message as the place says: for whom, in which locale; with what is doubtful about it, in the language of the reader. */
export const usePreview = (
  key: string,
  { person, locale }: Pick<MessagePlace, 'person' | 'locale'>,
  /** Which state of your draft is shown, instead of what is published. */
  draft?: string,
) => {
  const api = useApi();
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['template-preview', key, person, locale, language, draft],
    placeholderData: keepPreviousData,
    queryFn: () => {
      const query = {
        language,
        ...(draft === undefined ? {} : { draft: '1' as const }),
        ...(person === undefined ? {} : { profile: person }),
        ...(locale === undefined ? {} : { locale }),
      };
      return ask(api.GET('/api/templates/{key}/preview', { params: { path: { key }, query } }));
    },
  });
};
