import { Button, Card, Grid, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';

import { useWords } from '../../words/language.tsx';
import { Audience } from './audience.tsx';
import { ConditionRow, emptyRow } from './condition-row.tsx';
import { type Draft, isComplete, matches, type Row, toConditions } from './rows.ts';
import { useSegmentNames } from './use-segment-names.ts';
import { segmentWords } from './words.ts';

const rowsMost = 20;

/** What a new draft begins with. */
export const emptyDraft: Draft = { match: 'all', rows: [emptyRow('field')] };

/** The lines of a draft, to be changed. */
export const Conditions = ({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) => {
  const words = useWords(segmentWords);
  const segments = useSegmentNames();
  const { match, rows } = draft;
  const setRow = (at: number, row: Row): void =>
    onChange({ match, rows: rows.map((one, index) => (index === at ? row : one)) });
  return (
    <Stack>
      <Select
        label={words.match}
        maw={280}
        allowDeselect={false}
        data={matches.map((value) => ({ value, label: words[value] }))}
        value={match}
        onChange={(next) => onChange({ match: next === 'any' ? 'any' : 'all', rows })}
      />
      {rows.map((row, at) => (
        <Card key={`${at} of ${rows.length}`} withBorder padding="sm">
          <ConditionRow
            row={row}
            segments={segments}
            onChange={(next) => setRow(at, next)}
            onRemove={
              rows.length === 1
                ? undefined
                : () => onChange({ match, rows: rows.filter((_one, index) => index !== at) })
            }
          />
        </Card>
      ))}
      <Button
        variant="default"
        disabled={rows.length >= rowsMost}
        onClick={() => onChange({ match, rows: [...rows, emptyRow('field')] })}
        style={{ alignSelf: 'flex-start' }}
      >
        {words.addRow}
      </Button>
    </Stack>
  );
};

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
    if (next.rows.every(isComplete)) onConditions?.(toConditions(next));
  };
  const conditions = draft.rows.every(isComplete) ? toConditions(draft) : undefined;
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
