import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';

import type { components } from '../../api/schema.ts';
import { useWords } from '../../words/language.tsx';
import { CodeEditor } from '../editor/code-editor.tsx';
import type { Schema } from '../editor/schema-at.ts';
import { readJson } from '../editor/splice-json.ts';
import { Loading } from '../page/loading.tsx';
import { PageHeader } from '../page/page-header.tsx';
import { PageProblem } from '../page/page-problem.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { DraftBar } from './draft-bar.tsx';
import { draftWords } from './draft-words.ts';
import { useDraft, useFile, useFileSchema } from './use-file.ts';
import { Stale, Verdict } from './verdict.tsx';

type File = components['schemas']['WorkspaceFileContent'];
type Problem = components['schemas']['ProblemItem'];

/** A file as it is written just now. */
export type Written = {
  readonly text: string;
  /** What its JSON says; undefined while it cannot be read. */
  readonly value: unknown;
  readonly setText: (text: string) => void;
  /** The editor of its text. */
  readonly editor: ReactNode;
  /** The JSON Schema of its kind. */
  readonly schema: Schema;
  /** What is wrong or doubtful in this file. */
  readonly problems: readonly Problem[];
  /** The draft says what is written, so the API answers for it. */
  readonly isQuiet: boolean;
};

type Wish = {
  /** The file, below the workspace. */
  path: string;
  of: Parameters<typeof useFileSchema>[0];
  /** The head of the page, of what the JSON says. */
  title: (value: unknown) => string;
  text?: string;
  /** What else can be done with it. */
  actions?: ReactNode;
  /** Where one is after a draft is discarded that was never published. */
  list: string;
  children: (written: Written) => ReactNode;
};

const Editor = (props: Wish & { file: File; schema: Schema; onDiscarded: () => Promise<void> }) => {
  const { file, schema, title, text: about, actions, onDiscarded, children } = props;
  const words = useWords(draftWords);
  const { text, setText, save, check, isQuiet } = useDraft(file);
  const value = readJson(text)?.value;
  const own = (check.data ?? []).filter((one) => one.file === file.path);
  const editor = (
    <CodeEditor
      label={words.file}
      language="json"
      value={text}
      onChange={setText}
      schema={schema}
      problems={own}
    />
  );
  const base = file.hash === undefined ? {} : { base: file.hash };
  return (
    <>
      <PageHeader title={title(value)} text={about ?? words.text}>
        {actions}
        <DraftBar
          drafts={file.draft === undefined ? [] : [file.path]}
          isQuiet={isQuiet}
          onDiscarded={onDiscarded}
        />
      </PageHeader>
      <Stack>
        <Stale file={file} keep={() => save.mutate({ text, ...base })} />
        {save.isError ? <ProblemAlert error={save.error} onRetry={() => save.mutate({ text })} /> : null}
        {check.isError ? <ProblemAlert error={check.error} onRetry={() => void check.refetch()} /> : null}
        {children({
          text,
          value,
          setText,
          editor,
          schema,
          problems: own,
          isQuiet,
        })}
        <Verdict problems={check.data} path={file.path} />
      </Stack>
    </>
  );
};

/** A JSON file of the workspace that is edited as a draft: its head with what can be done, what the page shows of it, what is wrong. */
export const EditedFile = (props: Wish) => {
  const { path, of, list } = props;
  const file = useFile(path);
  const schema = useFileSchema(of);
  const queries = useQueryClient();
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
      {...props}
      key={`${path} ${begun}`}
      file={file.data}
      schema={schema.data}
      onDiscarded={async () => {
        if (file.data.hash === undefined) {
          await navigate({ to: list });
          queries.removeQueries({ queryKey: ['file', path] });
        } else await file.refetch();
        setBegun(begun + 1);
      }}
    />
  );
};
