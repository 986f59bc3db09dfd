import { Grid, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { z } from 'zod';

import { EditedFile, type Written } from '../../parts/drafts/edited-file.tsx';
import { mergeAt } from '../../parts/editor/merge-json.ts';
import { setAt } from '../../parts/editor/splice-json.ts';
import { usePlaceOf } from '../../parts/page/use-place.ts';
import { useWords } from '../../words/language.tsx';
import { Audience } from './audience.tsx';
import { Builder } from './builder.tsx';
import { toDraft } from '../../parts/conditions/rows.ts';
import { segmentWords } from './words.ts';

const placeSchema = z.looseObject({ view: z.enum(['lines', 'json']).optional().catch(undefined) });
const text = z.string().catch('');
const segmentSchema = z.object({
  name: text,
  description: text,
  when: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const Names = ({ written, name, description }: { written: Written; name: string; description: string }) => {
  const words = useWords(segmentWords);
  const set = (field: string, value: string | undefined): void =>
    written.setText(setAt({ text: written.text, path: [field], value }));
  return (
    <Stack gap="xs" mb="md">
      <TextInput
        label={words.name}
        maxLength={120}
        value={name}
        onChange={({ currentTarget: { value } }) => set('name', value)}
      />
      <Textarea
        label={words.description}
        autosize
        maxLength={1000}
        value={description}
        onChange={({ currentTarget: { value } }) => set('description', value === '' ? undefined : value)}
      />
    </Stack>
  );
};

/** The conditions as JSON, beside whom they hold for. */
const AsJson = ({ written, of }: { written: Written; of: string }) => {
  const words = useWords(segmentWords);
  const read = segmentSchema.safeParse(written.value);
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>{written.editor}</Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        {read.success && read.data.when === undefined ? (
          <Text>{words.byList}</Text>
        ) : (
          <Audience conditions={read.data?.when} without={of} />
        )}
      </Grid.Col>
    </Grid>
  );
};

const Edit = ({ written, of }: { written: Written; of: string }) => {
  const words = useWords(segmentWords);
  const [{ view = 'lines' }, change] = usePlaceOf(placeSchema);
  const read = segmentSchema.safeParse(written.value);
  const { name = '', description = '', when } = read.data ?? {};
  const draft = toDraft(when);
  const choice = (
    <SegmentedControl
      aria-label={words.view}
      mb="md"
      data={[
        { value: 'lines', label: words.lines },
        { value: 'json', label: 'JSON' },
      ]}
      value={view}
      onChange={(next) => change({ view: next === 'json' ? 'json' : 'lines' })}
    />
  );
  if (view === 'lines' && draft !== undefined) {
    return (
      <div>
        {choice}
        <Names written={written} name={name} description={description} />
        <Builder
          start={draft}
          without={of}
          onConditions={(conditions) =>
            written.setText(mergeAt({ text: written.text, path: ['when'], value: conditions }))
          }
        />
      </div>
    );
  }
  return (
    <div>
      {draft === undefined && when !== undefined ? <Text mb="md">{words.complexText}</Text> : choice}
      <AsJson written={written} of={of} />
    </div>
  );
};

/** Changes a segment, in lines or as JSON, as a draft; beside it stands whom it would have. */
export const EditSegment = ({ of, actions }: { of: string; actions: ReactNode }) => (
  <EditedFile
    path={`segments/${of}.json`}
    of="segment"
    title={(value) => segmentSchema.safeParse(value).data?.name ?? of}
    actions={actions}
    list="/segments"
  >
    {(written) => <Edit written={written} of={of} />}
  </EditedFile>
);
