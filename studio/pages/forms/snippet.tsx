import { Button, Code, CopyButton, Group, Select, Stack, Text } from '@mantine/core';

import { useLanguage, useWords } from '../../words/language.tsx';
import { languages } from '../../words/words.ts';
import { formWords } from './words.ts';

/** Which language of a form is looked at. */
export const LanguageInput = (props: { value: string; onChange: (language: string) => void }) => {
  const words = useWords(formWords);
  const { language } = useLanguage();
  const names = new Intl.DisplayNames([language], { type: 'language' });
  return (
    <Select
      label={words.language}
      allowDeselect={false}
      maw={240}
      data={languages.map((value) => ({ value, label: names.of(value) ?? value }))}
      value={props.value}
      onChange={(next) => props.onChange(next ?? props.value)}
    />
  );
};

/** The HTML of a form to be put into a page of the shop. */
export const Snippet = ({ html }: { html: string }) => {
  const words = useWords(formWords);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.snippetText}
      </Text>
      <Code block tabIndex={0} role="region" aria-label={words.html} mah={220} style={{ overflow: 'auto' }}>
        {html}
      </Code>
      <Group>
        <CopyButton value={html}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              <span aria-live="polite">{copied ? words.copied : words.copy}</span>
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
};
