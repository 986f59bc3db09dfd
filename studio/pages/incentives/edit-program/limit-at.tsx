import { Select } from '@mantine/core';

import { NumberAt } from '../../../parts/drafts/fields/fields.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { programWords } from './words.ts';

const periods = ['day', 'month', 'year', 'ever'] as const;

/** How often somebody gets something: as often as they like, or so many times in a period. */
export const LimitAt = (props: { form: FileForm; path: Path; most: number }) => {
  const { form, path, most } = props;
  const words = useWords(programWords);
  const isLimited = form.valueAt(path) !== undefined;
  const per = form.textAt([...path, 'per']);
  return (
    <>
      <Select
        label={words.often}
        allowDeselect={false}
        data={[
          { value: 'always', label: words.always },
          ...periods.map((value) => ({ value, label: words.nameOf(`per ${value}`) })),
        ]}
        value={isLimited ? per : 'always'}
        onChange={(next) => {
          if (next === 'always') form.set(path, undefined);
          else if (isLimited) form.set([...path, 'per'], next);
          else form.set(path, { times: 1, per: next });
        }}
      />
      {isLimited ? (
        <NumberAt form={form} path={[...path, 'times']} label={words.times} max={most} isWhole required />
      ) : null}
    </>
  );
};
