import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { z } from 'zod';

import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { insertAt, nodeAt, type Path, swap } from '../../../parts/editor/splice-json.ts';
import { Icon } from '../../../parts/icon.tsx';
import { useWords } from '../../../words/language.tsx';
import { LocalisedAt } from './localised-at.tsx';
import { editFormWords } from './words.ts';

type Props = { form: FileForm; at: Path };

const fieldsMost = 20;
const types = ['text', 'long', 'choice', 'check'] as const;
const listSchema = z.array(z.unknown()).catch([]);
const choicesSchema = z.array(z.string()).catch([]);

/** What can be chosen from, one a line. */
const Choices = ({ form, at }: Props) => {
  const words = useWords(editFormWords);
  const path = [...at, 'choices'];
  const error = form.errorAt(path, { within: true });
  return (
    <Textarea
      label={words.choices}
      autosize
      minRows={2}
      withAsterisk
      value={choicesSchema.parse(form.valueAt(path)).join('\n')}
      {...(error === undefined ? {} : { error })}
      onChange={({ currentTarget }) => form.set(path, currentTarget.value.split('\n'))}
    />
  );
};

const Field = ({ form, at, index }: Props & { index: number }) => {
  const words = useWords(editFormWords);
  const path = [...at, index];
  const type = form.textAt([...path, 'type']) || 'text';
  const { text, setText } = form.written;
  const moveUp = (): void => {
    const moved = swap({ text, path, other: [...at, index - 1] });
    if (moved !== undefined) setText(moved);
  };
  const changeType = (next: string | null): void => {
    if (next === null || next === type) return;
    const { choices: _choices, ...others } = z
      .record(z.string(), z.unknown())
      .catch({})
      .parse(form.valueAt(path));
    form.set(path, { ...others, type: next, ...(next === 'choice' ? { choices: ['1', '2'] } : {}) });
  };
  return (
    <Stack gap="xs" role="group" aria-label={words.field(String(index + 1))}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextAt form={form} path={[...path, 'name']} label={words.name} maxLength={40} required />
        <Select
          label={words.type}
          allowDeselect={false}
          data={types.map((value) => ({ value, label: words.typeOf(value) }))}
          value={type}
          onChange={changeType}
        />
        <LocalisedAt form={form} path={[...path, 'label']} label={words.label} maxLength={200} required />
      </SimpleGrid>
      {type === 'choice' ? <Choices form={form} at={path} /> : null}
      <Group justify="space-between">
        <Checkbox
          label={words.required}
          checked={form.valueAt([...path, 'required']) === true}
          onChange={({ currentTarget }) =>
            form.set([...path, 'required'], currentTarget.checked || undefined)
          }
        />
        <Group gap="xs">
          {index === 0 ? null : (
            <ActionIcon variant="default" size="lg" aria-label={words.up} onClick={moveUp}>
              <Icon path="M6 15l6-6 6 6" />
            </ActionIcon>
          )}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={words.remove}
            onClick={() => form.set(path, undefined)}
          >
            <Icon path="M6 6l12 12M18 6 6 18" />
          </ActionIcon>
        </Group>
      </Group>
    </Stack>
  );
};

/** What a form asks besides the e-mail address, in its order. */
export const FieldsPart = ({ form, at: around }: Props) => {
  const words = useWords(editFormWords);
  const at = [...around, 'fields'];
  const fields = listSchema.parse(form.valueAt(at));
  const { text, setText } = form.written;
  const add = (): void => {
    const value = { name: `field${fields.length + 1}`, label: words.field(String(fields.length + 1)) };
    if (nodeAt(text, at) === undefined) form.set(at, [value]);
    else setText(insertAt({ text, path: at, index: fields.length - 1, value }));
  };
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.asksText}
      </Text>
      {fields.map((_field, index) => (
        <Field key={`${index} of ${fields.length}`} form={form} at={at} index={index} />
      ))}
      <Button
        variant="default"
        disabled={fields.length >= fieldsMost}
        style={{ alignSelf: 'flex-start' }}
        onClick={add}
      >
        {words.addField}
      </Button>
    </Stack>
  );
};
