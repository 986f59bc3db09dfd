import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { peopleWords } from './words.ts';

const pageSize = 100;

const download = (name: string, content: unknown): void => {
  const blob = new Blob([JSON.stringify(content, undefined, 2)], { type: 'application/json' });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** Downloads everything that is kept of a person, as one file. */
export const ExportButton = ({ id }: { id: string }) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const notice = useNotice();
  const act = useMutation({
    mutationFn: async () => {
      const rows: unknown[] = [];
      let profileIds: readonly string[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
        const page = await ask(api.GET('/api/profiles/{id}/export', { params: { path: { id }, query } }));
        profileIds = page.profileIds;
        rows.push(...page.rows);
        cursor = page.next;
      } while (cursor !== undefined);
      download(`person-${id}.json`, { profileIds, rows });
    },
    onSuccess: () => notice.done(words.exported),
    onError: notice.failed,
  });
  return (
    <Button variant="default" loading={act.isPending} onClick={() => act.mutate()}>
      {words.export}
    </Button>
  );
};
