import { ActionIcon, Autocomplete, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWords } from '../../words/language.tsx';
import { Icon } from '../icon.tsx';
import { type Draft, isOperator, operatorNames, operators, type Operator, type Row } from './rows.ts';
import { conditionWords } from './condition-words.ts';

const cross = 'M6 6l12 12M18 6 6 18';
const nameMost = 200;

/** What is known of most people; anything else is typed. */
const usualPaths = [
  '$.traits.city',
  '$.traits.country',
  '$.traits.locale',
  '$.traits.email',
  '$.traits.phone',
  '$.stage',
  '$.tags',
  '$.points',
  '$.computed.orders',
  '$.computed.revenue',
  '$.computed.averageOrder',
  '$.computed.firstOrderAt',
  '$.computed.lastOrderAt',
  '$.createdAt',
  '$.lastSeenAt',
];
const usualEvents = [
  'Order Completed',
  'Checkout Started',
  'Product Added',
  'Product Viewed',
  'Cart Viewed',
  'Signed Up',
];
const counts: readonly Operator[] = [
  'greaterThanInclusive',
  'lessThanInclusive',
  'equal',
  'greaterThan',
  'lessThan',
];

/** What lines can be about. */
export type LineKind = Exclude<Row['kind'], 'json'>;

/** What the path of a line begins with. */
const stems = { field: '', property: '$.properties.', record: '$.' } as const;

/** A row of another kind begins empty. */
export const emptyRow = (kind: LineKind): Row => {
  if (kind === 'segment') return { kind, isIn: true, segment: '' };
  if (kind === 'group') return { kind, draft: { match: 'any', rows: [emptyRow('field')] } };
  if (kind === 'event') return { kind, name: '', within: '', operator: 'greaterThanInclusive', value: '1' };
  return { kind, path: stems[kind], operator: 'equal', value: '' };
};

const OperatorInput = (props: {
  of: readonly Operator[];
  value: Operator;
  onChange: (operator: Operator) => void;
}) => {
  const words = useWords(conditionWords);
  return (
    <Select
      label={words.how}
      flex="1 1 9rem"
      allowDeselect={false}
      data={props.of.map((value) => ({ value, label: words.nameOf(value) }))}
      value={props.value}
      onChange={(next) => {
        if (isOperator(next)) props.onChange(next);
      }}
    />
  );
};

const ValueInput = (props: {
  operator: Operator;
  label: string;
  value: string;
  onChange: (text: string) => void;
}) => {
  const words = useWords(conditionWords);
  const kind = operators[props.operator];
  if (kind === 'none') return null;
  return (
    <TextInput
      label={kind === 'list' ? words.values : props.label}
      flex="1 1 8rem"
      maxLength={nameMost}
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      value={props.value}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
};

type Segments = readonly { readonly value: string; readonly label: string }[];

type SegmentRow = Extract<Row, { kind: 'segment' }>;

const SegmentRest = (props: { row: SegmentRow; segments: Segments; onChange: (row: Row) => void }) => {
  const { row, segments, onChange } = props;
  const words = useWords(conditionWords);
  return (
    <>
      <Select
        label={words.how}
        flex="1 1 9rem"
        allowDeselect={false}
        data={[
          { value: 'in', label: words.isIn },
          { value: 'out', label: words.isNotIn },
        ]}
        value={row.isIn ? 'in' : 'out'}
        onChange={(next) => onChange({ ...row, isIn: next === 'in' })}
      />
      <Select
        label={words.segment}
        flex="2 1 12rem"
        searchable
        data={[...segments]}
        value={row.segment === '' ? null : row.segment}
        onChange={(segment) => onChange({ ...row, segment: segment ?? '' })}
      />
    </>
  );
};

type PlainRow = Exclude<Row, { kind: 'segment' | 'group' | 'json' }>;

const Rest = (props: { row: PlainRow; paths: readonly string[]; onChange: (row: Row) => void }) => {
  const { row, paths, onChange } = props;
  const words = useWords(conditionWords);
  const isEvent = row.kind === 'event';
  return (
    <>
      <Autocomplete
        label={isEvent ? words.event : words.field}
        flex="2 1 12rem"
        maxLength={nameMost}
        data={isEvent ? usualEvents : [...(row.kind === 'field' ? usualPaths : paths)]}
        value={isEvent ? row.name : row.path}
        onChange={(text) => onChange(isEvent ? { ...row, name: text } : { ...row, path: text })}
      />
      <OperatorInput
        of={isEvent ? counts : operatorNames}
        value={row.operator}
        onChange={(operator) => onChange({ ...row, operator })}
      />
      <ValueInput
        operator={row.operator}
        label={isEvent ? words.times : words.value}
        value={row.value}
        onChange={(value) => onChange({ ...row, value })}
      />
      {isEvent ? (
        <TextInput
          label={words.within}
          placeholder={words.ever}
          flex="1 1 8rem"
          maxLength={nameMost}
          value={row.within}
          onChange={({ currentTarget }) => onChange({ ...row, within: currentTarget.value })}
        />
      ) : null}
    </>
  );
};

const Remove = ({ onRemove }: { onRemove: (() => void) | undefined }) => {
  const words = useWords(conditionWords);
  if (onRemove === undefined) return null;
  return (
    <ActionIcon variant="default" size="lg" aria-label={words.removeRow} onClick={onRemove}>
      <Icon path={cross} />
    </ActionIcon>
  );
};

/** What no line can show, as it is. */
const AsJson = ({ value, onRemove }: { value: unknown; onRemove: (() => void) | undefined }) => {
  const words = useWords(conditionWords);
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Stack gap="xs" flex={1} miw={0}>
        <Text size="sm">{words.onlyJson}</Text>
        <Code block tabIndex={0} aria-label={words.onlyJson}>
          {JSON.stringify(value, undefined, 2)}
        </Code>
      </Stack>
      <Remove onRemove={onRemove} />
    </Group>
  );
};

/** One condition of the builder. */
export const ConditionRow = (props: {
  row: Row;
  segments: Segments;
  /** What a line can be about here. */
  kinds: readonly LineKind[];
  /** Paths that the event or the record at hand is known to have. */
  paths: readonly string[];
  /** The lines of a group. */
  lines: (draft: Draft, onChange: (draft: Draft) => void) => ReactNode;
  onChange: (row: Row) => void;
  onRemove: (() => void) | undefined;
}) => {
  const { row, segments, kinds, paths, lines, onChange, onRemove } = props;
  const words = useWords(conditionWords);
  if (row.kind === 'json') return <AsJson value={row.value} onRemove={onRemove} />;
  const offered = kinds.includes(row.kind) ? kinds : [...kinds, row.kind];
  return (
    <Stack gap="sm">
      <Group gap="xs" align="flex-end">
        <Select
          label={words.about}
          flex="1 1 10rem"
          allowDeselect={false}
          data={offered.map((value) => ({ value, label: words.nameOf(value) }))}
          value={row.kind}
          onChange={(next) => {
            const kind = offered.find((one) => one === next);
            if (kind !== undefined && kind !== row.kind) onChange(emptyRow(kind));
          }}
        />
        {row.kind === 'segment' ? (
          <SegmentRest row={row} segments={segments} onChange={onChange} />
        ) : row.kind === 'group' ? null : (
          <Rest row={row} paths={paths} onChange={onChange} />
        )}
        <Remove onRemove={onRemove} />
      </Group>
      {row.kind === 'group' ? lines(row.draft, (draft) => onChange({ kind: 'group', draft })) : null}
    </Stack>
  );
};
