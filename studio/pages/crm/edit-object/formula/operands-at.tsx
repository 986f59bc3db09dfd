import { TagsInput } from '@mantine/core';
import { z } from 'zod';

import { commonOf, type FieldProps } from '../../../../parts/drafts/fields/fields.tsx';

const listSchema = z.array(z.union([z.string(), z.number()])).catch([]);
const operandsMost = 20;

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** What a formula reckons with: keys of fields, columns such as `lines.total`, and numbers. */
export const OperandsAt = (props: FieldProps & { data: readonly string[] }) => {
  const { form, path, data } = props;
  const error = form.errorAt(path, { within: true });
  return (
    <TagsInput
      {...commonOf({ ...props, required: true })}
      {...(error === undefined ? {} : { error })}
      allowDuplicates
      maxTags={operandsMost}
      data={[...data]}
      value={listSchema.parse(form.valueAt(path)).map(String)}
      onChange={(next) =>
        form.merge(
          path,
          next.map((one) => (isNumber(one) ? Number(one) : one)),
        )
      }
    />
  );
};
