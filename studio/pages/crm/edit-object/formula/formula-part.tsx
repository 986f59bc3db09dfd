import { Select, SimpleGrid, Stack, Text } from '@mantine/core';

import { useMe } from '../../../../app/session.tsx';
import { SelectAt } from '../../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../../parts/drafts/fields/file-form.ts';
import { RowsAt } from '../../../../parts/drafts/fields/rows-at.tsx';
import type { Path } from '../../../../parts/editor/splice-json.ts';
import { useWords } from '../../../../words/language.tsx';
import type { KnownField } from '../object-form.ts';
import { formulaWords } from './formula-words.ts';
import {
  firstCase,
  firstPoints,
  type FormulaKind,
  formulaWays,
  isFormulaKind,
  isFormulaWay,
  kindsOf,
  wayOf,
  waysOfRows,
  withKind,
  withWay,
} from './formula.ts';
import { OperandsAt } from './operands-at.tsx';
import { RecordConditions } from './record-conditions.tsx';
import { ValueAt } from './value-at.tsx';

const casesMost = 50;
const pointsMost = 100;

type Props = { form: FileForm; path: Path; known: readonly KnownField[] };
type Own = Readonly<Record<string, unknown>>;

/** The keys that a formula can reckon with: numbers and amounts, and columns of them. */
const operandsOf = (known: readonly KnownField[]): readonly string[] =>
  known.flatMap(({ key, type, gives, columns }) => {
    const isNumeric = ['number', 'money'].includes(type === 'formula' ? gives : type);
    return [
      ...(isNumeric ? [key] : []),
      ...columns
        .filter((one) => ['number', 'money'].includes(one.type === 'formula' ? one.gives : one.type))
        .map((one) => `${key}.${one.key}`),
    ];
  });

/** The paths of a record that conditions can ask for. */
const pathsOf = (known: readonly KnownField[]): readonly string[] =>
  known
    .filter(({ type }) => type !== 'list')
    .map(({ key, type, gives }) => (type === 'money' || gives === 'money' ? `$.${key}.minor` : `$.${key}`));

const Cases = ({ form, path, known, gives }: Props & { gives: FormulaKind }) => {
  const words = useWords(formulaWords);
  const { currency } = useMe().workspace;
  return (
    <Stack gap="sm">
      <RowsAt
        form={form}
        path={[...path, 'cases']}
        label={words.case}
        add={words.addCase}
        most={casesMost}
        least={1}
        begun={() => firstCase(gives, currency)}
      >
        {(at) => (
          <Stack gap="sm">
            <RecordConditions form={form} path={[...at, 'when']} paths={pathsOf(known)} />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <ValueAt
                form={form}
                path={[...at, 'value']}
                label={words.value}
                gives={gives}
                currency={currency}
                required
              />
            </SimpleGrid>
          </Stack>
        )}
      </RowsAt>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ValueAt
          form={form}
          path={[...path, 'otherwise']}
          label={words.otherwise}
          gives={gives}
          currency={currency}
        />
      </SimpleGrid>
    </Stack>
  );
};

const Points = ({ form, path, known }: Props) => {
  const words = useWords(formulaWords);
  return (
    <RowsAt
      form={form}
      path={[...path, 'points']}
      label={words.pointsRow}
      add={words.addPoints}
      most={pointsMost}
      least={1}
      begun={() => firstPoints}
    >
      {(at) => (
        <Stack gap="sm">
          <RecordConditions form={form} path={[...at, 'when']} paths={pathsOf(known)} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberAt form={form} path={[...at, 'points']} label={words.points} isSigned required />
            <TextAt form={form} path={[...at, 'note']} label={words.note} maxLength={200} />
          </SimpleGrid>
        </Stack>
      )}
    </RowsAt>
  );
};

const Tax = ({ form, path, known }: Props) => {
  const words = useWords(formulaWords);
  const tax = [...path, 'tax'];
  const lists = known.filter(({ type }) => type === 'list');
  const columns = lists.find(({ key }) => key === form.textAt([...tax, 'lines']))?.columns ?? [];
  const choices = (of: readonly { readonly key: string; readonly name: string }[]) =>
    of.map(({ key, name }) => ({ value: key, label: name }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <SelectAt form={form} path={[...tax, 'lines']} label={words.lines} data={choices(lists)} required />
      <SelectAt form={form} path={[...tax, 'net']} label={words.net} data={choices(columns)} required />
      <SelectAt
        form={form}
        path={[...tax, 'percent']}
        label={words.percent}
        data={choices(columns)}
        required
      />
    </SimpleGrid>
  );
};

/** How a formula works its value out, and what it gives. */
export const FormulaPart = ({
  form,
  path,
  known,
  field,
  isColumn,
}: Props & { field: Own; isColumn: boolean }) => {
  const words = useWords(formulaWords);
  const { currency } = useMe().workspace;
  const way = wayOf(field);
  const gives = isFormulaKind(field['gives']) ? field['gives'] : 'number';
  const operands = operandsOf(known);
  const error = form.errorAt(path);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={words.way}
          allowDeselect={false}
          data={(isColumn ? waysOfRows : formulaWays).map((value) => ({ value, label: words.wayOf(value) }))}
          value={way ?? null}
          {...(error === undefined ? {} : { error })}
          onChange={(next) => {
            if (isFormulaWay(next) && next !== way)
              form.set(path, withWay({ field, way: next, currency, operands }));
          }}
        />
        <Select
          label={words.gives}
          allowDeselect={false}
          data={kindsOf(way).map((value) => ({ value, label: words.kindOf(value) }))}
          value={gives}
          onChange={(next) => {
            if (isFormulaKind(next) && next !== gives)
              form.merge(path, withKind({ field, gives: next, currency }));
          }}
        />
      </SimpleGrid>
      {way === 'sum' || way === 'product' || way === 'difference' ? (
        <OperandsAt
          form={form}
          path={[...path, way]}
          label={words.operands}
          description={words.operandsText}
          data={operands}
        />
      ) : null}
      {way === 'tax' ? <Tax form={form} path={path} known={known} /> : null}
      {way === 'cases' ? (
        <>
          <Text size="sm" c="dimmed">
            {words.casesText}
          </Text>
          <Cases key={gives} form={form} path={path} known={known} gives={gives} />
        </>
      ) : null}
      {way === 'points' ? <Points form={form} path={path} known={known} /> : null}
    </Stack>
  );
};
