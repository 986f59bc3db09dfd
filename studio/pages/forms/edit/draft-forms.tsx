import { Alert, Anchor, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { useMay } from '../../../app/session.tsx';
import { draftWords } from '../../../parts/drafts/draft-words.ts';
import { useWords } from '../../../words/language.tsx';
import { readSettings, useSettingsFile } from './settings-file.ts';

/** The forms that only your draft has, with links to where they are edited. */
export const DraftForms = () => {
  const words = useWords(draftWords);
  const may = useMay();
  const { published, text } = useSettingsFile();
  const known = readSettings(published).forms;
  const keys = Object.keys(readSettings(text).forms).filter((key) => !Object.hasOwn(known, key));
  if (keys.length === 0 || !may('draft')) return null;
  return (
    <Alert color="gray" title={words.never} mb="md">
      <Group gap="md">
        {keys.map((key) => (
          <Anchor key={key} size="sm" renderRoot={(more) => <Link to={`/forms/${key}/edit`} {...more} />}>
            {key}
          </Anchor>
        ))}
      </Group>
    </Alert>
  );
};
