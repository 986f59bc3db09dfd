import { Alert, Button, Group, SegmentedControl, SimpleGrid, Tabs, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { Icon, icons } from '../../parts/icon.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { TabRow } from '../../parts/page/tab-row.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { sentence } from '../../parts/text/sentence.ts';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { Actions } from './actions.tsx';
import { CountedFilter } from './counted/counted-filter.tsx';
import { useCounted } from './counted/use-counted.ts';
import { editWords } from './edit/words.ts';
import { aimsOf } from './outline.ts';
import { StateBadge } from './journey-state.tsx';
import { operationWords } from './operations/operation-words.ts';
import { Operations } from './operations/operations.tsx';
import { useJourneyKey, usePlace } from './place.ts';
import { Results } from './results.tsx';
import { pictureWords } from './picture/words.ts';
import { StepsOutline } from './steps-outline.tsx';
import { StepsPicture } from './steps-picture.tsx';
import { TryJourney } from './try/try-journey.tsx';
import { tryWords } from './try/words.ts';
import { Versions } from './versions/versions.tsx';
import { versionWords } from './versions/versions-words.ts';
import { journeyWords } from './words.ts';

type Detail = components['schemas']['JourneyDetail'];
type Funnel = components['schemas']['Funnel'];

/** How often the page looks again, in milliseconds. */
const everyMs = 15_000;

const Frozen = ({ frozen }: { frozen: NonNullable<Detail['frozen']> }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  return (
    <Alert color="red" mb="md" icon={<Icon path={icons.warning} />}>
      {words.frozenSince(format.instant(frozen.since), frozen.reason ?? '')}{' '}
      {frozen.by === 'guard' ? words.byGuard : null}
    </Alert>
  );
};

const Figures = ({ funnel }: { funnel: Funnel }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const { entered, active, converted, heldOut } = funnel;
  const share = entered === 0 ? {} : { text: format.percent(converted / entered) };
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'xs', sm: 'md' }} mb="md">
      <Stat label={words.inside} value={format.number(active)} />
      <Stat label={words.entered} value={format.number(entered)} />
      <Stat label={words.converted} value={format.number(converted)} {...share} />
      <Stat label={words.heldOut} value={format.number(heldOut)} />
    </SimpleGrid>
  );
};

type View = 'list' | 'picture';

const ViewChoice = ({ view, choose }: { view: View; choose: (view: View) => void }) => {
  const words = useWords(pictureWords);
  return (
    <SegmentedControl
      mb="md"
      aria-label={words.view}
      data={[
        { value: 'picture', label: words.picture },
        { value: 'list', label: words.list },
      ]}
      value={view}
      onChange={(next) => choose(next === 'list' ? 'list' : 'picture')}
    />
  );
};

const Steps = ({ journey }: { journey: Detail }) => {
  const [{ view: chosen }, change] = usePlace();
  const isWide = useMediaQuery('(min-width: 48em)', false, { getInitialValueInEffect: false });
  const view = chosen === 'list' || chosen === 'picture' ? chosen : isWide ? 'picture' : 'list';
  const { funnel, definition } = useCounted(journey);
  const failed = [funnel, definition].find(({ isLoadingError }) => isLoadingError);
  if (failed !== undefined)
    return <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />;
  return (
    <>
      <CountedFilter journey={journey} />
      {funnel.data === undefined || definition.data === undefined ? (
        <Loading />
      ) : (
        <>
          <Counted iso={funnel.data.countedAt} />
          <Figures funnel={funnel.data} />
          <ViewChoice view={view} choose={(next) => change({ view: next })} />
          {view === 'list' ? (
            <StepsOutline journey={journey.key} definition={definition.data} funnel={funnel.data} />
          ) : (
            <StepsPicture journey={journey.key} definition={definition.data} funnel={funnel.data} />
          )}
        </>
      )}
    </>
  );
};

const EditButton = ({ journey }: { journey: string }) => {
  const words = useWords(editWords);
  const may = useMay();
  if (!may('draft')) return null;
  return (
    <Button variant="default" renderRoot={(props) => <Link to={`/journeys/${journey}/edit`} {...props} />}>
      {words.edit}
    </Button>
  );
};

/** What lets people in, and what they are to do. */
const Aims = ({ definition }: Pick<Detail, 'definition'>) => {
  const words = useWords(journeyWords);
  const { entry, goal } = aimsOf(definition);
  return (
    <Text size="sm" mb="md" style={{ overflowWrap: 'anywhere' }}>
      {entry === undefined ? null : `${words.entry(entry)} `}
      {goal === undefined ? null : words.goal(goal.on, goal.within ?? '')}
    </Text>
  );
};

const tabs = ['steps', 'results', 'versions', 'try', 'operations'] as const;

const Whole = ({ journey }: { journey: Detail }) => {
  const words = useWords(journeyWords);
  const [place, change] = usePlace();
  const more = useWords(tryWords);
  const versions = useWords(versionWords);
  const operations = useWords(operationWords);
  const mayTry = useMay()('draft', 'personal-data');
  const { name, description, frozen } = journey;
  return (
    <>
      <PageHeader title={name} {...(description === undefined ? {} : { text: description })}>
        <EditButton journey={journey.key} />
        <Actions journey={journey} />
      </PageHeader>
      <Group gap="xs" mb="md">
        <StateBadge journey={journey} />
        <Text size="sm" c="dimmed">
          {sentence(journey.stage)} · {words.version} {journey.version}
        </Text>
      </Group>
      {frozen === undefined ? null : <Frozen frozen={frozen} />}
      <Aims definition={journey.definition} />
      <Tabs
        value={place.tab}
        onChange={(next) => change({ tab: tabs.find((tab) => tab === next) ?? 'steps' })}
        keepMounted={false}
      >
        <TabRow active={place.tab} mb="md">
          <Tabs.Tab value="steps">{words.steps}</Tabs.Tab>
          <Tabs.Tab value="results">{words.results}</Tabs.Tab>
          <Tabs.Tab value="versions">{versions.versions}</Tabs.Tab>
          {mayTry ? <Tabs.Tab value="try">{more.try}</Tabs.Tab> : null}
          <Tabs.Tab value="operations">{operations.operations}</Tabs.Tab>
        </TabRow>
        <Tabs.Panel value="steps">
          <Steps journey={journey} />
        </Tabs.Panel>
        <Tabs.Panel value="results">
          <Results journey={journey.key} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions journey={journey} />
        </Tabs.Panel>
        <Tabs.Panel value="operations">
          <Operations journey={journey} />
        </Tabs.Panel>
        {mayTry ? (
          <Tabs.Panel value="try">
            <TryJourney journey={journey.key} definition={journey.definition} isDraft={false} />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </>
  );
};

/** One journey: its steps with the people on each, what it is worth, and how it is steered. */
export const Content = () => {
  const key = useJourneyKey();
  const api = useApi();
  const journey = useQuery({
    queryKey: ['journey', key],
    queryFn: () => ask(api.GET('/api/journeys/{key}', { params: { path: { key } } })),
    refetchInterval: everyMs,
  });
  if (journey.isPending) return <Loading />;
  if (journey.isLoadingError) return <PageProblem of={journey} />;
  return <Whole journey={journey.data} />;
};
