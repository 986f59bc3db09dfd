import { NumberInput } from '@mantine/core';

import { digitsOf } from './minor.ts';

/** An amount of a currency, typed as a decimal. */
export const AmountInput = (props: {
  label: string;
  description?: string;
  currency: string;
  required?: boolean;
  value: string | number;
  onChange: (value: string | number) => void;
}) => {
  const { currency, ...input } = props;
  return (
    <NumberInput {...input} min={0} decimalScale={digitsOf(currency)} hideControls suffix={` ${currency}`} />
  );
};
