import { Badge, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { Migrate } from './migrate-dialog.tsx';
import { operationWords } from './operation-words.ts';

type Detail = components['schemas']['JourneyDetail'];
type Job = components['schemas']['Job'];

/** How often the page looks again, in milliseconds: while something is under way, and else. */
const soonMs = 2000;
const laterMs = 15_000;
const most = 20;

const isUnderWay = ({ state }: Job): boolean => state === 'queued' || state === 'running';

const colors = { queued: 'gray', running: 'blue', done: 'teal', cancelled: 'orange' } as const;

/** What an operation is called. */
const useTitle = (): ((job: Job) => string) => {
  const words = useWords(operationWords);
  const format = useFormat();
  const names = new Map(
    Object.entries(words).flatMap(([name, text]): [string, string][] =>
      typeof text === 'string' ? [[name, text]] : [],
    ),
  );
  return ({ action, who }) => {
    const { kind, version, to } = { version: undefined, to: undefined, ...action };
    return [
      names.get(kind) ?? kind,
      ...(who.version === undefined ? [] : [words.ofVersion(format.number(who.version))]),
      ...(typeof version === 'number' ? [words.toVersion(format.number(version))] : []),
      ...(typeof to === 'string' ? [words.toStep(to)] : []),
    ].join(' ');
  };
};

const HowFar = ({ job }: { job: Job }) => {
  const words = useWords(operationWords);
  const format = useFormat();
  const { done, passed, failed, total, troubles } = job;
  const dealt = done + passed + failed;
  const text = [
    words.progress(
      format.number(Math.min(dealt, Math.max(total, dealt))),
      format.number(Math.max(total, dealt)),
    ),
    ...(passed === 0 ? [] : [words.passed(format.number(passed))]),
    ...(failed === 0 ? [] : [words.failed(format.number(failed))]),
  ].join(' · ');
  const share = total === 0 || job.state === 'done' ? 100 : (100 * dealt) / Math.max(total, dealt);
  return (
    <Stack gap={4}>
      <Progress value={share} animated={isUnderWay(job)} aria-label={text} />
      <Text size="sm" c="dimmed" aria-live="polite">
        {text}
      </Text>
      {troubles.slice(0, 5).map(({ run, message }) => (
        <Text key={run} size="sm" c="red" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
      ))}
    </Stack>
  );
};

const Operation = ({ job }: { job: Job }) => {
  const words = useWords(operationWords);
  const api = useApi();
  const mayWrite = useMay()('write');
  const notice = useNotice();
  const queries = useQueryClient();
  const title = useTitle()(job);
  const cancel = async (): Promise<void> => {
    await ask(api.POST('/api/jobs/{id}/cancel', { params: { path: { id: job.id } } }));
    notice.done(words.cancelDone);
    await queries.invalidateQueries({ queryKey: ['jobs', job.journey] });
  };
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            <Instant iso={job.createdAt} />
          </Text>
        </div>
        <Group gap="xs">
          <Badge variant="dot" color={colors[job.state]} tt="none">
            {words[job.state]}
          </Badge>
          {mayWrite && isUnderWay(job) ? (
            <ConfirmButton
              label={words.cancel}
              button={{ size: 'compact-sm' }}
              title={title}
              text={words.cancelText}
              confirm={words.cancel}
              onConfirm={cancel}
            />
          ) : null}
        </Group>
      </Group>
      <HowFar job={job} />
    </Paper>
  );
};

/** What is done to many people of a journey, with how far it is; it is read again while something is under way. */
export const Operations = ({ journey }: { journey: Detail }) => {
  const words = useWords(operationWords);
  const api = useApi();
  const jobs = useQuery({
    queryKey: ['jobs', journey.key],
    queryFn: () => ask(api.GET('/api/jobs', { params: { query: { journey: journey.key, limit: most } } })),
    refetchInterval: ({ state }) => (state.data?.jobs.some(isUnderWay) === true ? soonMs : laterMs),
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {words.text}
        </Text>
        <Migrate journey={journey} />
      </Group>
      {jobs.isPending ? <Loading /> : null}
      {jobs.isLoadingError ? <ProblemAlert error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {jobs.data?.jobs.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {(jobs.data?.jobs ?? []).map((job) => (
        <Operation key={job.id} job={job} />
      ))}
    </Stack>
  );
};
