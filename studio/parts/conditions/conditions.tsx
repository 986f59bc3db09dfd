import { Button, Card, Select, Stack } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { ConditionRow, emptyRow, type LineKind } from './condition-row.tsx';
import { conditionWords } from './condition-words.ts';
import { type Draft, type Match, matches, type Row } from './rows.ts';
import { useSegmentNames } from './use-segment-names.ts';

const rowsMost = 20;
/** Groups stand in each other so deep. */
const depthMost = 2;

const ofPeople = ['field', 'event', 'segment', 'group'] as const;
const ofEvents = ['property', ...ofPeople] as const;
const ofRecords = ['record', 'group'] as const;

/** What a new draft begins with. */
export const emptyDraft: Draft = { match: 'all', rows: [emptyRow('field')] };

/** What is asked: who is meant, or whether something holds of an event or of a record. */
type Subject = 'people' | 'event' | 'record';

const kindsOf: Readonly<Record<Subject, readonly LineKind[]>> = {
  people: ofPeople,
  event: ofEvents,
  record: ofRecords,
};

/** Whether all lines have to hold, or any. */
const MatchInput = (props: { about: Subject | 'group'; match: Match; onMatch: (match: Match) => void }) => {
  const { about, match, onMatch } = props;
  const words = useWords(conditionWords);
  return (
    <Select
      label={words.matchOf(about)}
      maw={280}
      allowDeselect={false}
      data={matches.map((value) => ({
        value,
        label: about === 'people' ? words[value] : words.holdOf(value),
      }))}
      value={match}
      onChange={(next) => onMatch(next === 'any' ? 'any' : 'all')}
    />
  );
};

const Lines = (props: {
  draft: Draft;
  about: Subject;
  paths: readonly string[];
  depth: number;
  onChange: (draft: Draft) => void;
}) => {
  const { draft, about, paths, depth, onChange } = props;
  const words = useWords(conditionWords);
  const segments = useSegmentNames();
  const { match, rows } = draft;
  const all = kindsOf[about];
  const kinds = depth < depthMost ? all : all.filter((kind) => kind !== 'group');
  const setRow = (at: number, row: Row): void =>
    onChange({ match, rows: rows.map((one, index) => (index === at ? row : one)) });
  const isOuter = depth === 0;
  return (
    <Stack gap="sm">
      <MatchInput
        about={isOuter ? about : 'group'}
        match={match}
        onMatch={(next) => onChange({ match: next, rows })}
      />
      {rows.map((row, at) => (
        <Card key={`${at} of ${rows.length}`} withBorder padding="sm">
          <ConditionRow
            row={row}
            segments={segments}
            kinds={kinds}
            paths={paths}
            lines={(inner, change) => (
              <Lines about={about} paths={paths} depth={depth + 1} draft={inner} onChange={change} />
            )}
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
        size={isOuter ? 'sm' : 'xs'}
        disabled={rows.length >= rowsMost}
        onClick={() => onChange({ match, rows: [...rows, emptyRow(kinds[0] ?? 'field')] })}
        style={{ alignSelf: 'flex-start' }}
      >
        {isOuter ? words.addRow : words.addToGroup}
      </Button>
    </Stack>
  );
};

/** The lines of a draft, to be changed. */
export const Conditions = (props: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** People by default. */
  about?: Subject;
  /** Paths that events, or the record, are known to have. */
  paths?: readonly string[];
}) => {
  const { draft, onChange, about = 'people', paths = [] } = props;
  return <Lines about={about} paths={paths} depth={0} draft={draft} onChange={onChange} />;
};

/** A new draft of conditions on an event. */
export const emptyEventDraft: Draft = { match: 'all', rows: [emptyRow('property')] };

/** A new draft of conditions on a record. */
export const emptyRecordDraft: Draft = { match: 'all', rows: [emptyRow('record')] };
