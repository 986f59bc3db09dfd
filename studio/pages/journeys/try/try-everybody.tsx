import { Button, Group, Paper, Progress, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Instant } from '../../../parts/instant.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Stat } from '../../../parts/stat.tsx';
import { useFormat } from '../../../parts/use-format.ts';
import { useTitleOf } from '../../../parts/use-title-of.ts';
import { useWords } from '../../../words/language.tsx';
import { outlineOf } from '../outline.ts';
import { Costs } from './costs.tsx';
import { Picture } from '../picture/picture.tsx';
import { type How, type Tried, type Told, useDryRun } from './use-dry-run.ts';
import { tryWords } from './words.ts';

type DryRun = components['schemas']['DryRun'];

const dayChoices = ['7', '14', '30', '90'];

const Wish = (props: {
  isRunning: boolean;
  begin: (wish: { how: How; days: number }) => void;
  stop: () => void;
}) => {
  const { isRunning, begin, stop } = props;
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
      {isRunning ? (
        <Button variant="default" onClick={stop}>
          {words.stop}
        </Button>
      ) : (
        <Button onClick={() => begin({ how, days: Number(days) })}>{words.begin}</Button>
      )}
    </Group>
  );
};

const HowFar = ({ tried }: { tried: Tried }) => {
  const words = useWords(tryWords);
  const format = useFormat();
  const { sum, isRunning } = tried;
  const done = format.number(sum?.people ?? 0);
  const total = sum?.total;
  const share =
    total === undefined || total === 0 ? (isRunning ? 5 : 100) : (100 * (sum?.people ?? 0)) / total;
  const text = total === undefined ? words.played(done) : words.progress(done, format.number(total));
  return (
    <Stack gap={4}>
      <Progress value={Math.min(100, share)} animated={isRunning} aria-label={text} />
      <Text size="sm" c="dimmed" aria-live="polite">
        {text} {!isRunning && sum?.next !== undefined ? words.part : ''}
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

const People = ({ told }: { told: Told }) => {
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

/** Plays a journey, or a draft of it, with the people there are, and shows who would come where and get what. */
export const TryEverybody = (props: {
  journey: string;
  definition: Readonly<Record<string, unknown>>;
  isDraft: boolean;
}) => {
  const { journey, definition, isDraft } = props;
  const words = useWords(tryWords);
  const format = useFormat();
  const { tried, begin, stop } = useDryRun({ journey, definition: isDraft ? definition : undefined });
  const { sum, told, isRunning, error } = tried;
  const runs = new Map((sum?.steps ?? []).map((step) => [step.step, step.runs]));
  return (
    <Stack>
      <Text c="dimmed">{words.text}</Text>
      <Wish isRunning={isRunning} begin={(wish) => void begin(wish)} stop={stop} />
      {isRunning || sum !== undefined ? <HowFar tried={tried} /> : null}
      {error === undefined ? null : <ProblemAlert error={error} />}
      {sum === undefined ? null : sum.entered === 0 && !isRunning ? (
        <EmptyState title={words.none} text={words.noneText} />
      ) : (
        <>
          <Figures sum={sum} />
          <Costs costs={sum.costs} />
          <Paper>
            <Picture
              lines={outlineOf(definition['steps'])}
              footOf={({ id }) => (
                <Text component="span" size="xs" fw={600}>
                  {words.came(format.number(runs.get(id) ?? 0))}
                </Text>
              )}
            />
          </Paper>
          <People told={told} />
        </>
      )}
    </Stack>
  );
};
