import { Anchor, Badge, Text, Title } from '@mantine/core';

import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { usePlace } from '../place.ts';
import { type DryRunLine, useDryRuns } from './use-dry-runs.ts';
import { tryWords } from './words.ts';

const colors = { queued: 'gray', running: 'blue', done: 'teal', cancelled: 'orange', failed: 'red' } as const;

/** How a dry run stands. */
export const DryRunState = ({ dryRun: { state } }: { dryRun: Pick<DryRunLine, 'state'> }) => {
  const words = useWords(tryWords);
  return (
    <Badge variant="dot" color={colors[state]} tt="none" miw="max-content">
      {words[state]}
    </Badge>
  );
};

/** What a dry run is called: what is played, and of which version. */
export const useDryRunTitle = (): ((dryRun: DryRunLine) => string) => {
  const words = useWords(tryWords);
  const format = useFormat();
  return ({ how, days, version }) =>
    [
      how === 'replay' ? words.lastDays(format.number(days)) : words.nextDays(format.number(days)),
      version === undefined ? words.draft : words.ofVersion(format.number(version)),
    ].join(', ');
};

const useColumns = (open: (id: string) => void): readonly Column<DryRunLine>[] => {
  const words = useWords(tryWords);
  const format = useFormat();
  const title = useDryRunTitle();
  return [
    {
      key: 'what',
      title: words.how,
      cell: (row) => (
        <Anchor component="button" type="button" size="sm" ta="start" onClick={() => open(row.id)}>
          {title(row)}
        </Anchor>
      ),
    },
    { key: 'state', title: words.state, cell: (row) => <DryRunState dryRun={row} /> },
    {
      key: 'played',
      title: words.playedPeople,
      align: 'right',
      isWide: true,
      cell: ({ people, total }) =>
        total === undefined ? format.number(people) : `${format.number(people)} / ${format.number(total)}`,
    },
    {
      key: 'entered',
      title: words.entered,
      align: 'right',
      isWide: true,
      cell: ({ entered }) => format.number(entered),
    },
    { key: 'when', title: words.begun, isWide: true, cell: ({ createdAt }) => <Instant iso={createdAt} /> },
  ];
};

/** The dry runs there are of a journey; one of them is opened. */
export const DryRunList = ({ journey }: { journey: string }) => {
  const words = useWords(tryWords);
  const [, change] = usePlace();
  const found = useDryRuns(journey);
  const columns = useColumns((id) => change({ run: id }));
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const rows = found.data?.dryRuns ?? [];
  if (rows.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.dryRuns}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.keptFor}
      </Text>
      <PlainTable label={words.dryRuns} columns={columns} rows={rows} rowKey={({ id }) => id} />
    </section>
  );
};
