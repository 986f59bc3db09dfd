import { Text } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';

import { conditionWords } from '../../../../parts/conditions/condition-words.ts';
import { Conditions, emptyRecordDraft } from '../../../../parts/conditions/conditions.tsx';
import { type Draft, isWhole, toConditions, toDraft } from '../../../../parts/conditions/rows.ts';
import type { FileForm } from '../../../../parts/drafts/fields/file-form.ts';
import type { Path } from '../../../../parts/editor/splice-json.ts';
import { useWords } from '../../../../words/language.tsx';

const writtenSchema = z.record(z.string(), z.unknown()).optional().catch(undefined);

const draftOf = (written: unknown): Draft | undefined => {
  const draft = written === undefined ? emptyRecordDraft : toDraft(written);
  return draft?.rows.length === 0 ? emptyRecordDraft : draft;
};

/** Conditions on the record at a place of a file, in lines; what no line can show stays as it is written. */
export const RecordConditions = (props: { form: FileForm; path: Path; paths: readonly string[] }) => {
  const { form, path, paths } = props;
  const words = useWords(conditionWords);
  const [draft, setDraft] = useState(() => draftOf(writtenSchema.parse(form.valueAt(path))));
  const error = form.errorAt(path, { within: true });
  if (draft === undefined) return <Text size="sm">{words.onlyJson}</Text>;
  return (
    <>
      <Conditions
        about="record"
        paths={paths}
        draft={draft}
        onChange={(next) => {
          setDraft(next);
          if (isWhole(next)) form.merge(path, toConditions(next));
        }}
      />
      {error === undefined ? null : (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
    </>
  );
};
