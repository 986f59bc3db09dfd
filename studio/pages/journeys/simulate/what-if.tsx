import { Button, Collapse, Paper, Select, SimpleGrid, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId } from 'react';

import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import type { Line, WayLabel } from '../outline.ts';
import { totalOf, useTypeName, useWayLabel } from '../use-step-names.ts';
import { simulateWords } from './simulate-words.ts';

const allLines = (lines: readonly Line[]): readonly Line[] =>
  lines.flatMap((line) => [line, ...line.ways.flatMap((way) => allLines(way.lines))]);

const outcomeOf = (label: WayLabel, n: number): string => {
  if (label.kind === 'case' || label.kind === 'event') return `${label.kind}-${n}`;
  return label.kind === 'arm' ? label.name : label.kind;
};

const decided: ReadonlySet<string> = new Set(['branch', 'wait-for']);

type Outcome = { readonly value: string; readonly label: string };

/** What can come of a step, where that can be chosen. */
const useOutcomes = (): ((line: Line) => readonly Outcome[]) => {
  const words = useWords(simulateWords);
  const labelOf = useWayLabel();
  return (line) => {
    const { type, ways, waits } = line;
    if (type === 'task')
      return waits === true
        ? (['done', 'timeout'] as const).map((value) => ({ value, label: words[value] }))
        : [];
    if (!decided.has(type) && !['split', 'experiment', 'repeat'].includes(type)) return [];
    const named = ways.map(({ label }, n): Outcome => ({
      value: outcomeOf(label, n),
      label: labelOf(label, totalOf(line)),
    }));
    const isOpen = decided.has(type) && !named.some(({ value }) => value === 'otherwise');
    return [
      ...named,
      ...(isOpen ? [{ value: 'otherwise', label: labelOf({ kind: 'otherwise' }, 1) }] : []),
      ...(type === 'repeat' ? [{ value: 'end', label: words.end }] : []),
    ];
  };
};

/** Chooses what comes of steps that decide, draw or wait, whatever is known of the person. */
export const WhatIf = (props: {
  lines: readonly Line[];
  chosen: Readonly<Record<string, string>>;
  choose: (chosen: Readonly<Record<string, string>>) => void;
}) => {
  const { lines, chosen, choose } = props;
  const words = useWords(simulateWords);
  const format = useFormat();
  const outcomes = useOutcomes();
  const typeName = useTypeName();
  const id = useId();
  const [isOpen, { toggle }] = useDisclosure(Object.keys(chosen).length > 0);
  const steps = allLines(lines).flatMap((line) => {
    const data = outcomes(line);
    return data.length === 0 ? [] : [{ line, data }];
  });
  if (steps.length === 0) return null;
  const count = Object.keys(chosen).length;
  return (
    <div>
      <Button variant="subtle" size="compact-sm" aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
        {count === 0 ? words.whatIfNone : words.whatIf(format.number(count))}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        <Paper withBorder p="md" mt="xs">
          <Text size="sm" c="dimmed" mb="sm">
            {words.whatIfText}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {steps.map(({ line, data }) => (
              <Select
                key={line.id}
                label={`${line.id}: ${typeName(line.type)}`}
                placeholder={words.byItself}
                clearable
                clearButtonProps={{ 'aria-label': words.byItself }}
                data={[...data]}
                value={chosen[line.id] ?? null}
                onChange={(value) => {
                  const { [line.id]: _former, ...rest } = chosen;
                  choose(value === null ? rest : { ...rest, [line.id]: value });
                }}
              />
            ))}
          </SimpleGrid>
        </Paper>
      </Collapse>
    </div>
  );
};
