import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';

import type { components } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { type Line, outlineOf, stepsIn } from './outline.ts';
import classes from './outline.module.css';
import { StepPeople } from './step-people.tsx';
import { totalOf, useTypeName, useWayLabel } from './use-step-names.ts';
import { journeyWords } from './words.ts';

type Funnel = components['schemas']['Funnel'];
type Counts = Funnel['steps'][number];

type Shown = {
  readonly counts: ReadonlyMap<string, Counts>;
  readonly show: (step: string) => void;
};

const runs = (reasons: Counts['skipped']): number => reasons.reduce((sum, one) => sum + one.runs, 0);

/** The people on a step: who stands there, and what became of those who came. */
const Figures = ({ counts, show }: { counts: Counts; show: Shown['show'] }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  const may = useMay();
  const { step, waiting } = counts;
  const here = format.number(waiting);
  const [skipped, failed, exited] = [runs(counts.skipped), runs(counts.failed), runs(counts.exited)];
  const rest = [
    words.came(format.number(counts.entered.runs)),
    words.passed(format.number(counts.passed.runs)),
    ...(skipped === 0 ? [] : [words.skipped(format.number(skipped))]),
    ...(exited === 0 ? [] : [words.exited(format.number(exited))]),
  ].join(' · ');
  return (
    <Group gap="xs" className={classes['figures'] ?? ''}>
      <Text size="sm" c="dimmed">
        {rest}
      </Text>
      {failed === 0 ? null : (
        <Text size="sm" c="red" fw={500}>
          {words.failed(format.number(failed))}
        </Text>
      )}
      {waiting === 0 ? null : may('personal-data') ? (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={words.showHere(here, step)}
          onClick={() => show(step)}
        >
          {words.here(here)}
        </Button>
      ) : (
        <Text size="sm" fw={600}>
          {words.here(here)}
        </Text>
      )}
    </Group>
  );
};

const Ways = ({ line, shown }: { line: Line; shown: Shown }) => {
  const words = useWords(journeyWords);
  const labelOf = useWayLabel();
  const total = totalOf(line);
  return line.ways.map(({ key, label, lines }) => (
    <div key={key} className={classes['way']}>
      <Text size="sm" c="dimmed" fw={500} className={classes['label'] ?? ''}>
        {labelOf(label, total)}
      </Text>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.goesOn}
        </Text>
      ) : (
        <Lines lines={lines} shown={shown} />
      )}
    </div>
  ));
};

const StepLine = ({ line, shown }: { line: Line; shown: Shown }) => {
  const typeName = useTypeName();
  const counts = shown.counts.get(line.id);
  return (
    <li className={classes['line']}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Stack gap={0} miw={0} className={classes['what'] ?? ''}>
          <Text component="div" fw={600}>
            {typeName(line.type)}
            {line.detail.length === 0 ? null : (
              <Text span fw={400}>
                {' '}
                {line.detail.join(' · ')}
              </Text>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {line.id}
          </Text>
          {line.note === undefined ? null : <Text size="sm">{line.note}</Text>}
        </Stack>
        {counts === undefined ? null : <Figures counts={counts} show={shown.show} />}
      </Group>
      <Ways line={line} shown={shown} />
    </li>
  );
};

const Lines = ({ lines, shown }: { lines: readonly Line[]; shown: Shown }) => (
  <ol className={classes['lines']}>
    {lines.map((line) => (
      <StepLine key={line.id} line={line} shown={shown} />
    ))}
  </ol>
);

/** The steps of a journey in order, with the people on each; steps that are gone come last. */
export const StepsOutline = (props: {
  journey: string;
  definition: Readonly<Record<string, unknown>>;
  funnel: Funnel;
}) => {
  const { journey, definition, funnel } = props;
  const words = useWords(journeyWords);
  const [step, setStep] = useState<string | undefined>();
  const lines = outlineOf(definition['steps']);
  const shown: Shown = { counts: new Map(funnel.steps.map((one) => [one.step, one])), show: setStep };
  const known = stepsIn(lines);
  const gone = funnel.steps
    .filter((one) => !known.has(one.step))
    .map((one): Line => ({ id: one.step, type: one.type, detail: [], note: undefined, ways: [] }));
  if (lines.length + gone.length === 0) return <EmptyState title={words.noSteps} />;
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }}>
      <Lines lines={lines} shown={shown} />
      {gone.length === 0 ? null : (
        <>
          <Title order={2} size="h5" mt="lg" mb="sm">
            {words.earlier}
          </Title>
          <Lines lines={gone} shown={shown} />
        </>
      )}
      {step === undefined ? null : (
        <StepPeople journey={journey} step={step} onClose={() => setStep(undefined)} />
      )}
    </Paper>
  );
};
