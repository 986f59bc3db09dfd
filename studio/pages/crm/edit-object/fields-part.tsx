import { Button, Card, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { SwitchAt, TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { RemoveButton } from '../../../parts/drafts/fields/remove-button.tsx';
import { propertiesAt } from '../../../parts/editor/schema-at.ts';
import { readable } from '../../../parts/text/readable.ts';
import { useWords } from '../../../words/language.tsx';
import { type ObjectForm, ownFields } from './object-form.ts';
import { ObjectKeyAt } from './object-key-at.tsx';
import { objectWords } from './words.ts';

type Props = { form: ObjectForm };
type OwnField = Readonly<Record<string, unknown>>;

const fieldsMost = 200;
const keyPattern = /^[a-z][A-Za-z0-9]{0,39}$/;

/** What a field of a type begins with. What more it needs (rows, a formula) is written as JSON. */
const begun: ReadonlyMap<string, OwnField> = new Map<string, OwnField>([
  ['choice', { choices: ['first', 'second'] }],
  ['choices', { choices: ['first', 'second'] }],
  ['reference', { to: 'account' }],
]);
const simpleTypes = [
  'text',
  'number',
  'money',
  'date',
  'instant',
  'yes-no',
  'choice',
  'choices',
  'reference',
  'person',
] as const;
const flags = ['required', 'unique', 'searchable', 'sortable', 'personal'] as const;
const numbers = ['min', 'max'] as const;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A key that is set when one leaves it: while it is typed it could be that of another field. */
const KeyInput = ({ form, of: key }: Props & { of: string }) => {
  const words = useWords(objectWords);
  const [typed, setTyped] = useState(key);
  const taken = form.fields.some((one) => one.key === typed && one.key !== key);
  const isGood = keyPattern.test(typed) && !taken;
  const settle = (): void => {
    if (!isGood || typed === key) return;
    const renamed = ownFields(form).map(([name, field]) => [name === key ? typed : name, field] as const);
    form.merge(['fields'], Object.fromEntries(renamed));
  };
  return (
    <TextInput
      label={words.key}
      withAsterisk
      maxLength={40}
      value={typed}
      {...(isGood ? {} : { error: taken ? words.taken : words.badKey })}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={settle}
    />
  );
};

const TypeInput = ({ form, of: key, field }: Props & { of: string; field: OwnField }) => {
  const words = useWords(objectWords);
  const type = textOf(field['type']);
  const types: readonly string[] = simpleTypes.some((one) => one === type)
    ? simpleTypes
    : [...simpleTypes, type];
  const error = form.errorAt(['fields', key, 'type']) ?? form.errorAt(['fields', key]);
  const change = (next: string | null): void => {
    if (next === null || next === type) return;
    const { name, help, required } = field;
    const kept = Object.fromEntries(
      Object.entries({ name, help, required }).filter(([, value]) => value !== undefined),
    );
    form.set(['fields', key], { type: next, ...kept, ...begun.get(next) });
  };
  return (
    <Select
      label={words.type}
      allowDeselect={false}
      data={types.map((value) => ({ value, label: words.typeOf(value) }))}
      value={type}
      {...(error === undefined ? {} : { error })}
      onChange={change}
    />
  );
};

/** What a field of its type can have besides. */
const More = ({ form, of: key, has }: Props & { of: string; has: ReadonlySet<string> }) => {
  const words = useWords(objectWords);
  const path = ['fields', key] as const;
  return (
    <>
      {has.has('choices') ? (
        <TagsAt form={form} path={[...path, 'choices']} label={words.choices} most={200} required />
      ) : null}
      {has.has('to') ? <ObjectKeyAt form={form} path={[...path, 'to']} /> : null}
      {numbers.map((name) =>
        has.has(name) ? (
          <NumberAt key={name} form={form} path={[...path, name]} label={words.limitOf(name)} isSigned />
        ) : null,
      )}
      {has.has('currencies') ? (
        <TagsAt
          form={form}
          path={[...path, 'currencies']}
          label={words.currencies}
          placeholder="EUR"
          most={50}
        />
      ) : null}
      <TextAt form={form} path={[...path, 'help']} label={words.help} maxLength={300} />
    </>
  );
};

const FieldRow = ({ form, of: key, field }: Props & { of: string; field: OwnField }) => {
  const words = useWords(objectWords);
  const path = ['fields', key] as const;
  const { schema, value } = form.written;
  const has = new Set(propertiesAt({ root: schema, value, path }));
  const isDeep = has.has('fields') || has.has('gives');
  const offered = [...flags, 'multiline', 'integer', 'negative'].filter((flag) => has.has(flag));
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        <TextAt
          form={form}
          path={[...path, 'name']}
          label={words.fieldName}
          placeholder={readable(key)}
          maxLength={100}
        />
        <KeyInput key={key} form={form} of={key} />
        <TypeInput form={form} of={key} field={field} />
        <More form={form} of={key} has={has} />
      </SimpleGrid>
      <Group gap="lg">
        {offered.map((flag) => (
          <SwitchAt key={flag} form={form} path={[...path, flag]} label={words.flagOf(flag)} />
        ))}
      </Group>
      {isDeep ? <Text size="sm">{words.asJson}</Text> : null}
    </Stack>
  );
};

/** A field of the extended object that this file takes away. */
const Removed = ({ form, of: key }: Props & { of: string }) => {
  const words = useWords(objectWords);
  return (
    <Group justify="space-between">
      <Text size="sm">{words.removed(form.base?.fields[key]?.name ?? readable(key))}</Text>
      <Button size="xs" variant="default" onClick={() => form.set(['fields', key], undefined)}>
        {words.takeBack}
      </Button>
    </Group>
  );
};

/** Lets the file take a field of the extended object away, or write it again. */
const FromBase = ({ form }: Props) => {
  const words = useWords(objectWords);
  const own = new Set(ownFields(form).map(([key]) => key));
  const others = form.fields.filter(({ key }) => !own.has(key));
  if (others.length === 0) return null;
  return (
    <Select
      label={words.removeField}
      description={words.removeFieldText}
      maw={360}
      searchable
      data={others.map(({ key, name }) => ({ value: key, label: name }))}
      value={null}
      onChange={(key) => {
        if (key !== null) form.set(['fields', key], null);
      }}
    />
  );
};

/** The fields of the file, each with what its type can have. */
export const FieldsPart = ({ form }: Props) => {
  const words = useWords(objectWords);
  const fields = ownFields(form);
  const freeKey = (): string => {
    const taken = new Set(form.fields.map(({ key }) => key));
    const names = Array.from({ length: taken.size + 1 }, (_one, index) => `field${index + 1}`);
    return names.find((key) => !taken.has(key)) ?? `field${taken.size + 2}`;
  };
  return (
    <Stack gap="sm">
      {fields.map(([key, field], at) => (
        <Card
          key={`${at} of ${fields.length}`}
          withBorder
          padding="sm"
          role="group"
          aria-label={words.field(textOf(field?.['name']) || readable(key))}
        >
          {field === null ? (
            <Removed form={form} of={key} />
          ) : (
            <>
              <Group justify="space-between" wrap="nowrap" mb="xs">
                <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {textOf(field['name']) || readable(key)}
                </Text>
                <RemoveButton onRemove={() => form.set(['fields', key], undefined)} />
              </Group>
              <FieldRow form={form} of={key} field={field} />
            </>
          )}
        </Card>
      ))}
      <Button
        variant="default"
        disabled={fields.length >= fieldsMost}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => form.set(['fields', freeKey()], { type: 'text' })}
      >
        {words.addField}
      </Button>
      {form.base === undefined ? null : <FromBase form={form} />}
    </Stack>
  );
};
