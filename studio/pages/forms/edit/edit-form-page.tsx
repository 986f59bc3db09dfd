import { Button, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { EditedFile, type Written } from '../../../parts/drafts/edited-file.tsx';
import { type FileForm, fileForm } from '../../../parts/drafts/fields/file-form.ts';
import { TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { entriesIn, settingsPath } from '../../../parts/drafts/settings-file.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { usePlaceOf } from '../../../parts/page/use-place.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { textFor } from '../form-row.ts';
import { Section } from '../section.tsx';
import { FieldsPart } from './fields-part.tsx';
import { LiveLook } from './live-look.tsx';
import { LocalisedAt } from './localised-at.tsx';
import { editFormWords } from './words.ts';

const placeSchema = z.looseObject({ view: z.enum(['form', 'json']).optional().catch(undefined) });
const objectSchema = z.record(z.string(), z.unknown());
const titleSchema = z.object({ title: z.union([z.string(), z.record(z.string(), z.string())]) });

const Topic = ({ form, at }: { form: FileForm; at: Path }) => {
  const words = useWords(editFormWords);
  const path = [...at, 'topic'];
  const error = form.errorAt(path);
  return (
    <Select
      label={words.topic}
      description={words.topicText}
      allowDeselect={false}
      data={Object.keys(entriesIn(form.written.text, 'topics'))}
      value={form.textAt(path) || null}
      {...(error === undefined ? {} : { error })}
      onChange={(next) => form.set(path, next ?? undefined)}
    />
  );
};

const Parts = ({ form, at }: { form: FileForm; at: Path }) => {
  const words = useWords(editFormWords);
  return (
    <Stack>
      <Section legend={words.says}>
        <Stack gap="sm">
          <LocalisedAt form={form} path={[...at, 'title']} label={words.title} maxLength={100} required />
          <Topic form={form} at={at} />
          <LocalisedAt form={form} path={[...at, 'text']} label={words.above} maxLength={1000} isLong />
          <LocalisedAt form={form} path={[...at, 'button']} label={words.button} maxLength={50} />
        </Stack>
      </Section>
      <Section legend={words.asks}>
        <FieldsPart form={form} at={at} />
      </Section>
      <Section legend={words.after}>
        <Stack gap="sm">
          <LocalisedAt form={form} path={[...at, 'thanks']} label={words.thanks} maxLength={500} isLong />
          <TextAt form={form} path={[...at, 'then']} label={words.then} maxLength={1000} />
        </Stack>
      </Section>
      <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={() => form.set(at, undefined)}>
        {words.removeForm}
      </Button>
    </Stack>
  );
};

const Edit = ({ written, of: key }: { written: Written; of: string }) => {
  const words = useWords(editFormWords);
  const [{ view = 'form' }, change] = usePlaceOf(placeSchema);
  const form = fileForm(written);
  const at = ['forms', key];
  const value = objectSchema.safeParse(form.valueAt(at)).data;
  return (
    <>
      <SegmentedControl
        aria-label={words.view}
        style={{ alignSelf: 'flex-start' }}
        data={[
          { value: 'form', label: words.form },
          { value: 'json', label: 'JSON' },
        ]}
        value={view}
        onChange={(next) => change({ view: next === 'json' ? 'json' : 'form' })}
      />
      {view === 'json' ? written.editor : null}
      {value === undefined ? <Text>{words.gone}</Text> : null}
      {view === 'form' && value !== undefined ? (
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <Parts form={form} at={at} />
          <Section legend={words.preview}>
            <LiveLook value={value} />
          </Section>
        </SimpleGrid>
      ) : null}
    </>
  );
};

/** Changes one form, by fields or as JSON, in the draft of `ciclo.json`, with how it looks beside it. */
export const Content = () => {
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  const words = useWords(editFormWords);
  const { language } = useLanguage();
  const titleIn = (value: unknown): string => {
    const form = objectSchema.safeParse(value).data?.['forms'];
    const read = titleSchema.safeParse(objectSchema.safeParse(form).data?.[key]).data;
    return read === undefined ? key : textFor(read.title, language) || key;
  };
  return (
    <EditedFile key={key} path={settingsPath} of="ciclo" title={titleIn} text={words.draftText} list="/forms">
      {(written) => <Edit written={written} of={key} />}
    </EditedFile>
  );
};
