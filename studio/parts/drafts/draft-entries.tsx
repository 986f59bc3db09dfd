import { Alert, Anchor, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { useMay } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { draftWords } from './draft-words.ts';
import { entriesIn, useSettingsFile } from './settings-file.ts';

/** Entries of `ciclo.json` that only your draft has, with links to where they are edited: `/forms/news/edit` of `forms`. */
export const DraftEntries = ({ of }: { of: 'forms' | 'feeds' }) => {
  const words = useWords(draftWords);
  const may = useMay();
  const { published, text } = useSettingsFile();
  const known = entriesIn(published, of);
  const keys = Object.keys(entriesIn(text, of)).filter((key) => !Object.hasOwn(known, key));
  if (keys.length === 0 || !may('draft')) return null;
  return (
    <Alert color="gray" title={words.never} mb="md">
      <Group gap="md">
        {keys.map((key) => (
          <Anchor key={key} size="sm" renderRoot={(more) => <Link to={`/${of}/${key}/edit`} {...more} />}>
            {key}
          </Anchor>
        ))}
      </Group>
    </Alert>
  );
};
