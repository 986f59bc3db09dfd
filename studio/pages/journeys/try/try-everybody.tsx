import { Alert, Button, Group, Paper, Progress, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { Stat } from '../../../parts/page/stat.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useTitleOf } from '../../../parts/page/use-title-of.ts';
import { useWords } from '../../../words/language.tsx';
import { outlineOf } from '../outline.ts';
import { Costs } from './costs.tsx';
import { Picture } from '../picture/picture.tsx';
import { usePlace } from '../place.ts';
import { DryRunList, DryRunState, useDryRunTitle } from './dry-run-list.tsx';
import { type How, isUnderWay, useDryRun, useDryRunActs, type WholeDryRun } from './use-dry-runs.ts';
import { tryWords } from './words.ts';

type DryRun = components['schemas']['DryRun'];

const dayChoices = ['7', '14', '30', '90'];

const Wish = (props: { isBusy: boolean; begin: (wish: { how: How; days: number }) => void }) => {
  const { isBusy, begin } = props;
  const words = useWords(tryWords);
  const format = useFormat();
  const [how, setHow] = useState<How>('dry-run');
  const [days, setDays] = useState('7');
  return (
    <Group align="flex-end">
      <Select
        label={words.how}
        data={(['dry-run', 'replay'] as const).map((value) => ({ value, label: words[value] }))}
        allowDeselect={false}
        w={{ base: '100%', sm: '24rem' }}
        value={how}
        onChange={(next) => setHow(next === 'replay' ? 'replay' : 'dry-run')}
      />
      <Select
        label={words.days}
        data={dayChoices.map((value) => ({ value, label: words.ofDays(format.number(Number(value))) }))}
        allowDeselect={false}
        w="9rem"
        value={days}
        onChange={(next) => setDays(next ?? '7')}
      />
      <Button loading={isBusy} onClick={() => begin({ how, days: Number(days) })}>
        {words.begin}
      </Button>
    </Group>
  );
};

const HowFar = ({ dryRun }: { dryRun: WholeDryRun }) => {
  const words = useWords(tryWords);
  const format = useFormat();
  const { people, total, state } = dryRun;
  const isRunning = isUnderWay(dryRun);
  const done = format.number(people);
  const share = total === undefined || total === 0 ? (isRunning ? 5 : 100) : (100 * people) / total;
  const text = total === undefined ? words.played(done) : words.progress(done, format.number(total));
  return (
    <Stack gap={4}>
      <Progress value={Math.min(100, share)} animated={isRunning} aria-label={text} />
      <Text size="sm" c="dimmed" aria-live="polite">
        {text} {state === 'cancelled' ? words.part : ''}
      </Text>
    </Stack>
  );
};

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

const Figures = ({ sum }: { sum: DryRun }) => {
  const words = useWords(tryWords);
  const format = useFormat();
  const { missed } = sum;
  const rows = Object.entries(sum.messages).map(([message, count]) => ({ message, count }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { key: 'message', title: words.message, cell: ({ message }) => message },
    { key: 'count', title: words.count, align: 'right', cell: ({ count }) => format.number(count) },
  ];
  const reasons = (['optedOut', 'suppressed', 'capped', 'unreachable'] as const).filter(
    (why) => missed[why] > 0,
  );
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'xs', sm: 'md' }}>
        <Stat label={words.entered} value={format.number(sum.entered)} />
        <Stat label={words.messages} value={format.number(total(sum.messages))} />
        <Stat label={words.converted} value={format.number(sum.converted)} />
        <Stat label={words.waiting} value={format.number(sum.waiting)} />
      </SimpleGrid>
      {reasons.length === 0 ? null : (
        <Text size="sm">
          {words.missed}: {reasons.map((why) => `${words[why]} ${format.number(missed[why])}`).join(' · ')}
        </Text>
      )}
      {rows.length === 0 ? null : (
        <PlainTable label={words.messages} columns={columns} rows={rows} rowKey={({ message }) => message} />
      )}
    </>
  );
};

const Name = ({ id }: { id: string }) => (
  <PageLink page="/people/$id" value={id}>
    {useTitleOf({ kind: 'person', id })}
  </PageLink>
);

/** Names are asked for one by one. */
const namedMost = 20;

