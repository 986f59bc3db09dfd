import { Badge, Group, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { ChangedLines } from '../../../parts/lines/changed-lines.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { type Mark, stepMarks } from '../edit/marks.ts';
import { outlineOf } from '../outline.ts';
import { Picture } from '../picture/picture.tsx';
import { usePlace } from '../place.ts';
import { journeyWords } from '../words.ts';
import { versionWords } from './versions-words.ts';

type Detail = components['schemas']['JourneyDetail'];
type Version = components['schemas']['JourneyVersion'];
type Marks = ReadonlyMap<string, Mark>;

const colors = { added: 'teal', changed: 'orange', removed: 'red' } as const;

const VersionChoice = (props: {
  label: string;
  versions: Detail['versions'];
  value: number;
  choose: (version: number) => void;
}) => {
  const { label, versions, value, choose } = props;
  const words = useWords(journeyWords);
  const format = useFormat();
  return (
    <Select
      label={label}
      allowDeselect={false}
      data={versions.map(({ version, publishedAt }) => ({
        value: String(version),
        label: words.versionOf(format.number(version), format.day(publishedAt)),
      }))}
      value={String(value)}
      onChange={(next) => choose(Number(next))}
    />
  );
};

const MarkedPicture = ({
  title,
  definition,
  marks,
}: {
  title: string;
  definition: unknown;
  marks: Marks;
}) => {
  const lines = useMemo(() => {
    const { steps } = { steps: undefined, ...(typeof definition === 'object' ? definition : {}) };
    return outlineOf(steps);
  }, [definition]);
  return (
    <Stack gap="xs" miw={0}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Picture lines={lines} markOf={(step) => marks.get(step)} />
    </Stack>
  );
};

const StepList = ({ marks }: { marks: Marks }) => {
  const words = useWords(versionWords);
  if (marks.size === 0) return <Text size="sm">{words.other}</Text>;
  return (
    <Group gap="xs" role="group" aria-label={words.steps}>
      {[...marks].map(([step, mark]) => (
        <Badge key={step} variant="dot" color={colors[mark]} tt="none">
          {words[mark]}: {step}
        </Badge>
      ))}
    </Group>
  );
};

const Compared = ({ version }: { version: Version }) => {
  const words = useWords(versionWords);
  const format = useFormat();
  const { against, definition } = version;
  const marks = useMemo(
    () => stepMarks({ before: against?.definition, after: definition }),
    [against, definition],
  );
  if (against === undefined || against.hunks.length === 0) return <Text>{words.same}</Text>;
  return (
    <Stack gap="lg">
      <StepList marks={marks} />
      <SimpleGrid cols={{ base: 1, md: 2 }} role="group" aria-label={words.beside}>
        <MarkedPicture
          title={words.versionTitle(format.number(against.version))}
          definition={against.definition}
          marks={marks}
        />
        <MarkedPicture
          title={words.versionTitle(format.number(version.version))}
          definition={definition}
          marks={marks}
        />
      </SimpleGrid>
      <div>
        <Title order={2} size="h4" mb="xs">
          {words.json}
        </Title>
        <ChangedLines label={words.json} hunks={against.hunks} />
      </div>
    </Stack>
  );
};

/** Two versions of a journey side by side, with what differs. */
export const Versions = ({ journey }: { journey: Detail }) => {
  const words = useWords(versionWords);
  const api = useApi();
  const [place, change] = usePlace();
  const { key, versions } = journey;
  const after = place.after ?? journey.version;
  const before = place.before ?? versions.find(({ version }) => version < after)?.version ?? after;
  const found = useQuery({
    queryKey: ['journey-version', key, before, after],
    queryFn: () => {
      const params = { path: { key, version: String(after) }, query: { against: String(before) } };
      return ask(api.GET('/api/journeys/{key}/versions/{version}', { params }));
    },
    enabled: versions.length > 1,
  });
  if (versions.length < 2) return <Text>{words.one}</Text>;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.text}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw="42rem">
        <VersionChoice
          label={words.before}
          versions={versions}
          value={before}
          choose={(next) => change({ before: next })}
        />
        <VersionChoice
          label={words.after}
          versions={versions}
          value={after}
          choose={(next) => change({ after: next })}
        />
      </SimpleGrid>
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Compared version={found.data} />}
    </Stack>
  );
};
