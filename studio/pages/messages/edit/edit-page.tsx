import { Alert, Grid, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { DraftBar } from '../../../parts/drafts/draft-bar.tsx';
import { useCheck, useDraftText, useFile, useFiles, useFileSchema } from '../../../parts/drafts/use-file.ts';
import { Stale, Verdict } from '../../../parts/drafts/verdict.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { blockWords } from '../blocks/words.ts';
import { useEditPlace, useMessageKey } from '../place.ts';
import { SendTest } from '../send-test.tsx';
import { DraftPreview } from './draft-preview.tsx';
import { FileChoice } from './file-choice.tsx';
import { FileEditor } from './file-editor.tsx';
import { filesOfMessage, type MessageFile } from './message-files.ts';
import { lineOf, readSettings, withLine } from './message-settings.ts';
import { useVocabulary } from './use-vocabulary.ts';
import { editMessageWords } from './words.ts';

type File = components['schemas']['WorkspaceFileContent'];
type Draft = ReturnType<typeof useDraftText>;
type Vocabulary = components['schemas']['TemplateVocabulary'];

/** Names the state of a file that is kept. */
const stateOf = ({ draft, hash = '' }: File): string => draft?.savedAt ?? hash;

/** Subject and preheader in the language of the text that is edited. */
const Lines = ({ settings, locale }: { settings: Draft; locale: string }) => {
  const words = useWords(editMessageWords);
  if (readSettings(settings.text) === undefined) return <Alert color="yellow">{words.noJson}</Alert>;
  return (
    <Stack gap="xs">
      {(['subject', 'preheader'] as const).map((line) => (
        <TextInput
          key={line}
          label={words[line]}
          maxLength={500}
          value={lineOf(settings.text, line, locale)}
          onChange={({ currentTarget: { value } }) =>
            settings.setText(withLine({ json: settings.text, line, locale, value }))
          }
        />
      ))}
    </Stack>
  );
};

type Edited = {
  readonly message: string;
  readonly files: readonly MessageFile[];
  readonly file: MessageFile;
  readonly content: File;
  readonly settingsFile: File;
  readonly settings: Draft;
  readonly vocabulary: Vocabulary;
  readonly onQuiet: (isQuiet: boolean) => void;
};

/** What is wrong with the message, whichever of its files that is in. */
const Problems = (props: {
  check: ReturnType<typeof useCheck>;
  path: string;
  files: readonly MessageFile[];
}) => {
  const { check, path, files } = props;
  if (check.isError) return <ProblemAlert error={check.error} onRetry={() => void check.refetch()} />;
  return <Verdict problems={check.data} path={path} also={files.map((one) => one.path)} />;
};

/** In blocks or as code. */
const As = (props: {
  place: { as: 'blocks' | 'code' };
  change: (next: { as: 'blocks' | 'code' }) => void;
}) => {
  const words = useWords(blockWords);
  return (
    <SegmentedControl
      aria-label={words.view}
      data={[
        { value: 'blocks', label: words.blocks },
        { value: 'code', label: words.code },
      ]}
      value={props.place.as}
      onChange={(as) => props.change({ as: as === 'code' ? 'code' : 'blocks' })}
    />
  );
};

/** One file beside the preview of the message. */
const Beside = (props: Edited & { draft: Draft; texts: Readonly<Record<string, string>> }) => {
  const { message, files, file, content, settingsFile, settings, vocabulary, draft, texts } = props;
  const words = useWords(editMessageWords);
  const [place, change] = useEditPlace();
  const check = useCheck(texts);
  const schema = useFileSchema('message');
  const { name = '', channel = 'email' } = readSettings(settings.text) ?? {};
  const { defaultLocale } = vocabulary;
  const own = file.locale ?? defaultLocale;
  const bodies = files.filter(({ kind }) => kind === 'body');
  const locales = [...new Set(bodies.map(({ locale = defaultLocale }) => locale))];
  const isMail = channel === 'email' && file.kind === 'body';
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Stack gap="sm">
          <FileChoice
            message={message}
            files={files}
            defaultLocale={defaultLocale}
            path={file.path}
            onChoose={(path) => change({ file: path, locale: undefined })}
          />
          {file.kind === 'shared' ? <Text size="sm">{words.sharedPart}</Text> : null}
          {isMail ? <Lines settings={settings} locale={own} /> : null}
          <Stale
            file={content}
            keep={() =>
              draft.save.mutate({
                text: draft.text,
                ...(content.hash === undefined ? {} : { base: content.hash }),
              })
            }
          />
          {draft.save.isError ? <ProblemAlert error={draft.save.error} /> : null}
          {isMail ? <As place={place} change={change} /> : null}
          <FileEditor
            isBlocks={place.as === 'blocks'}
            file={file}
            files={files}
            draft={draft}
            vocabulary={vocabulary}
            schema={schema.data}
            problems={(check.data ?? []).filter((one) => one.file === file.path)}
          />
          <Problems check={check} path={file.path} files={files} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <DraftPreview
          message={{ key: message, name: name === '' ? message : name, channel, locales }}
          place={{ ...place, locale: place.locale ?? (file.kind === 'settings' ? undefined : own) }}
          change={change}
          draft={`${stateOf(settingsFile)} ${stateOf(content)}`}
        />
      </Grid.Col>
    </Grid>
  );
};

