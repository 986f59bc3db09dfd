import { Alert, Anchor, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { useMay } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { draftWords } from './draft-words.ts';
import { useFiles } from './use-file.ts';

/** What of a kind only your drafts have, with links to where it is edited. */
export const NewDrafts = (props: {
  /** Takes the key out of the path of a file of that kind. */
  pattern: RegExp;
  to: (key: string) => string;
}) => {
  const words = useWords(draftWords);
  const may = useMay();
  const files = useFiles();
  const keys = (files.data ?? []).flatMap(({ path, draft, hash }) => {
    const key = props.pattern.exec(path)?.[1];
    return key === undefined || hash !== undefined || draft === undefined ? [] : [key];
  });
  if (keys.length === 0 || !may('draft')) return null;
  return (
    <Alert color="gray" title={words.never} mb="md">
      <Group gap="md">
        {keys.map((key) => (
          <Anchor key={key} size="sm" renderRoot={(more) => <Link to={props.to(key)} {...more} />}>
            {key}
          </Anchor>
        ))}
      </Group>
    </Alert>
  );
};
