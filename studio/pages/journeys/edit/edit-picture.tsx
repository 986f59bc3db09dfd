import { Alert, Grid, Paper, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';

import type { components } from '../../../api/schema.ts';
import type { Schema } from '../../../parts/editor/schema-at.ts';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { outlineOf } from '../outline.ts';
import { Picture } from '../picture/picture.tsx';
import { usePlace } from '../place.ts';
import { useWayLabel } from '../use-step-names.ts';
import { AddStep } from './add-step.tsx';
import { moveStep, placesOf, removeStep } from './change-text.ts';
import { type Path, readJson } from '../../../parts/editor/splice-json.ts';
import { stepMarks } from './marks.ts';
import { StepForm, TextButton } from './step-form.tsx';
import { stepAt, waysAt } from './ways-at.ts';
import { editWords } from './words.ts';

type Problem = components['schemas']['ProblemItem'];

const Chosen = (props: {
  text: string;
  value: unknown;
  path: Path;
  step: Schema;
  root: Schema;
  onText: (text: string) => void;
  choose: (step: string | undefined) => void;
}) => {
  const { text, value, path, step, root, onText, choose } = props;
  const words = useWords(editWords);
  const labelOf = useWayLabel();
  const added = (next: string, id: string): void => {
    onText(next);
    choose(id);
  };
  return (
    <StepForm text={text} path={path} step={step} root={root} onText={onText}>
      <TextButton label={words.up} next={moveStep({ text, path, by: -1 })} onText={onText} />
      <TextButton label={words.down} next={moveStep({ text, path, by: 1 })} onText={onText} />
      <TextButton
        label={words.remove}
        next={removeStep({ text, path })}
        onText={(next) => {
          onText(next);
          choose(undefined);
        }}
      />
      <AddStep label={words.addAfter} {...{ text, value, path, root }} onAdded={added} />
      {waysAt(step).map(({ key, label, path: inner }) => (
        <AddStep
          key={key}
          label={`${words.way}: ${labelOf(label, 1)}`}
          {...{ text, value, root }}
          path={[...path, ...inner]}
          onAdded={added}
        />
      ))}
    </StepForm>
  );
};

const Wrong = ({ count }: { count: number }) => {
  const words = useWords(editWords);
  const format = useFormat();
  if (count === 0) return null;
  return (
    <Text component="span" size="xs" c="red" fw={600}>
      {words.problems(count, format.number(count))}
    </Text>
  );
};

/** A journey changed in its picture: a step is chosen, and changed, moved, removed or followed by another one. */
export const EditPicture = (props: {
  text: string;
  published: string | undefined;
  root: Schema;
  problems: readonly Problem[];
  onText: (text: string) => void;
}) => {
  const { text, published, root, problems, onText } = props;
  const words = useWords(editWords);
  const [{ step: chosen }, change] = usePlace();
  const choose = (step: string | undefined): void => change({ step });
  const value = useMemo(() => readJson(text)?.value, [text]);
  const lines = useMemo(() => outlineOf(stepAt(value, ['steps'])), [value]);
  const marks = useMemo(
    () => stepMarks({ before: readJson(published ?? '{}')?.value, after: value }),
    [published, value],
  );
  if (value === undefined) return <Alert color="yellow">{words.noJson}</Alert>;
  const path = chosen === undefined ? undefined : placesOf(value).get(chosen);
  const step = path === undefined ? undefined : stepAt(value, path);
  const isStep = typeof step === 'object' && step !== null && !Array.isArray(step);
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Picture
          lines={lines}
          chosen={chosen}
          onChoose={choose}
          markOf={(id) => marks.get(id)}
          footOf={({ id }) => <Wrong count={problems.filter((one) => one.step === id).length} />}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Paper withBorder p="md">
          {path !== undefined && isStep ? (
            <Chosen
              key={chosen}
              {...{ text, value, path, root, onText, choose }}
              step={Object.fromEntries(Object.entries(step))}
            />
          ) : (
            <Stack>
              <Text>{words.chooseStep}</Text>
              <AddStep
                label={words.addFirst}
                {...{ text, value, root }}
                path={['steps']}
                onAdded={(next, id) => {
                  onText(next);
                  choose(id);
                }}
              />
            </Stack>
          )}
        </Paper>
      </Grid.Col>
    </Grid>
  );
};