/** A text of the message, or a shared part. */
const TextFile = (props: Edited) => {
  const { content, settings, onQuiet } = props;
  const draft = useDraftText(content);
  useEffect(() => onQuiet(draft.isQuiet), [draft.isQuiet, onQuiet]);
  const texts = { [settings.path]: settings.quiet, [draft.path]: draft.quiet };
  return <Beside {...props} draft={draft} texts={texts} />;
};

const Chosen = (props: Omit<Edited, 'content'>) => {
  const { file, settingsFile, settings } = props;
  const content = useFile(file.path);
  if (file.path === settings.path) {
    const texts = { [settings.path]: settings.quiet };
    return <Beside {...props} content={settingsFile} draft={settings} texts={texts} />;
  }
  if (content.isLoadingError)
    return <ProblemAlert error={content.error} onRetry={() => void content.refetch()} />;
  if (content.data === undefined) return <Loading />;
  return <TextFile key={file.path} {...props} content={content.data} />;
};

const Editor = (props: {
  message: string;
  states: readonly components['schemas']['WorkspaceFile'][];
  settingsFile: File;
  vocabulary: Vocabulary;
  onDiscarded: () => Promise<void>;
}) => {
  const { message, states, settingsFile, vocabulary, onDiscarded } = props;
  const words = useWords(editMessageWords);
  const [place] = useEditPlace();
  const settings = useDraftText(settingsFile);
  const [isQuiet, setQuiet] = useState(true);
  const files = filesOfMessage(states, message);
  const file = files.find(({ path }) => path === place.file) ?? files[0];
  const drafts = states.flatMap(({ path, draft }) =>
    draft !== undefined && (path.startsWith(`messages/${message}/`) || path === file?.path) ? [path] : [],
  );
  const { name = '', channel } = readSettings(settings.text) ?? {};
  return (
    <>
      <PageHeader title={words.title(name === '' ? message : name)} text={words.text}>
        {channel === 'post' ? null : <SendTest of={message} place={place} isDraft />}
        <DraftBar drafts={drafts} isQuiet={isQuiet && settings.isQuiet} onDiscarded={onDiscarded} />
      </PageHeader>
      <Stack>
        {settingsFile.hash === undefined ? null : (
          <Group justify="flex-end">
            <Text size="sm">
              <PageLink page="/messages/$key" value={message}>
                {words.back}
              </PageLink>
            </Text>
          </Group>
        )}
        {settings.save.isError ? <ProblemAlert error={settings.save.error} /> : null}
        {file === undefined ? (
          <EmptyState title={words.noMessage} />
        ) : (
          <Chosen {...{ message, files, file, settingsFile, settings, vocabulary }} onQuiet={setQuiet} />
        )}
      </Stack>
    </>
  );
};

/** Changes one message, its texts and settings, beside how anybody would get it. */
export const Content = () => {
  const key = useMessageKey();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const files = useFiles();
  const settings = useFile(`messages/${key}/message.json`);
  const vocabulary = useVocabulary();
  const [begun, setBegun] = useState(0);
  const asked = [files, settings, vocabulary];
  const failed = asked.find(({ isLoadingError }) => isLoadingError);
  if (failed !== undefined) {
    return (
      <ProblemAlert
        error={failed.error}
        onRetry={() => void Promise.all(asked.map((one) => one.refetch()))}
      />
    );
  }
  if (files.data === undefined || settings.data === undefined || vocabulary.data === undefined)
    return <Loading />;
  const isNew = settings.data.hash === undefined;
  return (
    <Editor
      key={`${key} ${begun}`}
      message={key}
      states={files.data}
      settingsFile={settings.data}
      vocabulary={vocabulary.data}
      onDiscarded={async () => {
        if (isNew) await navigate({ to: '/messages' });
        else await queries.refetchQueries({ queryKey: ['file'], type: 'active' });
        setBegun(begun + 1);
      }}
    />
  );
};
