import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { ApprovalState, isOpen } from '../../../parts/approvals/approval-state.tsx';
import { Verdict } from '../../../parts/drafts/verdict.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { PageProblem } from '../../../parts/page/page-problem.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { Changes } from '../../../parts/publish/publish-dialog.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { useActors } from '../audit/use-actors.ts';
import { FileDiff } from '../publications/file-diff.tsx';
import { ApprovalActions } from './approval-actions.tsx';
import { approvalPageWords } from './approvals-words.ts';

type Shown = components['schemas']['ApprovalWithFiles'];

const paramsSchema = z.object({ id: z.string().default('') });

/** What publishing it now would do. */
const Effect = ({ approval }: { approval: Shown }) => {
  const words = useWords(approvalPageWords);
  const api = useApi();
  const { id, round } = approval;
  const looked = useQuery({
    queryKey: ['publish', id, round],
    queryFn: () =>
      ask(
        api.POST('/api/workspace/approvals/{id}/publish', {
          params: { path: { id }, query: { dryRun: '1' } },
          body: {},
        }),
      ),
  });
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {words.effect}
      </Title>
      {looked.isPending ? <Loading /> : null}
      {looked.isError ? <ProblemAlert error={looked.error} onRetry={() => void looked.refetch()} /> : null}
      {looked.data === undefined ? null : <Changes published={looked.data} />}
    </Stack>
  );
};

const History = ({ acts }: Pick<Shown, 'acts'>) => {
  const words = useWords(approvalPageWords);
  const format = useFormat();
  const { actorName } = useActors();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {words.history}
      </Title>
      <List spacing="xs">
        {acts.map(({ act, by, at, note }) => (
          <List.Item key={`${at} ${act}`}>
            <Text size="sm">{words[`act_${act}`]}</Text>
            <Text size="xs" c="dimmed">
              {words.byAuthor(actorName(by), format.instant(at))}
            </Text>
            {note === undefined ? null : (
              <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
                {note}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
};

const Files = ({ approval }: { approval: Shown }) => {
  const words = useWords(approvalPageWords);
  const format = useFormat();
  const { files, revision } = approval;
  return (
    <Stack gap="lg">
      <div>
        <Title order={2} size="h4">
          {words.files}
        </Title>
        <Text size="sm" c="dimmed">
          {isOpen(approval) ? words.filesText : words.filesOver}{' '}
          {revision === undefined ? null : (
            <PageLink page="/publications/$revision" value={String(revision)}>
              {words.revision(format.number(revision))}
            </PageLink>
          )}
        </Text>
      </div>
      {files.map((file) => (
        <FileDiff key={file.path} file={file} cut={words.noLines} />
      ))}
    </Stack>
  );
};

const Page = ({ approval }: { approval: Shown }) => {
  const words = useWords(approvalPageWords);
  const format = useFormat();
  const may = useMay();
  const { actorName } = useActors();
  const { note, author, createdAt, state, scheduledAt, files, problems, paths } = approval;
  const [first = ''] = paths;
  const isDecided = state === 'review' || state === 'approved';
  const isStale = files.some((file) => file.isStale);
  return (
    <>
      <PageHeader title={note} text={words.byAuthor(actorName(author), format.instant(createdAt))}>
        <ApprovalState state={state} />
        <ApprovalActions approval={approval} />
      </PageHeader>
      <Stack gap="xl">
        {scheduledAt === undefined ? null : (
          <Alert color="blue">{words.goesLive(format.instant(scheduledAt))}</Alert>
        )}
        {isStale ? <Alert color="yellow">{words.stale}</Alert> : null}
        {isDecided ? (
          <Stack gap="xs" align="flex-start">
            <Title order={2} size="h4">
              {words.problems}
            </Title>
            <Verdict problems={problems} path={first} also={paths} />
          </Stack>
        ) : null}
        {isDecided && !isStale && may('publish') ? <Effect approval={approval} /> : null}
        <Files approval={approval} />
        <History acts={approval.acts} />
      </Stack>
    </>
  );
};

/** One approval: what it is for, what it changes and would do, what was said, and what can be done about it. */
export const Content = () => {
  const api = useApi();
  const { id } = paramsSchema.parse(useParams({ strict: false }));
  const found = useQuery({
    queryKey: ['approval', id],
    queryFn: () => ask(api.GET('/api/workspace/approvals/{id}', { params: { path: { id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  return <Page approval={found.data} />;
};
