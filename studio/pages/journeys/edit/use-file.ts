import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';

type File = components['schemas']['WorkspaceFileContent'];

/** So long nobody types before what is written is kept and checked. */
const pauseMs = 500;

/** A file of the workspace with its draft. */
export const useFile = (path: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['file', path],
    queryFn: () => ask(api.GET('/api/workspace/files/{path}', { params: { path: { path } } })),
    refetchOnWindowFocus: false,
  });
};

/** The JSON Schema of journeys, for completion and forms. */
export const useJourneySchema = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['schema', 'journey'],
    queryFn: async () => {
      const query = { of: 'journey' as const };
      return (await ask(api.GET('/api/workspace/schema', { params: { query } }))).schema;
    },
    staleTime: Infinity,
  });
};

/** The text of a file as it is written: kept as a draft and checked whenever nobody types. */
export const useDraft = (file: File) => {
  const { path } = file;
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState(file.draftText ?? file.text ?? '');
  const [quiet] = useDebouncedValue(text, pauseMs);
  const kept = file.draftText ?? file.text ?? '';
  const save = useMutation({
    mutationFn: (input: { text: string; base?: string }) =>
      ask(api.PUT('/api/workspace/drafts/{path}', { params: { path: { path } }, body: input })),
    onSuccess: (saved) => queries.setQueryData(['file', path], saved),
  });
  const { mutate } = save;
  useEffect(() => {
    if (quiet !== kept) mutate({ text: quiet });
    // Only what is written is a reason to keep it: what was kept meanwhile is none.
  }, [quiet, mutate]);
  const check = useQuery({
    queryKey: ['check', path, quiet],
    queryFn: async () =>
      (await ask(api.POST('/api/workspace/check', { body: { files: { [path]: quiet } } }))).problems,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return { text, setText, save, check, isQuiet: quiet === text && quiet === kept && !save.isPending };
};

/** Discards the draft of a file. */
export const useDiscard = (path: string) => {
  const api = useApi();
  return () => ask(api.DELETE('/api/workspace/drafts/{path}', { params: { path: { path } } }));
};
