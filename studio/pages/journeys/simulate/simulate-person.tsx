import { Alert, Grid, Group, LoadingOverlay, Select, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';

import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { ReferenceInput } from '../../../parts/reference-input.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { type Line, outlineOf } from '../outline.ts';
import { Picture } from '../picture/picture.tsx';
import { usePlace } from '../place.ts';
import { instantsOf, type Path, pathAt, wayName } from './path-at.ts';
import { PersonThen } from './person-then.tsx';
import { simulateWords } from './simulate-words.ts';
import { TimeSlider } from './time-slider.tsx';
import { useSimulation } from './use-simulation.ts';
import { WhatHappens, WhatHappensNow } from './what-happens.tsx';
import { WhatIf } from './what-if.tsx';

const dayChoices = ['7', '30', '90', '366'];

const Shown = ({ path, lines }: { path: Path; lines: readonly Line[] }) => {
  const words = useWords(simulateWords);
  const format = useFormat();
  const [{ moment = 0 }, change] = usePlace();
  const instants = useMemo(() => instantsOf(path), [path]);
  const index = Math.min(moment, instants.length - 1);
  const choose = (next: number): void => change({ moment: next });
  const at = instants[index] ?? path.from;
  const now = useMemo(() => pathAt({ path, at, since: instants[index - 1] }), [path, at, instants, index]);
  const foot = ({ id }: Line) => {
    const when = now.seen.get(id);
    if (when === undefined) return null;
    return (
      <Text component="span" size="xs" fw={now.here.has(id) ? 700 : 400} mt="auto">
        {now.here.has(id) ? words.here : format.instant(when)}
      </Text>
    );
  };
  return (
    <Stack>
      {path.isCut ? <Alert color="yellow">{words.cut}</Alert> : null}
      <TimeSlider instants={instants} index={index} choose={choose} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }} order={{ base: 2, md: 1 }}>
          <Picture
            lines={lines}
            footOf={foot}
            markOf={(step) => (now.here.has(step) ? 'here' : now.seen.has(step) ? 'passed' : undefined)}
            isTaken={({ from, to }) => now.ways.has(wayName(from, to))}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }} order={{ base: 1, md: 2 }}>
          <Stack>
            <WhatHappensNow now={now} />
            <PersonThen now={now} />
            <WhatHappens path={path} index={index} choose={choose} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
};

const Nobody = ({ path }: { path: Path }) => {
  const words = useWords(simulateWords);
  const [first] = path.refused;
  return <EmptyState title={words.nobody} text={first?.text ?? words.nobodyText} />;
};

/** Plays a journey, or a draft of it, for one person, and moves through the time of the play. */
export const SimulatePerson = (props: {
  journey: string;
  definition: Readonly<Record<string, unknown>>;
  isDraft: boolean;
}) => {
  const { journey, definition, isDraft } = props;
  const words = useWords(simulateWords);
  const format = useFormat();
  const [{ person, days = 30, choose = {} }, change] = usePlace();
  const lines = useMemo(() => outlineOf(definition['steps']), [definition]);
  const played = useSimulation({
    journey,
    definition: isDraft ? definition : undefined,
    person,
    days,
    choose,
  });
  return (
    <Stack>
      <Text c="dimmed">{words.text}</Text>
      <Group align="flex-end">
        <ReferenceInput
          label={words.person}
          kind="person"
          value={person ?? ''}
          onChange={(id) => change({ person: id === '' ? undefined : id, moment: undefined })}
        />
        <Select
          label={words.days}
          data={dayChoices.map((value) => ({ value, label: words.ofDays(format.number(Number(value))) }))}
          allowDeselect={false}
          w="9rem"
          value={String(days)}
          onChange={(next) => change({ days: Number(next ?? 30), moment: undefined })}
        />
      </Group>
      <WhatIf lines={lines} chosen={choose} choose={(next) => change({ choose: next, moment: undefined })} />
      {person === undefined ? <EmptyState title={words.pick} text={words.pickText} /> : null}
      {played.isError ? <ProblemAlert error={played.error} onRetry={() => void played.refetch()} /> : null}
      {played.isLoading ? <Loading /> : null}
      {person === undefined || played.data === undefined ? null : (
        <div style={{ position: 'relative' }} aria-busy={played.isPlaceholderData}>
          <LoadingOverlay visible={played.isPlaceholderData} />
          {played.data.runs.length === 0 ? (
            <Nobody path={played.data} />
          ) : (
            <Shown path={played.data} lines={lines} />
          )}
        </div>
      )}
    </Stack>
  );
};
