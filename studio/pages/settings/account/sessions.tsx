import { Badge, Button, Group, Stack, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { anyAnswer, callAuth } from '../../../api/auth.ts';
import { useConnection } from '../../../app/session.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { accountWords } from './account-words.ts';
import { browserName } from './browser-name.ts';

const schema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      startedAt: z.string(),
      usedAt: z.string(),
      browser: z.string(),
      isCurrent: z.boolean(),
    }),
  ),
});
type Session = z.output<typeof schema>['sessions'][number];

const useColumns = (onEnd: (id: string) => void): readonly Column<Session>[] => {
  const words = useWords(accountWords);
  return [
    {
      key: 'browser',
      title: words.browser,
      cell: ({ browser, isCurrent }) => {
        const named = browserName(browser);
        return (
          <>
            {named === undefined ? words.unknown : words.on(named.browser, named.system)}{' '}
            {isCurrent ? <Badge variant="light">{words.current}</Badge> : null}
          </>
        );
      },
    },
    {
      key: 'since',
      title: words.started,
      isWide: true,
      cell: ({ startedAt }) => <Instant iso={startedAt} />,
    },
    { key: 'used', title: words.used, cell: ({ usedAt }) => <Instant iso={usedAt} /> },
    {
      key: 'acts',
      title: '',
      align: 'right',
      cell: ({ id, isCurrent }) =>
        isCurrent ? null : (
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => onEnd(id)}>
            {words.end}
          </Button>
        ),
    },
  ];
};

/** Where the person is signed in, and how they end it. */
export const Sessions = () => {
  const words = useWords(accountWords);
  const { tenant } = useConnection();
  const queries = useQueryClient();
  const notice = useNotice();
  const found = useQuery({
    queryKey: ['own-sessions', tenant],
    queryFn: () => callAuth({ tenant, path: 'sessions', schema }),
  });
  const end = useMutation({
    mutationFn: (body: { id?: string }) =>
      callAuth({ tenant, path: 'sessions/end', schema: anyAnswer, body }),
    onSuccess: async () => {
      notice.done(words.ended);
      await queries.invalidateQueries({ queryKey: ['own-sessions'] });
    },
    onError: notice.failed,
  });
  const columns = useColumns((id) => end.mutate({ id }));
  const sessions = found.data?.sessions ?? [];
  return (
    <Stack component="section">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {words.sessions}
        </Title>
        {sessions.length > 1 ? (
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate({})}>
            {words.endOthers}
          </Button>
        ) : null}
      </Group>
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {sessions.length === 0 ? null : (
        <PlainTable label={words.sessions} columns={columns} rows={sessions} rowKey={({ id }) => id} />
      )}
    </Stack>
  );
};
