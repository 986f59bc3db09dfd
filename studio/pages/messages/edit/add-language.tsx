import { Select } from '@mantine/core';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { useKeepDrafts } from '../../../parts/drafts/use-file.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import type { MessageFile } from './message-files.ts';
import { editMessageWords } from './words.ts';

/** Languages that are offered: those of the countries most shops sell to. */
const offered = [
  'ar',
  'bg',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'eu',
  'fi',
  'fr',
  'gl',
  'he',
  'hr',
  'hu',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'nl',
  'nb',
  'pl',
  'pt',
  'ro',
  'sk',
  'sl',
  'sv',
  'tr',
  'uk',
  'zh',
];

/** Adds a text in another language, as a copy of the one there is. */
export const AddLanguage = (props: {
  message: string;
  files: readonly MessageFile[];
  defaultLocale: string;
  onAdded: (path: string) => void;
}) => {
  const { message, files, defaultLocale, onAdded } = props;
  const words = useWords(editMessageWords);
  const { language } = useLanguage();
  const api = useApi();
  const keep = useKeepDrafts();
  const [locale, setLocale] = useState<string | null>(null);
  const bodies = files.filter(({ kind }) => kind === 'body');
  const from = bodies.find((file) => file.locale === undefined) ?? bodies[0];
  const taken = new Set(bodies.map((file) => file.locale ?? defaultLocale));
  const names = new Intl.DisplayNames([language], { type: 'language' });
  if (from === undefined) return null;
  const add = async (): Promise<void> => {
    if (locale === null) return;
    const read = await ask(api.GET('/api/workspace/files/{path}', { params: { path: { path: from.path } } }));
    const path = `messages/${message}/body.${locale}.${from.name.split('.').at(-1) ?? 'mjml'}`;
    await keep({ [path]: read.draftText ?? read.text ?? '' });
    onAdded(path);
  };
  return (
    <ConfirmButton
      label={words.addLanguage}
      title={words.addLanguage}
      text={words.addLanguageText}
      confirm={words.add}
      color="cyan"
      isReady={locale !== null}
      onConfirm={add}
    >
      <Select
        label={words.language}
        searchable
        data={offered
          .filter((one) => !taken.has(one))
          .map((value) => ({ value, label: names.of(value) ?? value }))
          .toSorted((a, b) => a.label.localeCompare(b.label, language))}
        value={locale}
        onChange={setLocale}
      />
    </ConfirmButton>
  );
};
