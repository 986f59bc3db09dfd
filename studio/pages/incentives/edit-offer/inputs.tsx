import { ActionIcon, TextInput } from '@mantine/core';

import { commonOf, type FieldProps, NumberAt } from '../../../parts/drafts/fields/fields.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { useWords } from '../../../words/language.tsx';
import type { OfferForm } from './offer-form.ts';
import { offerEditWords } from './words.ts';

type Props = FieldProps & { form: OfferForm };

/** An amount of the currency of the offer, as a decimal. */
export const AmountAt = (props: Props) => <NumberAt {...props} suffix={` ${props.form.currency}`} />;

const dayOrEmpty = /^(?:\d{4}-\d{2}-\d{2})?$/;

/** A day of the file; a day with a time is changed as text. */
export const DayAt = (props: Props) => {
  const { form, path, required = false } = props;
  const value = form.textAt(path);
  return (
    <TextInput
      {...commonOf(props)}
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
