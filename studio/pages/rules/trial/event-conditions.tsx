import { Grid, Text } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';

import { conditionWords } from '../../../parts/conditions/condition-words.ts';
import { Conditions, emptyEventDraft } from '../../../parts/conditions/conditions.tsx';
import { type Draft, isWhole, toConditions, toDraft } from '../../../parts/conditions/rows.ts';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { type Span, TrialResult } from './trial-result.tsx';
import { useTrial } from './use-trial.ts';

const writtenSchema = z.record(z.string(), z.unknown()).optional().catch(undefined);

/**
 * The conditions on an event that stand at a place of a file, in lines, with the events of the last days beside them that would have
 * met them. What no line can show stays as it is written, and is tried as it is.
 */
export const EventConditions = (props: {
  form: FileForm;
  path: Path;
  /** The events it looks at; none while they are not named. */
  on: readonly string[];
}) => {
  const { form, path, on } = props;
  const words = useWords(conditionWords);
  const written = writtenSchema.parse(form.valueAt(path));
  const [draft, setDraft] = useState<Draft | undefined>(() =>
    written === undefined ? emptyEventDraft : toDraft(written),
  );
  const [days, setDays] = useState<Span>(7);
  const conditions = draft === undefined ? written : isWhole(draft) ? toConditions(draft) : undefined;
  const names = on.filter((name) => name.trim() !== '');
  const isReady = conditions !== undefined && names.length > 0;
  const trial = useTrial(isReady ? { on: names, conditions, days } : undefined);
  const change = (next: Draft): void => {
    setDraft(next);
    if (isWhole(next)) form.merge(path, toConditions(next));
  };
  const paths = (trial.data?.properties ?? []).map((name) => `$.properties.${name}`);
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        {draft === undefined ? (
          <Text>{words.onlyJson}</Text>
        ) : (
          <Conditions about="event" paths={paths} draft={draft} onChange={change} />
        )}
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <TrialResult trial={trial} isWhole={isReady} days={days} onDays={setDays} />
      </Grid.Col>
    </Grid>
  );
};
