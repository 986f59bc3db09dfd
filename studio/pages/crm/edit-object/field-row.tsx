import { Button, Card, Fieldset, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { SwitchAt, TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { RemoveButton } from '../../../parts/drafts/fields/remove-button.tsx';
import { useRowKeys } from '../../../parts/drafts/fields/use-row-keys.ts';
import { propertiesAt } from '../../../parts/editor/schema-at.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { readable } from '../../../parts/text/readable.ts';
import { useWords } from '../../../words/language.tsx';
import { FormulaPart } from './formula/formula-part.tsx';
import { fieldsAt, type KnownField, knownOf } from './object-form.ts';
import { ObjectKeyAt } from './object-key-at.tsx';
import { objectWords } from './words.ts';

export type OwnField = Readonly<Record<string, unknown>>;

type Props = {
  form: FileForm;
  /** Where the fields stand: those of the object, or the columns of a list. */
  at: Path;
  of: string;
  field: OwnField;
  /** Keys that no other field here may have. */
  taken: readonly string[];
  /** What formulas here can look at. */
  known: readonly KnownField[];
};

const columnsMost = 100;
const keyPattern = /^[a-z][A-Za-z0-9_]{0,39}$/;

/** What a field of a type begins with. */
const begun: ReadonlyMap<string, OwnField> = new Map<string, OwnField>([
  ['choice', { choices: ['first', 'second'] }],
  ['choices', { choices: ['first', 'second'] }],
  ['reference', { to: 'account' }],
  ['list', { fields: { name: { type: 'text' } } }],
  ['formula', { gives: 'number', sum: [0] }],
]);
const columnTypes = [
  'text',
  'number',
  'money',
  'date',
  'instant',
  'yes-no',
  'choice',
  'reference',
  'person',
  'formula',
] as const;
const allTypes = [...columnTypes.slice(0, 7), 'choices', ...columnTypes.slice(7, 9), 'list', 'formula'];
/** Flags that say something of a record, and nothing of a row. */
const ofRecords = ['unique', 'searchable', 'sortable'] as const;
const flags = ['required', ...ofRecords, 'personal', 'multiline', 'integer', 'negative'] as const;
const numbers = ['min', 'max'] as const;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isColumn = (at: Path): boolean => at.length > 1;

/** What a field is called: its name, or its key. */
export const calledBy = (key: string, field: OwnField | null): string =>
  textOf(field?.['name']) || readable(key);

/** A key that no field has yet: `field3`. */
export const freeFieldKey = (taken: readonly string[], stem: string): string => {
  const names = Array.from({ length: taken.length + 1 }, (_one, index) => `${stem}${index + 1}`);
  return names.find((key) => !taken.includes(key)) ?? `${stem}${taken.length + 2}`;
};

/** A key that is set when one leaves it: while it is typed it could be that of another field. */
const KeyInput = ({ form, at, of: key, taken }: Props) => {
  const words = useWords(objectWords);
  const [typed, setTyped] = useState(key);
  const isTaken = taken.some((one) => one === typed && one !== key);
  const isGood = keyPattern.test(typed) && !isTaken;
  const settle = (): void => {
    if (!isGood || typed === key) return;
    const renamed = fieldsAt(form, at).map(([name, field]) => [name === key ? typed : name, field] as const);
    form.merge(at, Object.fromEntries(renamed));
  };
  return (
    <TextInput
      label={words.key}
      withAsterisk
      maxLength={40}
      value={typed}
      {...(isGood ? {} : { error: isTaken ? words.taken : words.badKey })}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={settle}
    />
  );
};

const TypeInput = ({ form, at, of: key, field }: Props) => {
  const words = useWords(objectWords);
  const path = [...at, key];
  const type = textOf(field['type']);
  const known: readonly string[] = isColumn(at) ? columnTypes : allTypes;
  const types = known.includes(type) ? known : [...known, type];
  const error = form.errorAt([...path, 'type']) ?? (type === 'formula' ? undefined : form.errorAt(path));
  const change = (next: string | null): void => {
    if (next === null || next === type) return;
    const { name, help, required } = field;
    const kept = Object.fromEntries(
      Object.entries({ name, help, ...(next === 'formula' ? {} : { required }) }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    form.set(path, { type: next, ...kept, ...begun.get(next) });
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
const More = ({ form, path, has }: { form: FileForm; path: Path; has: ReadonlySet<string> }) => {
  const words = useWords(objectWords);
  return (
    <>
      {has.has('choices') ? (
        <TagsAt form={form} path={[...path, 'choices']} label={words.choices} most={200} required />
      ) : null}
      {has.has('to') ? <ObjectKeyAt form={form} path={[...path, 'to']} /> : null}
      {numbers.map((name) =>
        has.has(name) ? (
          <NumberAt
            key={name}
            form={form}
            path={[...path, name]}
            label={has.has('fields') ? words.rowsMost : words.limitOf(name)}
            isSigned
          />
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

/** The columns of a list, each with what its type can have. */
const Columns = ({ form, at }: { form: FileForm; at: Path }) => {
  const words = useWords(objectWords);
  const columns = fieldsAt(form, at);
  const taken = columns.map(([key]) => key);
  const { keys, removed } = useRowKeys(columns.length);
  const remove = (key: string, index: number): void => {
    removed(index);
    form.set([...at, key], undefined);
  };
  return (
    <Fieldset legend={words.columns} miw={0} mx={0}>
      <Stack gap="sm">
        {columns.map(([key, field], index) => (
          <Card
            key={keys[index]}
            withBorder
            padding="sm"
            role="group"
            aria-label={words.column(calledBy(key, field))}
          >
            <Group justify="space-between" wrap="nowrap" mb="xs">
              <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {calledBy(key, field)}
              </Text>
              {columns.length > 1 ? <RemoveButton onRemove={() => remove(key, index)} /> : null}
            </Group>
            <FieldRow
              form={form}
              at={at}
              of={key}
              field={field ?? {}}
              taken={taken}
              known={knownOf(columns)}
            />
          </Card>
        ))}
        <Button
          variant="default"
          disabled={columns.length >= columnsMost}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => form.set([...at, freeFieldKey(taken, 'column')], { type: 'text' })}
        >
          {words.addColumn}
        </Button>
      </Stack>
    </Fieldset>
  );
};

/** One field of an object, or one column of a list, with what its type can have. */
export const FieldRow = (props: Props) => {
  const { form, at, of: key, field, known } = props;
  const words = useWords(objectWords);
  const path = [...at, key];
  const { schema, value } = form.written;
  const has = new Set(propertiesAt({ root: schema, value, path }));
  const hidden: readonly string[] = isColumn(at) ? ofRecords : [];
  const offered = flags.filter((flag) => has.has(flag) && !hidden.includes(flag));
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
        <KeyInput key={key} {...props} />
        <TypeInput {...props} />
        <More form={form} path={path} has={has} />
      </SimpleGrid>
      <Group gap="lg">
        {offered.map((flag) => (
          <SwitchAt key={flag} form={form} path={[...path, flag]} label={words.flagOf(flag)} />
        ))}
      </Group>
      {has.has('fields') ? <Columns form={form} at={[...path, 'fields']} /> : null}
      {has.has('gives') ? (
        <FormulaPart
          form={form}
          path={path}
          known={known.filter((one) => one.key !== key)}
          field={field}
          isColumn={isColumn(at)}
        />
      ) : null}
    </Stack>
  );
};
