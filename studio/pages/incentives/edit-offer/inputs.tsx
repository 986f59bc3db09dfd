import { ActionIcon, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';

import type { Path } from '../../../parts/editor/splice-json.ts';
import { Icon } from '../../../parts/icon.tsx';
import { useWords } from '../../../words/language.tsx';
import type { OfferForm } from './offer-form.ts';
import { offerEditWords } from './words.ts';

type Props = {
  form: OfferForm;
  path: Path;
  label: string;
  description?: string;
  required?: boolean;
};

const common = ({ form, path, label, description, required = false }: Props) => {
  const error = form.errorAt(path);
  return {
    label,
    withAsterisk: required,
    ...(description === undefined ? {} : { description }),
    ...(error === undefined ? {} : { error }),
  };
};

/** A text of the file; an empty one is left out of it unless it is required. */
export const TextAt = (props: Props & { maxLength: number; placeholder?: string; isUpper?: boolean }) => {
  const { form, path, required = false, maxLength, placeholder = '', isUpper = false } = props;
  return (
    <TextInput
      {...common(props)}
      maxLength={maxLength}
      placeholder={placeholder}
      value={form.textAt(path)}
      onChange={({ currentTarget: { value } }) =>
        form.set(path, value === '' && !required ? undefined : isUpper ? value.toUpperCase() : value)
      }
    />
  );
};

const numberOf = (typed: number | string): number | undefined => {
  if (typeof typed === 'number') return typed;
  const value = Number(typed);
  return typed.trim() === '' || !Number.isFinite(value) ? undefined : value;
};

/** A number of the file; where none is typed the file has none. */
export const NumberAt = (
  props: Props & { suffix?: string; isWhole?: boolean; placeholder?: string; max?: number },
) => {
  const { form, path, suffix = '', isWhole = false, placeholder = '', max = 1_000_000_000 } = props;
  const written = form.valueAt(path);
  const [typed, setTyped] = useState<number | string>('');
  // `10.` and `10` are the same number: what is typed stays until the file says another one.
  const shown = numberOf(typed) === written ? typed : typeof written === 'number' ? written : '';
  return (
    <NumberInput
      {...common(props)}
      allowDecimal={!isWhole}
      allowNegative={false}
      max={max}
      clampBehavior="none"
      hideControls
      suffix={suffix}
      placeholder={placeholder}
      value={shown}
      onChange={(next) => {
        setTyped(next);
        const value = numberOf(next);
        if (value !== written) form.set(path, value);
      }}
    />
  );
};

/** An amount of the currency of the offer, as a decimal. */
export const AmountAt = (props: Props) => <NumberAt {...props} suffix={` ${props.form.currency}`} />;

const dayOrEmpty = /^(?:\d{4}-\d{2}-\d{2})?$/;

/** A day of the file; a day with a time is changed as text. */
export const DayAt = (props: Props) => {
  const { form, path, required = false } = props;
  const value = form.textAt(path);
  return (
    <TextInput
      {...common(props)}
      type={dayOrEmpty.test(value) ? 'date' : 'text'}
      maxLength={40}
      value={value}
      onChange={({ currentTarget }) =>
        form.set(path, currentTarget.value === '' && !required ? undefined : currentTarget.value)
      }
    />
  );
};

/** Takes a row out of a list. */
export const RemoveButton = ({ onRemove }: { onRemove: () => void }) => {
  const words = useWords(offerEditWords);
  return (
    <ActionIcon variant="default" size="lg" aria-label={words.remove} onClick={onRemove}>
      <Icon path="M6 6l12 12M18 6 6 18" />
    </ActionIcon>
  );
};
