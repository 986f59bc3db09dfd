import { TagsInput, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { EditedFile, type Written } from '../../parts/drafts/edited-file.tsx';
import { setAt } from '../../parts/editor/splice-json.ts';
import { useWords } from '../../words/language.tsx';
import { ruleWords } from './words.ts';

const ruleSchema = z.object({
  name: z.string().catch(''),
  on: z.array(z.string()).catch([]),
});

/** What is said of a rule in words; its conditions and what follows are written as JSON. */
const Fields = ({ written }: { written: Written }) => {
  const words = useWords(ruleWords);
  const read = ruleSchema.safeParse(written.value);
  if (!read.success) return null;
  const set = (field: string, value: unknown): void =>
    written.setText(setAt({ text: written.text, path: [field], value }));
  return (
    <>
      <TextInput
        label={words.name}
        maxLength={120}
        value={read.data.name}
        onChange={({ currentTarget: { value } }) => set('name', value)}
      />
      <TagsInput
        label={words.on}
        description={words.onText}
        maxTags={50}
        value={read.data.on}
        onChange={(value) => set('on', value)}
      />
    </>
  );
};

/** Changes one rule, as a draft. */
export const Content = () => {
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  return (
    <EditedFile
      key={key}
      path={`rules/${key}.json`}
      of="rule"
      title={(value) => ruleSchema.safeParse(value).data?.name ?? key}
      list="/rules"
    >
      {(written) => (
        <>
          <Fields written={written} />
          {written.editor}
        </>
      )}
    </EditedFile>
  );
};