const People = ({ told }: Pick<WholeDryRun, 'told'>) => {
  const words = useWords(tryWords);
  const rows = told
    .flatMap(({ profileId, runs }) => runs.map((run) => ({ profileId, run })))
    .slice(0, namedMost);
  if (rows.length === 0) return null;
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { key: 'person', title: words.person, cell: ({ profileId }) => <Name id={profileId} /> },
    { key: 'when', title: words.when, cell: ({ run }) => <Instant iso={run.enteredAt} /> },
    {
      key: 'got',
      title: words.got,
      cell: ({ run }) =>
        run.messages.length === 0
          ? words.nothing
          : run.messages.map((message) => (
              <Text key={`${message.step} ${message.at}`} size="sm">
                <Instant iso={message.at} /> {message.subject === '' ? message.message : message.subject}
              </Text>
            )),
    },
  ];
  const rowKey = ({ profileId, run }: (typeof rows)[number]): string =>
    `${profileId} ${run.key} ${run.enteredAt}`;
  return <PlainTable label={words.people} columns={columns} rows={rows} rowKey={rowKey} />;
};

const Result = ({ dryRun, sum }: { dryRun: WholeDryRun; sum: DryRun }) => {
  const words = useWords(tryWords);
  const format = useFormat();
  if (sum.entered === 0) {
    return isUnderWay(dryRun) ? null : <EmptyState title={words.none} text={words.noneText} />;
  }
  const runs = new Map(sum.steps.map((step) => [step.step, step.runs]));
  return (
    <>
      <Figures sum={sum} />
      <Costs costs={sum.costs} />
      <Paper>
        <Picture
          lines={outlineOf(dryRun.definition['steps'])}
          footOf={({ id }) => (
            <Text component="span" size="xs" fw={600}>
              {words.came(format.number(runs.get(id) ?? 0))}
            </Text>
          )}
        />
      </Paper>
      <People told={dryRun.told} />
    </>
  );
};

/** One dry run: how far it is, and what it comes to so far. It goes on when the page is left. */
const Opened = (props: { id: string; cancel: (id: string) => Promise<void> }) => {
  const { id, cancel } = props;
  const words = useWords(tryWords);
  const title = useDryRunTitle();
  const [, change] = usePlace();
  const found = useDryRun(id);
  if (found.isLoadingError) return <ProblemAlert error={found.error} />;
  if (found.data === undefined) return <Loading />;
  const dryRun = found.data;
  const { result, failure, createdAt } = dryRun;
  return (
    <Stack component="article" aria-label={title(dryRun)}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>{title(dryRun)}</Text>
          <Text size="sm" c="dimmed">
            <Instant iso={createdAt} />
          </Text>
        </div>
        <Group gap="xs">
          <DryRunState dryRun={dryRun} />
          {isUnderWay(dryRun) ? (
            <Button size="compact-sm" variant="default" onClick={() => void cancel(id)}>
              {words.stop}
            </Button>
          ) : null}
          <Button size="compact-sm" variant="subtle" onClick={() => change({ run: undefined })}>
            {words.close}
          </Button>
        </Group>
      </Group>
      <HowFar dryRun={dryRun} />
      {failure === undefined ? null : <Alert color="red">{failure}</Alert>}
      {result === undefined ? null : <Result dryRun={dryRun} sum={result} />}
    </Stack>
  );
};

/**
 * Plays a journey, or a draft of it, with the people there are, and shows who would come where and get what. The engine
 * goes on with it when the page is left; the address names the one that is looked at.
 */
export const TryEverybody = (props: {
  journey: string;
  definition: Readonly<Record<string, unknown>>;
  isDraft: boolean;
}) => {
  const { journey, definition, isDraft } = props;
  const words = useWords(tryWords);
  const [{ run }] = usePlace();
  const { begin, cancel } = useDryRunActs({ journey, definition: isDraft ? definition : undefined });
  return (
    <Stack>
      <Text c="dimmed">{words.text}</Text>
      <Wish isBusy={begin.isPending} begin={(wish) => begin.mutate(wish)} />
      {begin.isError ? <ProblemAlert error={begin.error} /> : null}
      {run === undefined ? null : <Opened id={run} cancel={cancel} />}
      <DryRunList journey={journey} />
    </Stack>
  );
};
