import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useApi } from '../../app/session.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { putInstance } from './put-instance.ts';
import { connectorWords } from './words.ts';

const settingsFile = 'ciclo.json';

type Wanted = { readonly instance: string; readonly entry: Readonly<Record<string, unknown>> };

/**
 * Publishes the workspace with an instance in `ciclo.json`. It is checked first: with a mistake nothing is changed, and what is wrong is
 * thrown as the API says it.
 */
export const useConnect = () => {
  const words = useWords(connectorWords);
  const api = useApi();
  const queries = useQueryClient();
  const notice = useNotice();
  const navigate = useNavigate();
  const path = { path: settingsFile };
  return useMutation({
    mutationFn: async (wanted: Wanted): Promise<void> => {
      const file = await ask(api.GET('/api/workspace/files/{path}', { params: { path } }));
      const text = putInstance({ text: file.draftText ?? file.text ?? '{}', ...wanted });
      const body = { files: { [settingsFile]: text } };
      const { problems } = await ask(api.POST('/api/workspace/check', { body }));
      const wrong = problems.filter(({ severity }) => severity !== 'warning');
      if (wrong.length > 0) {
        throw new ProblemError({
          type: 'urn:ciclo:problem:unprocessable',
          title: words.notConnected,
          status: 422,
          code: 'unprocessable',
          detail: words.notConnected,
          problems: wrong,
        });
      }
      await ask(api.PUT('/api/workspace/drafts/{path}', { params: { path }, body: { text } }));
      await ask(api.POST('/api/workspace/drafts/publish', { body: {} }));
    },
    onSuccess: async (_done, { instance }) => {
      notice.done(words.connectedDone(instance));
      await queries.invalidateQueries({ queryKey: ['plugins'] });
      await navigate({ to: `/connectors/${encodeURIComponent(instance)}` });
    },
  });
};
