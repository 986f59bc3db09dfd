import { Group, Select } from '@mantine/core';

import { useLanguage, useWords } from '../../../words/language.tsx';
import { AddLanguage } from './add-language.tsx';
import type { MessageFile } from './message-files.ts';
import { editMessageWords } from './words.ts';

/** Chooses which file of the message, or which shared part, is edited. */
export const FileChoice = (props: {
  message: string;
  files: readonly MessageFile[];
  defaultLocale: string;
  path: string;
  onChoose: (path: string) => void;
}) => {
  const { message, files, defaultLocale, path, onChoose } = props;
  const words = useWords(editMessageWords);
  const { language } = useLanguage();
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const labelOf = ({ kind, locale = defaultLocale, name }: MessageFile): string => {
    if (kind === 'shared') return name;
    if (kind === 'settings') return words.settings;
    const named = names.of(locale) ?? locale;
    return kind === 'body' ? words.body(named) : words.plain(named);
  };
  const optionsOf = (isShared: boolean) =>
    files
      .filter(({ kind }) => (kind === 'shared') === isShared)
      .map((file) => ({ value: file.path, label: labelOf(file) }));
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={words.file}
        flex="1 1 14rem"
        allowDeselect={false}
        data={[
          { group: words.ofMessage, items: optionsOf(false) },
          { group: words.ofShop, items: optionsOf(true) },
        ]}
        value={path}
        onChange={(next) => onChoose(next ?? path)}
      />
      <AddLanguage message={message} files={files} defaultLocale={defaultLocale} onAdded={onChoose} />
    </Group>
  );
};
