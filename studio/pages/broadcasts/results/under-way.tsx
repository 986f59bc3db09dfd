import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../../api/client.ts';
import { useApi, useMe } from '../../../app/session.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Icon, icons } from '../../../parts/icon.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { Counted } from '../../../parts/text/counted.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useTitleOf } from '../../../parts/page/use-title-of.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { ResultCard } from '../../journeys/results.tsx';
import { MoreActions, SteerButton } from '../actions.tsx';
import { type Broadcast, StateBadge } from '../broadcast-state.tsx';
import { wholePlan } from '../compose/plan.ts';
import { useWhen } from '../compose/review-part.tsx';
import { broadcastWords } from '../words.ts';
import { LeftOut, Progress } from './progress.tsx';
import { Success } from './success.tsx';
import { Variants } from './variants.tsx';

const everyMs = 5_000;

/** How it stands in words: when it goes or went, why it stopped, and what it waits for. */
const Standing = ({ broadcast }: { broadcast: Broadcast }) => {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const when = useWhen();
  const { plan, state, startedAt, endedAt, problem, testUntil, winner } = broadcast;
  const campaign = useTitleOf({ kind: 'campaign', id: plan.campaign ?? '' });
  const lines = [
    ...(startedAt === undefined && state !== 'draft' ? [words.goesAt(when(wholePlan(plan).schedule))] : []),
    ...(startedAt === undefined ? [] : [words.startedAt(format.instant(startedAt))]),
    ...(endedAt === undefined ? [] : [words.endedAt(format.instant(endedAt))]),
    ...(state === 'testing' && plan.test?.by === 'hand' ? [words.winnerByHand] : []),
    ...(state === 'testing' && plan.test?.by !== 'hand' && testUntil !== undefined
      ? [words.winnerAt(format.instant(testUntil))]
      : []),
    ...(winner === undefined ? [] : [words.winnerIs(winner.variant)]),
  ];
  return (
    <Stack gap="sm" mb="md">
      <Group gap="sm">
        <StateBadge state={state} />
        <Text size="sm">{lines.join(' · ')}</Text>
        {campaign === '' ? null : (
          <Anchor
            size="sm"
            renderRoot={(props) => <Link to={`/records/campaign/${plan.campaign ?? ''}`} {...props} />}
          >
            {campaign}
          </Anchor>
        )}
      </Group>
      {problem === undefined ? null : (
        <Alert color="orange" title={words.stopped} icon={<Icon path={icons.warning} />}>
          {problem}
        </Alert>
      )}
    </Stack>
  );
};

const Figures = ({ broadcast }: { broadcast: Broadcast }) => {
  const { id, state } = broadcast;
  const words = useWords(broadcastWords);
  const api = useApi();
  const { language } = useLanguage();
  const { workspace } = useMe();
  const found = useQuery({
    queryKey: ['broadcast', id, 'results', language],
    placeholderData: keepPreviousData,
    refetchInterval: ['sending', 'testing'].includes(state) ? everyMs : false,
    queryFn: () => {
      const query = { locale: language, zone: workspace.zone };
      return ask(api.GET('/api/broadcasts/{id}/results', { params: { path: { id }, query } }));
    },
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { progress, variants, experiment, lift } = found.data;
  return (
    <Stack gap="lg">
      <Counted iso={found.data.broadcast.figures.countedAt} />
      <Progress progress={progress} />
      <Variants broadcast={broadcast} variants={variants} />
      <Success broadcast={broadcast} results={found.data} />
      <LeftOut progress={progress} />
      {[experiment, lift]
        .filter((result) => result !== undefined)
        .map((result) => (
          <ResultCard key={result.experiment} result={result} />
        ))}
      <Text size="sm" c="dimmed">
        {words.interval}
      </Text>
    </Stack>
  );
};

/** A broadcast that is scheduled, on its way or done: how far it is, and what came of it. */
export const UnderWay = ({ broadcast }: { broadcast: Broadcast }) => {
  const words = useWords(broadcastWords);
  const { plan, startedAt } = broadcast;
  return (
    <>
      <PageHeader title={plan.name} {...(plan.description === undefined ? {} : { text: plan.description })}>
        <SteerButton broadcast={broadcast} />
        <MoreActions broadcast={broadcast} />
      </PageHeader>
      <Standing broadcast={broadcast} />
      {startedAt === undefined ? (
        <EmptyState title={words.notYet} text={words.notYetText} />
      ) : (
        <Figures broadcast={broadcast} />
      )}
    </>
  );
};
