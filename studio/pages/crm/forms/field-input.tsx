import '@mantine/dates/styles.css';

import { Group, MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { DateInput, DateTimePicker } from '@mantine/dates';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { useMe } from '../../../app/session.tsx';
import { useWords } from '../../../words/language.tsx';
import { choiceName, type Field } from '../definition.ts';
import { moneySchema } from '../field-value.tsx';
import { ReferenceInput } from '../../../parts/reference-input.tsx';
import { personKind } from '../../../parts/page/use-title-of.ts';
import { crmWords } from '../words.ts';
import { Marked } from '../../../parts/text/marked.tsx';

const textsSchema = z.array(z.string()).catch([]);
const textSchema = z.string().catch('');

type Props = {
  readonly label: string;
  readonly field: Field;
  readonly value: unknown;
  /** `undefined` where the field is empty. */
  readonly onChange: (value: unknown) => void;
};

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** A sum: typed as people write it, kept in minor units. */
const MoneyInput = ({ label, field, value, onChange }: Props) => {
  const words = useWords(crmWords);
  const { workspace } = useMe();
  const money = moneySchema.safeParse(value);
  const currencies = field.currencies ?? [workspace.currency];
  const currency = money.success ? money.data.currency : (currencies[0] ?? workspace.currency);
  const digits = digitsOf(currency);
  const say = (amount: string | number, code: string): void =>
    onChange(
      amount === ''
        ? undefined
        : { minor: Math.round(Number(amount) * 10 ** digitsOf(code)), currency: code },
    );
  const amount = money.success ? money.data.minor / 10 ** digits : '';
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        flex={1}
        label={label}
        required={field.required}
        value={amount}
        decimalScale={digits}
        onChange={(next) => say(next, currency)}
      />
      <Select
        w={96}
        label={words.currency}
        allowDeselect={false}
        data={[...new Set([...currencies, currency])]}
        value={currency}
        onChange={(code) => say(amount, code ?? currency)}
      />
    </Group>
  );
};

/** An instant as the clocks of a zone show it, and back. */
const wallTime = (iso: string, zone: string): string =>
  Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toPlainDateTime().toString().replace('T', ' ');
const instantAt = (wall: string, zone: string): string =>
  Temporal.PlainDateTime.from(wall.replace(' ', 'T')).toZonedDateTime(zone).toInstant().toString();

type Common = Props & { readonly text: string; readonly say: (next: string) => void };

const commonOf = ({ label, field }: Props) => ({
  label,
  required: field.required,
  description: field.help === undefined ? undefined : <Marked text={field.help} />,
});

/** One of the choices of the field, or several. */
const ChoiceInput = (props: Common) => {
  const { field, value, onChange, text, say } = props;
  const data = field.choices.map((choice) => ({ value: choice, label: choiceName(field, choice) }));
  if (field.type === 'choice')
    return (
      <Select
        {...commonOf(props)}
        clearable={!field.required}
        data={data}
        value={text === '' ? null : text}
        onChange={(next) => say(next ?? '')}
      />
    );
  return (
    <MultiSelect
      {...commonOf(props)}
      data={data}
      value={textsSchema.parse(value)}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
    />
  );
};

/** A day, or a day and time. */
const TimeInput = (props: Common) => {
  const { label, field, text, say } = props;
  const words = useWords(crmWords);
  const { zone } = useMe().workspace;
  if (field.type === 'date')
    return (
      <DateInput
        {...commonOf(props)}
        clearable
        clearButtonProps={{ 'aria-label': words.clearOf(label) }}
        valueFormat="YYYY-MM-DD"
        value={text === '' ? null : text}
        onChange={(next) => say(next ?? '')}
      />
    );
  return (
    <DateTimePicker
      {...commonOf(props)}
      clearable
      clearButtonProps={{ 'aria-label': words.clearOf(label) }}
      valueFormat="YYYY-MM-DD HH:mm"
      value={text === '' ? null : wallTime(text, zone)}
      onChange={(next) => say(next === null ? '' : instantAt(next, zone))}
    />
  );
};

const PlainInput = (props: Common) => {
  const { field, text, say } = props;
  const common = { ...commonOf(props), value: text };
  return field.multiline ? (
    <Textarea
      {...common}
      autosize
      minRows={3}
      maxRows={12}
      onChange={({ currentTarget }) => say(currentTarget.value)}
    />
  ) : (
    <TextInput {...common} onChange={({ currentTarget }) => say(currentTarget.value)} />
  );
};

/** An input for a value, as its field is. What is worked out, and rows, are shown elsewhere. */
export const FieldInput = (props: Props) => {
  const { label, field, value, onChange } = props;
  const text = textSchema.parse(value);
  const say = (next: string): void => onChange(next === '' ? undefined : next);
  const common: Common = { ...props, text, say };
  if (field.type === 'money') return <MoneyInput {...props} />;
  if (field.type === 'choice' || field.type === 'choices') return <ChoiceInput {...common} />;
  if (field.type === 'date' || field.type === 'instant') return <TimeInput {...common} />;
  if (field.type === 'reference' || field.type === 'person')
    return (
      <ReferenceInput
        {...commonOf(props)}
        kind={field.type === 'person' ? personKind : (field.to ?? '')}
        value={text}
        onChange={say}
      />
    );
  if (field.type === 'number')
    return (
      <NumberInput
        {...commonOf(props)}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      />
    );
  if (field.type === 'yes-no')
    return (
      <Switch
        label={label}
        checked={value === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    );
  return <PlainInput {...common} />;
};
