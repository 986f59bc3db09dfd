import { Button, Card, Code, MultiSelect, Radio, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';

import { useWords } from '../../../words/language.tsx';
import { Conditions, emptyDraft } from '../../../parts/conditions/conditions.tsx';
import { type Draft, isWhole, toConditions, toDraft } from '../../../parts/conditions/rows.ts';
import { useSegmentNames } from '../../../parts/conditions/use-segment-names.ts';
import { segmentWords } from '../../segments/words.ts';
import { composeWords } from './compose-words.ts';
import type { Plan } from './plan.ts';

type Props = { plan: Plan; change: (plan: Plan) => void };

const segmentsMost = 20;

const Segments = (props: {
  label: string;
  description: string;
  value: readonly string[];
  onChange: (keys: string[]) => void;
}) => {
  const { label, description, value, onChange } = props;
  const names = useSegmentNames();
  const known = new Set(names.map((one) => one.value));
  const gone = value.filter((key) => !known.has(key)).map((key) => ({ value: key, label: key }));
  return (
    <MultiSelect
      label={label}
      description={description}
      searchable
      clearable
      hidePickedOptions
      maxValues={segmentsMost}
      data={[...names, ...gone]}
      value={[...value]}
      onChange={onChange}
    />
  );
};

/** Conditions that must hold as well, in lines. */
const More = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  const segments = useWords(segmentWords);
  const { audience } = plan;
  const { when, ...others } = audience;
  const [draft, setDraft] = useState<Draft | undefined>(() =>
    when === undefined ? undefined : toDraft(when),
  );
  const isBeyond = when !== undefined && draft === undefined;
  const edit = (next: Draft): void => {
    setDraft(next);
    if (isWhole(next)) change({ ...plan, audience: { ...audience, when: toConditions(next) } });
  };
  const drop = (): void => {
    setDraft(undefined);
    change({ ...plan, audience: others });
  };
  if (isBeyond)
    return (
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{segments.complex}</Text>
        <Code block tabIndex={0} w="100%">
          {JSON.stringify(when, undefined, 2)}
        </Code>
        <Button variant="default" onClick={drop}>
          {words.dropConditions}
        </Button>
      </Stack>
    );
  return (
    <Stack>
      <Switch
        label={words.narrow}
        description={words.narrowText}
        checked={draft !== undefined}
        onChange={({ currentTarget }) => {
          if (currentTarget.checked) setDraft(emptyDraft);
          else drop();
        }}
      />
      {draft === undefined ? null : <Conditions draft={draft} onChange={edit} />}
      {draft === undefined || isWhole(draft) ? null : (
        <Text size="sm" c="dimmed">
          {words.conditionsUnfinished}
        </Text>
      )}
    </Stack>
  );
};

/** Who gets it, and who does not. */
export const AudiencePart = ({ plan, change }: Props) => {
  const words = useWords(composeWords);
  const { audience } = plan;
  return (
    <Stack>
      <Radio.Group
        label={words.who}
        value={audience.everybody ? 'everybody' : 'some'}
        onChange={(next) =>
          change({ ...plan, audience: { ...audience, everybody: next === 'everybody', segments: [] } })
        }
      >
        <Stack gap="xs" mt="xs">
          <Radio value="some" label={words.some} />
          <Radio value="everybody" label={words.everybody} />
        </Stack>
      </Radio.Group>
      {audience.everybody ? null : (
        <Segments
          label={words.segments}
          description={words.segmentsText}
          value={audience.segments}
          onChange={(segments) => change({ ...plan, audience: { ...audience, segments } })}
        />
      )}
      <Card withBorder padding="md">
        <More plan={plan} change={change} />
      </Card>
      <Segments
        label={words.exclude}
        description={words.excludeText}
        value={audience.exclude}
        onChange={(exclude) => change({ ...plan, audience: { ...audience, exclude } })}
      />
    </Stack>
  );
};
