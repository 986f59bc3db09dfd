import { Grid, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { Conditions } from '../../parts/conditions/conditions.tsx';
import { type Draft, isWhole, toConditions } from '../../parts/conditions/rows.ts';
import { useWords } from '../../words/language.tsx';
import { Audience } from './audience.tsx';
import { segmentWords } from './words.ts';

/** Conditions in lines, with whom they hold for beside them. */
export const Builder = (props: {
  start: Draft;
  without?: string;
  /** Told of conditions whenever something was changed and nothing is left to be filled in. */
  onConditions?: (conditions: Readonly<Record<string, unknown>>) => void;
}) => {
  const { start, without, onConditions } = props;
  const [draft, setDraft] = useState(start);
  const change = (next: Draft): void => {
    setDraft(next);
    if (isWhole(next)) onConditions?.(toConditions(next));
  };
  const conditions = isWhole(draft) ? toConditions(draft) : undefined;
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Conditions draft={draft} onChange={change} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Audience
          conditions={conditions}
          {...(without === undefined ? {} : { without })}
          withJson={onConditions === undefined}
        />
      </Grid.Col>
    </Grid>
  );
};

/** Conditions that the builder cannot show, counted as they are. */
export const AsTheyAre = (props: { conditions: Readonly<Record<string, unknown>>; without: string }) => {
  const words = useWords(segmentWords);
  return (
    <Stack>
      <Text>{words.complex}</Text>
      <Audience conditions={props.conditions} without={props.without} />
    </Stack>
  );
};
