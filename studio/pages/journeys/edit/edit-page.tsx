import { Alert, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { useMay } from '../../../app/session.tsx';
import { DraftBar } from '../../../parts/drafts/draft-bar.tsx';
import { Stale, Verdict } from '../../../parts/drafts/verdict.tsx';
import { useDraft, useFile, useFileSchema } from '../../../parts/drafts/use-file.ts';
import { CodeEditor } from '../../../parts/editor/code-editor.tsx';
import type { Schema } from '../../../parts/editor/schema-at.ts';
import { readJson } from '../../../parts/editor/splice-json.ts';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { PageProblem } from '../../../parts/page/page-problem.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { useJourneyKey, usePlace } from '../place.ts';
import { EditPicture } from './edit-picture.tsx';
import { TryJourney } from '../try/try-journey.tsx';
import { tryWords } from '../try/words.ts';
import { editWords } from './words.ts';

type File = components['schemas']['WorkspaceFileContent'];
type Problem = components['schemas']['ProblemItem'];

const views = ['picture', 'list', 'try'] as const;

/** As what the file is edited, or that it is tried. */
const View = () => {
  const words = useWords(editWords);
  const more = useWords(tryWords);
  const may = useMay();
  const [{ view = 'picture' }, change] = usePlace();
  return (
    <SegmentedControl
      aria-label={words.view}
      data={[
        { value: 'picture', label: words.picture },
        { value: 'list', label: words.json },
        ...(may('personal-data') ? [{ value: 'try', label: more.try }] : []),
      ]}
      value={view}
      onChange={(next) => change({ view: views.find((one) => one === next) ?? 'picture' })}
    />
  );
};

const isDefinition = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the journey is called, as far as the text can be read. */
const nameIn = (text: string): string | undefined => {
  const value = readJson(text)?.value;
  const name = isDefinition(value) ? value['name'] : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
};

const Edited = (props: {
  journey: string;
  file: File;
  root: Schema;
  text: string;
  problems: readonly Problem[];
  setText: (text: string) => void;
}) => {
  const { journey, file, root, text, problems, setText } = props;
  const words = useWords(editWords);
  const [{ view = 'picture' }] = usePlace();
  if (view === 'picture') {
    return <EditPicture text={text} published={file.text} root={root} problems={problems} onText={setText} />;
  }
  if (view === 'list') {
    return (
      <CodeEditor
        label={words.file}
        language="json"
        value={text}
        onChange={setText}
        schema={root}
        problems={problems}
      />
    );
  }
  const value = readJson(text)?.value;
  if (!isDefinition(value)) return <Alert color="yellow">{words.noJson}</Alert>;
  return <TryJourney journey={journey} definition={value} isDraft />;
};

const Editor = (props: { journey: string; file: File; root: Schema; onDiscarded: () => Promise<void> }) => {
  const { journey, file, root, onDiscarded } = props;
  const words = useWords(editWords);
  const { text, setText, save, check, isQuiet } = useDraft(file);
  const problems = check.data ?? [];
  const own = problems.filter((one) => one.file === file.path);
  return (
    <>
      <PageHeader title={words.title(nameIn(text) ?? journey)} text={words.text}>
        <DraftBar
          drafts={file.draft === undefined ? [] : [file.path]}
          isQuiet={isQuiet}
          onDiscarded={onDiscarded}
        />
      </PageHeader>
      <Stack>
        <Group justify="space-between">
          <View />
          {file.hash === undefined ? null : (
            <Text size="sm">
              <PageLink page="/journeys/$key" value={journey}>
                {words.back}
              </PageLink>
            </Text>
          )}
        </Group>
        <Stale
          file={file}
          keep={() => save.mutate({ text, ...(file.hash === undefined ? {} : { base: file.hash }) })}
        />
        {save.isError ? <ProblemAlert error={save.error} onRetry={() => save.mutate({ text })} /> : null}
        {check.isError ? <ProblemAlert error={check.error} onRetry={() => void check.refetch()} /> : null}
        <Edited {...{ journey, file, root, text, setText }} problems={own} />
        <Verdict problems={check.data} path={file.path} />
      </Stack>
    </>
  );
};

/** Changes one journey, in its picture or as JSON, as a draft that is published with a plan for the people inside. */
export const Content = () => {
  const key = useJourneyKey();
  const file = useFile(`journeys/${key}.json`);
  const schema = useFileSchema('journey');
  const navigate = useNavigate();
  const [begun, setBegun] = useState(0);
  const failed = [file, schema].find(({ isLoadingError }) => isLoadingError);
  if (failed !== undefined) {
    const refetch = () => Promise.all([file.refetch(), schema.refetch()]);
    return <PageProblem of={{ error: failed.error, refetch }} />;
  }
  if (file.data === undefined || schema.data === undefined) return <Loading />;
  return (
    <Editor
      key={`${key} ${begun}`}
      journey={key}
      file={file.data}
      root={schema.data}
      onDiscarded={async () => {
        if (file.data.hash === undefined) await navigate({ to: '/journeys' });
        else await file.refetch();
        setBegun(begun + 1);
      }}
    />
  );
};
