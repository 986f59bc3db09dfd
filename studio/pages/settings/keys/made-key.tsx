import { Button, Group, Stack, Text } from '@mantine/core';

import { CopyText } from '../../../parts/copy-text.tsx';
import { useWords } from '../../../words/language.tsx';
import { keysWords } from './keys-words.ts';

/** The text of a new key, which is shown this once. */
export const MadeKey = ({ text, onClose }: { text: string; onClose: () => void }) => {
  const words = useWords(keysWords);
  return (
    <Stack>
      <Text size="sm">{words.madeText}</Text>
      <CopyText label={words.madeLabel} value={text} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{words.done}</Button>
      </Group>
    </Stack>
  );
};
