import { Anchor, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import type { components } from '../../../api/schema.ts';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { personName } from '../../../parts/text/person-name.ts';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { trialWords } from './trial-words.ts';
import type { Trial } from './use-trial.ts';

type Found = components['schemas']['RuleTrial'];

const Sample = ({ sample }: { sample: Found['sample'] }) => {
  const words = useWords(trialWords);
  if (sample.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {words.sample}
      </Title>
      <Stack gap={4}>
        {sample.map(({ id, event, at, person }) => (
          <Text key={id} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {event}:{' '}
            <Anchor
              inherit
              underline="always"
              renderRoot={(props) => <Link to={`/people/${person.id}`} {...props} />}
            >
              {personName(person.traits) ?? person.ids[0] ?? person.id}
            </Anchor>
            ,{' '}
            <Text span inherit c="dimmed">
              <Instant iso={at} />
            </Text>
          </Text>
        ))}
      </Stack>
    </section>
  );
};

const Count = ({ found }: { found: Found }) => {
  const words = useWords(trialWords);
  const format = useFormat();
  const { events, lookedAt, matched, people } = found;
  if (events === 0) return <Text>{words.none}</Text>;
  const share = lookedAt === 0 ? 0 : matched / lookedAt;
  return (
    <>
      <Text fz={24} fw={650} lh={1.2}>
        {words.met(format.number(matched), format.number(lookedAt), format.percent(share))}
      </Text>
      <Text size="sm">
        {matched === 0 ? words.nothing : words.people(people, format.number(people))}{' '}
        {lookedAt < events ? words.newest(format.number(lookedAt), format.number(events)) : ''}
      </Text>
    </>
  );
};

/** How far back one looks. */
const spans = [7, 30] as const;
export type Span = (typeof spans)[number];

/** The events of the last days for which conditions would have held: how many, and some of them. */
export const TrialResult = (props: {
  trial: Trial;
  /** Nothing is left to be filled in. */
  isWhole: boolean;
  days: Span;
  onDays: (days: Span) => void;
}) => {
  const { trial, isWhole, days, onDays } = props;
  const words = useWords(trialWords);
  const format = useFormat();
  return (
    <Stack gap="sm" component="section" aria-label={words.past}>
      <Title order={2} size="h4">
        {words.past}
      </Title>
      <SegmentedControl
        aria-label={words.days}
        style={{ alignSelf: 'flex-start' }}
        data={spans.map((value) => ({ value: String(value), label: words.lastDays(format.number(value)) }))}
        value={String(days)}
        onChange={(next) => onDays(spans.find((one) => String(one) === next) ?? days)}
      />
      <Stack gap="sm" aria-live="polite">
        {isWhole ? null : <Text c="dimmed">{words.unfinished}</Text>}
        {isWhole && trial.isError ? <ProblemAlert error={trial.error} /> : null}
        {isWhole && trial.isPending ? <Loading /> : null}
        {isWhole && trial.isSuccess ? <Count found={trial.data} /> : null}
      </Stack>
      {isWhole && trial.isSuccess ? <Sample sample={trial.data.sample} /> : null}
      <Text size="sm" c="dimmed">
        {words.asThen}
      </Text>
    </Stack>
  );
};
