import { ActionIcon, Autocomplete, Group, Select, TextInput } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { Icon } from '../../parts/icon.tsx';
import { isOperator, operatorNames, operators, type Operator, type Row } from './rows.ts';
import { segmentWords } from './words.ts';

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

/** A row of another kind begins empty. */
export const emptyRow = (kind: Row['kind']): Row => {
  if (kind === 'segment') return { kind, isIn: true, segment: '' };
  if (kind === 'event') return { kind, name: '', within: '', operator: 'greaterThanInclusive', value: '1' };
  return { kind, path: '', operator: 'equal', value: '' };
};

const kinds: readonly Row['kind'][] = ['field', 'event', 'segment'];

const OperatorInput = (props: {
  of: readonly Operator[];
  value: Operator;
  onChange: (operator: Operator) => void;
}) => {
  const words = useWords(segmentWords);
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
  const words = useWords(segmentWords);
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
  const words = useWords(segmentWords);
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

const Rest = (props: { row: Exclude<Row, SegmentRow>; onChange: (row: Row) => void }) => {
  const { row, onChange } = props;
  const words = useWords(segmentWords);
  const isField = row.kind === 'field';
  return (
    <>
      <Autocomplete
        label={isField ? words.field : words.event}
        flex="2 1 12rem"
        maxLength={nameMost}
        data={isField ? usualPaths : usualEvents}
        value={isField ? row.path : row.name}
        onChange={(text) => onChange(isField ? { ...row, path: text } : { ...row, name: text })}
      />
      <OperatorInput
        of={isField ? operatorNames : counts}
        value={row.operator}
        onChange={(operator) => onChange({ ...row, operator })}
      />
      <ValueInput
        operator={row.operator}
        label={isField ? words.value : words.times}
        value={row.value}
        onChange={(value) => onChange({ ...row, value })}
      />
      {isField ? null : (
        <TextInput
          label={words.within}
          placeholder={words.ever}
          flex="1 1 8rem"
          maxLength={nameMost}
          value={row.within}
          onChange={({ currentTarget }) => onChange({ ...row, within: currentTarget.value })}
        />
      )}
    </>
  );
};

/** One condition of the builder. */
export const ConditionRow = (props: {
  row: Row;
  segments: Segments;
  onChange: (row: Row) => void;
  onRemove: (() => void) | undefined;
}) => {
  const { row, segments, onChange, onRemove } = props;
  const words = useWords(segmentWords);
  return (
    <Group gap="xs" align="flex-end">
      <Select
        label={words.about}
        flex="1 1 10rem"
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: words.nameOf(value) }))}
        value={row.kind}
        onChange={(next) => {
          const kind = kinds.find((one) => one === next);
          if (kind !== undefined && kind !== row.kind) onChange(emptyRow(kind));
        }}
      />
      {row.kind === 'segment' ? (
        <SegmentRest row={row} segments={segments} onChange={onChange} />
      ) : (
        <Rest row={row} onChange={onChange} />
      )}
      {onRemove === undefined ? null : (
        <ActionIcon variant="default" size="lg" aria-label={words.removeRow} onClick={onRemove}>
          <Icon path={cross} />
        </ActionIcon>
      )}
    </Group>
  );
};
