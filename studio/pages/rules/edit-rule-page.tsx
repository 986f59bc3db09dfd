import { Code, Select, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { EditedFile, type Written } from '../../parts/drafts/edited-file.tsx';
import { NumberAt, TextAt } from '../../parts/drafts/fields/fields.tsx';
import { type FileForm, fileForm } from '../../parts/drafts/fields/file-form.ts';
import { FormOrJson, Section } from '../../parts/drafts/fields/form-or-json.tsx';
import { useWords } from '../../words/language.tsx';
import { EventConditions } from './trial/event-conditions.tsx';
import { ruleWords } from './words.ts';

const scoreKinds = ['fit', 'engagement'] as const;

const ruleSchema = z.object({
  name: z.string().catch(''),
  on: z.array(z.string()).catch([]),
});

/** The score that a rule gives or takes: which one, how much and why. */
const ScoreFields = ({ form }: { form: FileForm }) => {
  const words = useWords(ruleWords);
  const kind = ['event', 'params', 'kind'] as const;
  const error = form.errorAt(kind);
  return (
    <Section legend={words.score}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={words.scoreKind}
          allowDeselect={false}
          data={scoreKinds.map((value) => ({ value, label: words.scoreKindOf(value) }))}
          value={form.textAt(kind)}
          {...(error === undefined ? {} : { error })}
          onChange={(next) => form.set(kind, next ?? undefined)}
        />
        <NumberAt
          form={form}
          path={['event', 'params', 'by']}
          label={words.by}
          description={words.byText}
          required
          isWhole
          isSigned
        />
        <TextAt form={form} path={['event', 'params', 'reason']} label={words.reason} maxLength={200} />
      </SimpleGrid>
    </Section>
  );
};

/** What follows, as the file has it. */
const Follows = ({ form }: { form: FileForm }) => {
  const words = useWords(ruleWords);
  const type = form.textAt(['event', 'type']);
  return (
    <Section legend={words.does}>
      <Stack gap="xs">
        <Text size="sm">{words.doesAsJson(words.doesOf(type))}</Text>
        <Code block tabIndex={0} aria-label={words.does}>
          {JSON.stringify(form.valueAt(['event', 'params']) ?? {}, undefined, 2)}
        </Code>
      </Stack>
    </Section>
  );
};

/** A rule in words and lines; what follows but for scores is written as JSON. */
const Fields = ({ written }: { written: Written }) => {
  const words = useWords(ruleWords);
  const read = ruleSchema.safeParse(written.value);
  if (!read.success) return null;
  const form = fileForm(written);
  const error = form.errorAt(['on'], { within: true });
  return (
    <Stack>
      <TextAt form={form} path={['name']} label={words.name} maxLength={120} required />
      <TagsInput
        label={words.on}
        description={words.onText}
        maxTags={50}
        value={read.data.on}
        {...(error === undefined ? {} : { error })}
        onChange={(value) => form.set(['on'], value)}
      />
      <NumberAt
        form={form}
        path={['priority']}
        label={words.priority}
        description={words.priorityText}
        isWhole
      />
      <Section legend={words.conditions}>
        <EventConditions form={form} path={['conditions']} on={read.data.on} />
      </Section>
      {form.textAt(['event', 'type']) === 'score' ? <ScoreFields form={form} /> : <Follows form={form} />}
    </Stack>
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
        <FormOrJson written={written}>
          <Fields written={written} />
        </FormOrJson>
      )}
    </EditedFile>
  );
};
