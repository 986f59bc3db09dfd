import { Accordion, Button, CopyButton, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';

import { partWords } from '../../parts/text/part-words.ts';
import { useWords } from '../../words/language.tsx';
import { configFields, configOf } from './config-fields.ts';
import { ConfigInput } from './config-input.tsx';
import type { Connector } from './use-plugins.ts';
import { connectorWords } from './words.ts';

/** The entry of `ciclo.json` that was made, to be taken along. */
const Entry = ({ text }: { text: string }) => {
  const words = useWords(connectorWords);
  const parts = useWords(partWords);
  return (
    <Stack gap="xs" role="group" aria-label={words.entry}>
      <Group justify="space-between">
        <Text fw={600} size="sm">
          {words.entry}
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              <span aria-live="polite">{copied ? parts.copied : parts.copy}</span>
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0}>
        {text}
      </Code>
    </Stack>
  );
};

/** Fills in the config of a connector by its schema, and shows the entry of `ciclo.json`. */
export const SetUp = ({ connector, onClose }: { connector: Connector; onClose: () => void }) => {
  const words = useWords(connectorWords);
  const parts = useWords(partWords);
  const [instance, setInstance] = useState(connector.id);
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const fields = useMemo(() => configFields(connector.config), [connector]);
  const entry = { [instance]: { use: connector.id, config: configOf(fields, texts) } };
  const inputs = (isRequired: boolean) =>
    fields
      .filter((field) => field.isRequired === isRequired)
      .map((field) => (
        <ConfigInput
          key={field.name}
          field={field}
          value={texts.get(field.name) ?? ''}
          onChange={(value) => setTexts(new Map([...texts, [field.name, value]]))}
        />
      ));
  const others = inputs(false);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={words.setUpOf(connector.name)}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Text size="sm">{words.setUpText}</Text>
        <TextInput
          label={words.instance}
          description={words.nameHint}
          required
          data-autofocus
          value={instance}
          onChange={({ currentTarget }) => setInstance(currentTarget.value)}
        />
        {inputs(true)}
        {others.length === 0 ? null : (
          <Accordion variant="contained">
            <Accordion.Item value="more">
              <Accordion.Control>{words.optional}</Accordion.Control>
              <Accordion.Panel>
                <Stack>{others}</Stack>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
        <Entry text={JSON.stringify(entry, undefined, 2)} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{words.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
};
