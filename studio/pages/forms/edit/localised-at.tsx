import { Textarea, TextInput } from '@mantine/core';
import { z } from 'zod';

import { useMe } from '../../../app/session.tsx';
import { commonOf, type FieldProps } from '../../../parts/drafts/fields/fields.tsx';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { languages } from '../../../words/words.ts';
import { editFormWords } from './words.ts';

const perLocale = z.record(z.string(), z.string());

/** The texts by locale; one text is that of the language of the workspace. */
const textsOf = (value: unknown, main: string): Readonly<Record<string, string>> =>
  typeof value === 'string' ? { [main]: value } : (perLocale.safeParse(value).data ?? {});

/** What is written into the file: one text where there is one language, nothing where there is none. */
const writtenOf = (texts: Readonly<Record<string, string>>, main: string): unknown => {
  const said = Object.entries(texts).filter(([, text]) => text !== '');
  const [only] = said;
  if (only === undefined) return undefined;
  return said.length === 1 && only[0] === main ? only[1] : Object.fromEntries(said);
};

/** A text of the file in each language, with a field for each. */
export const LocalisedAt = (props: FieldProps & { maxLength: number; isLong?: boolean }) => {
  const { form, path, label, required = false, maxLength, isLong = false } = props;
  const words = useWords(editFormWords);
  const { language } = useLanguage();
  const { workspace } = useMe();
  const main = workspace.locale;
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const value = form.valueAt(path);
  const texts = textsOf(value, main);
  const shown = [...new Set([main, ...languages, ...Object.keys(texts)])];
  const error = form.errorAt(path, { within: true });
  const set = (locale: string, text: string): void =>
    form.set(path, writtenOf({ ...texts, [locale]: text }, main) ?? (required ? '' : undefined));
  return (
    <>
      {shown.map((locale) => {
        const common = {
          ...commonOf({ ...props, required: required && locale === main }),
          label: words.inLanguage(label, names.of(locale) ?? locale),
          maxLength,
          value: texts[locale] ?? '',
          error: locale === main ? error : undefined,
        };
        return isLong ? (
          <Textarea
            key={locale}
            {...common}
            autosize
            minRows={2}
            onChange={({ currentTarget }) => set(locale, currentTarget.value)}
          />
        ) : (
          <TextInput
            key={locale}
            {...common}
            onChange={({ currentTarget }) => set(locale, currentTarget.value)}
          />
        );
      })}
    </>
  );
};
