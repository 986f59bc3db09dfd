import { ActionIcon } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { Icon } from '../../icon.tsx';
import { draftWords } from '../draft-words.ts';

/** Takes a row out of a list. */
export const RemoveButton = ({ onRemove }: { onRemove: () => void }) => {
  const words = useWords(draftWords);
  return (
    <ActionIcon variant="default" size="lg" aria-label={words.remove} onClick={onRemove}>
      <Icon path="M6 6l12 12M18 6 6 18" />
    </ActionIcon>
  );
};
