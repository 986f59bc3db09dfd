import { Button, Group, Text } from '@mantine/core';
import { useMemo, useState } from 'react';

import type { components } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { outlineOf } from './outline.ts';
import { graphOf, onlyWays, startId } from './picture/graph.ts';
import { Picture } from './picture/picture.tsx';
import { StepPeople } from './step-people.tsx';
import { pictureWords } from './picture/words.ts';
import { journeyWords } from './words.ts';

type Funnel = components['schemas']['Funnel'];
type Counts = Funnel['steps'][number];

const Foot = ({ counts, show }: { counts: Counts; show: (step: string) => void }) => {
  const words = useWords(journeyWords);
  const more = useWords(pictureWords);
  const format = useFormat();
  const may = useMay();
  const { step, waiting } = counts;
  const here = format.number(waiting);
  const failed = counts.failed.reduce((sum, { runs }) => sum + runs, 0);
  return (
    <Group gap="xs" mt="auto" wrap="nowrap">
      <Text component="span" size="xs">
        {more.came(format.number(counts.entered.runs))}
      </Text>
      {failed === 0 ? null : (
        <Text component="span" size="xs" c="red" fw={600}>
          {words.failed(format.number(failed))}
        </Text>
      )}
      {waiting === 0 ? null : may('personal-data') ? (
        <Button
          className="nopan"
          size="compact-xs"
          variant="light"
          aria-label={words.showHere(here, step)}
          onClick={() => show(step)}
        >
          {words.here(here)}
        </Button>
      ) : (
        <Text component="span" size="xs" fw={600}>
          {words.here(here)}
        </Text>
      )}
    </Group>
  );
};

/** The steps of a journey as a picture, with the people on every step and on every way that alone leads to a step. */
export const StepsPicture = (props: {
  journey: string;
  definition: Readonly<Record<string, unknown>>;
  funnel: Funnel;
}) => {
  const { journey, definition, funnel } = props;
  const words = useWords(journeyWords);
  const format = useFormat();
  const [step, setStep] = useState<string | undefined>();
  const lines = useMemo(() => outlineOf(definition['steps']), [definition]);
  const only = useMemo(() => onlyWays(graphOf(lines)), [lines]);
  if (lines.length === 0) return <EmptyState title={words.noSteps} />;
  const counts = new Map(funnel.steps.map((one) => [one.step, one]));
  return (
    <>
      <Picture
        lines={lines}
        footOf={({ id }) => {
          const found = counts.get(id);
          return found === undefined ? null : <Foot counts={found} show={setStep} />;
        }}
        countOf={({ id, from, to }) => {
          if (from === startId) return format.number(funnel.entered);
          const found = only.has(id) ? counts.get(to) : undefined;
          return found === undefined ? undefined : format.number(found.entered.runs);
        }}
      />
      {step === undefined ? null : (
        <StepPeople journey={journey} step={step} onClose={() => setStep(undefined)} />
      )}
    </>
  );
};
