import { Button, CopyButton, Group, TextInput } from '@mantine/core';

import { useWords } from '../words/language.tsx';
import { partWords } from './text/part-words.ts';

/** A text to be taken along: selected when it gets the focus, and copied by a button. */
export const CopyText = ({ label, value }: { label: string; value: string }) => {
  const words = useWords(partWords);
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap" w="100%" maw="44rem">
      <TextInput
        label={label}
        value={value}
        readOnly
        flex={1}
        miw={0}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} style={{ flexShrink: 0 }}>
            <span aria-live="polite">{copied ? words.copied : words.copy}</span>
          </Button>
        )}
      </CopyButton>
    </Group>
  );
};
