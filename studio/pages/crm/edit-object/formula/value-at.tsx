import { Select } from '@mantine/core';

import { commonOf, type FieldProps, NumberAt, TextAt } from '../../../../parts/drafts/fields/fields.tsx';
import { useWords } from '../../../../words/language.tsx';
import type { FormulaKind } from './formula.ts';
import { formulaWords } from './formula-words.ts';

const YesNoAt = (props: FieldProps) => {
  const { form, path, required = false } = props;
  const words = useWords(formulaWords);
  const value = form.valueAt(path);
  return (
    <Select
      {...commonOf(props)}
      allowDeselect={false}
      clearable={!required}
      data={[
        { value: 'yes', label: words.yes },
        { value: 'no', label: words.no },
      ]}
      value={value === true ? 'yes' : value === false ? 'no' : null}
      onChange={(next) => form.set(path, next === null ? undefined : next === 'yes')}
    />
  );
};

const MoneyAt = (props: FieldProps & { currency: string }) => {
  const { form, path, label, currency, required = false } = props;
  const words = useWords(formulaWords);
  const minor = [...path, 'minor'];
  // Without an amount there is no value, whatever its currency.
  const near = {
    ...form,
    set: (_at: FieldProps['path'], value: unknown) => {
      if (value === undefined && !required) form.set(path, undefined);
      else if (form.valueAt(path) === undefined) form.set(path, { minor: value, currency });
      else form.set(minor, value);
    },
  };
  return (
    <>
      <NumberAt
        form={near}
        path={minor}
        label={label}
        description={words.minorText}
        required={required}
        isWhole
        isSigned
      />
      {form.valueAt(path) === undefined ? null : (
        <TextAt
          form={form}
          path={[...path, 'currency']}
          label={words.currency}
          maxLength={3}
          isUpper
          required
        />
      )}
    </>
  );
};

/** A value of the kind that a formula gives. */
export const ValueAt = (props: FieldProps & { gives: FormulaKind; currency: string }) => {
  const { gives } = props;
  if (gives === 'number') return <NumberAt {...props} isSigned />;
  if (gives === 'yes-no') return <YesNoAt {...props} />;
  if (gives === 'money') return <MoneyAt {...props} />;
  return <TextAt {...props} maxLength={1000} />;
};
