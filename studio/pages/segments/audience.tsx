import { Anchor, Button, Code, CopyButton, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { components } from '../../api/schema.ts';
import { Loading } from '../../parts/page/loading.tsx';
import { partWords } from '../../parts/text/part-words.ts';
import { personName } from '../../parts/text/person-name.ts';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { useAudience } from './use-audience.ts';
import { segmentWords } from './words.ts';

type Found = components['schemas']['AudiencePreview'];

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h5" mb="xs">
      {title}
    </Title>
    {children}
  </section>
);

const Sample = ({ people }: { people: Found['sample'] }) => (
  <Stack gap={4}>
    {people.map(({ id, ids, traits }) => (
      <Anchor key={id} size="sm" renderRoot={(props) => <Link to={`/people/${id}`} {...props} />}>
        {personName(traits) ?? ids[0] ?? id}
      </Anchor>
    ))}
  </Stack>
);

/** How many of them each other segment has as well, the most first. */
const Overlaps = ({ found, without }: { found: Found; without: string | undefined }) => {
  const words = useWords(segmentWords);
  const format = useFormat();
  const rows = found.overlaps
    .filter(({ segment, both }) => segment !== without && both > 0)
    .toSorted((a, b) => b.both - a.both);
  if (rows.length === 0 || found.members === 0) return null;
  return (
    <Part title={words.overlaps}>
      <Stack gap="xs">
        {rows.map(({ segment, name, both }) => {
          const share = both / found.members;
          const said = words.overlap(name, format.number(both), format.percent(share));
          return (
            <div key={segment}>
              <Anchor size="sm" renderRoot={(props) => <Link to={`/segments/${segment}`} {...props} />}>
                {said}
              </Anchor>
              <Progress value={share * 100} aria-label={said} />
            </div>
          );
        })}
      </Stack>
    </Part>
  );
};

const Json = ({ conditions }: { conditions: Readonly<Record<string, unknown>> }) => {
  const words = useWords(segmentWords);
  const parts = useWords(partWords);
  const text = JSON.stringify({ when: conditions }, undefined, 2);
  return (
    <Part title={words.json}>
      <Code block tabIndex={0} mb="xs">
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? parts.copied : parts.copy}
          </Button>
        )}
      </CopyButton>
    </Part>
  );
};

/** The people who match the conditions now: how many, some of them, and their overlap with other segments. */
export const Audience = (props: {
  conditions: Readonly<Record<string, unknown>> | undefined;
  /** The segment that they are of. */
  without?: string;
  /** Also shows the conditions as JSON. */
  withJson?: boolean;
}) => {
  const { conditions, without, withJson = false } = props;
  const words = useWords(segmentWords);
  const format = useFormat();
  const audience = useAudience(conditions);
  if (conditions === undefined) return <Text c="dimmed">{words.unfinished}</Text>;
  if (audience.isError) return <ProblemAlert error={audience.error} />;
  const found = audience.data;
  if (found === undefined) return <Loading />;
  const share = found.everybody === 0 ? 0 : found.members / found.everybody;
  return (
    <Stack gap="lg">
      <Group aria-live="polite">
        <Text fz={24} fw={650} lh={1.2}>
          {words.found(format.number(found.members), format.number(found.everybody), format.percent(share))}
        </Text>
      </Group>
      {found.members === 0 ? <Text size="sm">{words.nobody}</Text> : null}
      {found.sample.length === 0 ? null : (
        <Part title={words.sample}>
          <Sample people={found.sample} />
        </Part>
      )}
      <Overlaps found={found} without={without} />
      {withJson ? <Json conditions={conditions} /> : null}
    </Stack>
  );
};
