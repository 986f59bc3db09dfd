import { Alert, Badge, Button, Group, List, SegmentedControl, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { useMay } from '../../../app/session.tsx';
import { CodeEditor } from '../../../parts/editor/code-editor.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import type { Schema } from '../../../parts/editor/schema-at.ts';
import { Loading } from '../../../parts/loading.tsx';
import { useNotice } from '../../../parts/notice.tsx';
import { PageHeader } from '../../../parts/page-header.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { PublishDrafts } from '../../../parts/publish/publish-drafts.tsx';
import { useFormat } from '../../../parts/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { useJourneyKey, usePlace } from '../place.ts';
import { EditPicture } from './edit-picture.tsx';
import { readJson } from './splice-json.ts';
import { TryJourney } from '../try/try-journey.tsx';
import { tryWords } from '../try/words.ts';
import { useDiscard, useDraft, useFile, useJourneySchema } from './use-file.ts';
import { editWords } from './words.ts';

type File = components['schemas']['WorkspaceFileContent'];
type Problem = components['schemas']['ProblemItem'];

const placeOf = ({ file, line, path }: Problem, own: string): string =>
  [file === own ? '' : (file ?? ''), line === undefined ? '' : `:${line}`, path]
    .filter((part) => part !== '')
    .join(' ');

const Problems = ({ problems, path }: { problems: readonly Problem[]; path: string }) => (
  <List size="sm" spacing="xs">
    {problems.map((problem) => (
      <List.Item key={`${placeOf(problem, path)} ${problem.message}`} style={{ overflowWrap: 'anywhere' }}>
        <Text span size="sm" fw={600} c={problem.severity === 'warning' ? 'dimmed' : 'red'}>
          {placeOf(problem, path)}
        </Text>{' '}
        {problem.message}{' '}
        <Text span size="sm" c="dimmed">
          {problem.hint}
        </Text>
      </List.Item>
    ))}
  </List>
);

const Verdict = ({ problems, path }: { problems: readonly Problem[] | undefined; path: string }) => {
  const words = useWords(editWords);
  const format = useFormat();
  if (problems === undefined) return <Text size="sm">{words.checking}</Text>;
  // What is doubtful elsewhere in the workspace is none of this file.
  const shown = problems.filter(({ file, severity }) => file === path || severity === 'error');
  const isWrong = shown.some(({ severity }) => severity === 'error');
  if (shown.length === 0)
    return (
      <Badge variant="dot" color="teal" tt="none">
        {words.good}
      </Badge>
    );
  return (
    <Alert
      color={isWrong ? 'red' : 'yellow'}
      title={words.problems(shown.length, format.number(shown.length))}
    >
      <Problems problems={shown} path={path} />
    </Alert>
  );
};

const Stale = ({ file, keep }: { file: File; keep: () => void }) => {
  const words = useWords(editWords);
  if (file.draft?.isStale !== true) return null;
  return (
    <Alert color="yellow">
      <Stack gap="xs" align="flex-start">
        {words.stale}
        <Button size="xs" variant="default" onClick={keep}>
          {words.keepMine}
        </Button>
      </Stack>
    </Alert>
  );
};

const Bar = (props: { file: File; isQuiet: boolean; onDiscarded: () => Promise<void> }) => {
  const { file, isQuiet, onDiscarded } = props;
  const words = useWords(editWords);
  const may = useMay();
  const notice = useNotice();
  const discard = useDiscard(file.path);
  const [isPublishing, setPublishing] = useState(false);
  const isDraft = file.draft !== undefined;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" aria-live="polite">
        {!isQuiet ? words.saving : isDraft ? words.saved : words.same}
      </Text>
      {isDraft ? (
        <ConfirmButton
          label={words.discard}
          title={words.discardTitle}
          text={words.discardText}
          confirm={words.discard}
          onConfirm={async () => {
            await discard();
            notice.done(words.discarded);
            await onDiscarded();
          }}
        />
      ) : null}
      {may('publish') ? (
        <Button disabled={!isQuiet || !isDraft} onClick={() => setPublishing(true)}>
          {words.publish}
        </Button>
      ) : null}
      {isPublishing ? <PublishDrafts onClose={() => setPublishing(false)} /> : null}
    </Group>
  );
};

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
      <PageHeader title={words.title(journey)} text={words.text}>
        <Bar file={file} isQuiet={isQuiet} onDiscarded={onDiscarded} />
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
  const schema = useJourneySchema();
  const navigate = useNavigate();
  const [begun, setBegun] = useState(0);
  const failed = [file, schema].find(({ isError }) => isError);
  if (failed !== undefined) {
    const again = (): void => void Promise.all([file.refetch(), schema.refetch()]);
    return <ProblemAlert error={failed.error} onRetry={again} />;
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
