import { Button, Grid, Group, Tabs, Text } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { Icon, icons } from '../../../parts/icon.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { TabRow } from '../../../parts/page/tab-row.tsx';
import { useWords } from '../../../words/language.tsx';
import { MoreActions } from '../actions.tsx';
import { StateBadge } from '../broadcast-state.tsx';
import { type ComposePart, composeParts, useComposePlace } from '../place.ts';
import { AudiencePart } from './audience-part.tsx';
import { composeWords } from './compose-words.ts';
import { MeasurePart } from './measure-part.tsx';
import { MessagePart } from './message-part.tsx';
import { partOfProblem } from './plan.ts';
import { Reach } from './reach.tsx';
import { ReviewPart } from './review-part.tsx';
import { TimePart } from './time-part.tsx';
import { type Saving, useDraft } from './use-draft.ts';

type Draft = components['schemas']['BroadcastWithProblems'];

const Saved = ({ saving }: { saving: Saving }) => {
  const words = useWords(composeWords);
  if (saving.kind === 'failed') return null;
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {words[saving.kind]}
    </Text>
  );
};

/** The way to the next part. */
const Next = ({ part }: { part: ComposePart }) => {
  const words = useWords(composeWords);
  const [, go] = useComposePlace();
  const next = composeParts[composeParts.indexOf(part) + 1];
  if (next === undefined) return null;
  return (
    <Group mt="lg">
      <Button onClick={() => go({ part: next })} rightSection={<Icon path={icons.right} />}>
        {words.next(words[next])}
      </Button>
    </Group>
  );
};

/** A draft: what is sent to whom and when, part by part. */
export const Compose = ({ broadcast }: { broadcast: Draft }) => {
  const words = useWords(composeWords);
  const [{ part }, go] = useComposePlace();
  const { plan, change, saving, flush } = useDraft(broadcast);
  const { id, problems } = broadcast;
  const open = new Set<string>(problems.map(({ path }) => partOfProblem(path)));
  const content = {
    message: <MessagePart plan={plan} change={change} />,
    audience: <AudiencePart plan={plan} change={change} />,
    time: <TimePart plan={plan} change={change} />,
    measure: <MeasurePart plan={plan} change={change} />,
    review: <ReviewPart id={id} plan={plan} problems={problems} flush={flush} />,
  };
  return (
    <>
      <PageHeader title={plan.name === '' ? words.unnamed : plan.name}>
        <MoreActions broadcast={broadcast} />
      </PageHeader>
      <Group gap="sm" mb="md">
        <StateBadge state="draft" />
        <Saved saving={saving} />
      </Group>
      {saving.kind === 'failed' ? (
        <ProblemAlert error={saving.error} onRetry={() => void flush().catch(() => undefined)} />
      ) : null}
      <Tabs
        value={part}
        onChange={(next) => go({ part: composeParts.find((one) => one === next) ?? 'message' })}
        keepMounted={false}
      >
        <TabRow active={part} mb="md">
          {composeParts.map((one, index) => (
            <Tabs.Tab
              key={one}
              value={one}
              {...(one === 'review' || open.has(one)
                ? {}
                : { rightSection: <Icon path={icons.check} size={14} /> })}
            >
              {`${index + 1}. ${words[one]}`}
            </Tabs.Tab>
          ))}
        </TabRow>
        <Grid gap="xl">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <Tabs.Panel value={part}>{content[part]}</Tabs.Panel>
            <Next part={part} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <Reach id={id} plan={plan} />
          </Grid.Col>
        </Grid>
      </Tabs>
    </>
  );
};
