import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { useUnsaved } from '../page/use-unsaved.ts';

type File = components['schemas']['WorkspaceFileContent'];

/** So long nobody types before what is written is kept and checked. */
const pauseMs = 500;

/** What is read again when a draft was kept or discarded: a change takes an approval back. */
const touched = ['files', 'approvals', 'work'] as const;

/** A file of the workspace with its draft. */
export const useFile = (path: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['file', path],
    queryFn: () => ask(api.GET('/api/workspace/files/{path}', { params: { path: { path } } })),
    refetchOnWindowFocus: false,
  });
};

/** The JSON Schema of a kind of file, for completion and forms. */
export const useFileSchema = (
  of: 'journey' | 'message' | 'segment' | 'rule' | 'offer' | 'program' | 'object' | 'ciclo',
) => {
  const api = useApi();
  return useQuery({
    queryKey: ['schema', of],
    queryFn: async () => (await ask(api.GET('/api/workspace/schema', { params: { query: { of } } }))).schema,
    staleTime: Infinity,
  });
};

/** Every file of the workspace, with the drafts there are. */
export const useFiles = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['files'],
    queryFn: async () => (await ask(api.GET('/api/workspace/files'))).files,
  });
};

/** The text of a file as it is written: kept as a draft whenever nobody types. */
export const useDraftText = (file: File) => {
  const { path } = file;
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState(file.draftText ?? file.text ?? '');
  const [quiet] = useDebouncedValue(text, pauseMs);
  const kept = file.draftText ?? file.text ?? '';
  const save = useMutation({
    mutationFn: (input: { text: string; base?: string }) =>
      ask(api.PUT('/api/workspace/drafts/{path}', { params: { path: { path } }, body: input })),
    onSuccess: async (saved) => {
      queries.setQueryData(['file', path], saved);
      await Promise.all(touched.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const { mutate } = save;
  /** What was written and is not on its way yet. */
  const unsaved = useRef<string | undefined>(undefined);
  useEffect(() => {
    unsaved.current = undefined;
    if (quiet !== kept) mutate({ text: quiet });
    // Only what is written is a reason to keep it: what was kept meanwhile is none.
  }, [quiet, mutate]);
  // Anyone who goes to another file right after a change keeps it.
  useEffect(
    () => () => {
      if (unsaved.current !== undefined) mutate({ text: unsaved.current });
    },
    [mutate],
  );
  const write = (next: string): void => {
    unsaved.current = next;
    setText(next);
  };
  const isQuiet = quiet === text && quiet === kept && !save.isPending;
  useUnsaved(!isQuiet);
  return { path, text, quiet, setText: write, save, isQuiet };
};

/** What is wrong with the workspace as the drafts, and texts over them, would make it. */
export const useCheck = (files: Readonly<Record<string, string>>) => {
  const api = useApi();
  return useQuery({
    queryKey: ['check', files],
    queryFn: async () =>
      (await ask(api.POST('/api/workspace/check', { body: { files: { ...files } } }))).problems,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
};

/** The text of a file as it is written: kept as a draft and checked whenever nobody types. */
export const useDraft = (file: File) => {
  const draft = useDraftText(file);
  return { ...draft, check: useCheck({ [draft.path]: draft.quiet }) };
};

/** Keeps drafts of files that are not edited here: new ones, copies. `base` is null for files that are not published. */
export const useKeepDrafts = () => {
  const api = useApi();
  const queries = useQueryClient();
  return async (texts: Readonly<Record<string, string>>, base?: null): Promise<void> => {
    for (const [path, text] of Object.entries(texts)) {
      const body = { text, ...(base === undefined ? {} : { base }) };
      const saved = await ask(api.PUT('/api/workspace/drafts/{path}', { params: { path: { path } }, body }));
      queries.setQueryData(['file', path], saved);
    }
    await Promise.all(touched.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
};

/** Discards the drafts of files. */
export const useDiscard = () => {
  const api = useApi();
  const queries = useQueryClient();
  return async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) {
      await ask(api.DELETE('/api/workspace/drafts/{path}', { params: { path: { path } } }));
    }
    await Promise.all(touched.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
};
