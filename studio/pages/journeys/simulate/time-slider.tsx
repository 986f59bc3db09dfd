import { ActionIcon, Group, Slider, Stack, Text } from '@mantine/core';

import { Icon } from '../../../parts/icon.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { simulateWords } from './simulate-words.ts';

/** Moves through the instants of a path; arrow keys, Home and End work as with any slider. */
export const TimeSlider = (props: {
  instants: readonly string[];
  index: number;
  choose: (index: number) => void;
}) => {
  const { instants, index, choose } = props;
  const words = useWords(simulateWords);
  const format = useFormat();
  const last = instants.length - 1;
  const at = instants[index] ?? '';
  const say = (n: number): string =>
    words.position(format.number(n + 1), format.number(last + 1), format.instant(instants[n] ?? at));
  return (
    <Stack gap={4} role="group" aria-label={words.time}>
      <Group wrap="nowrap" gap="sm">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.earlier}
          disabled={index === 0}
          onClick={() => choose(index - 1)}
        >
          <Icon path="m15 6-6 6 6 6" />
        </ActionIcon>
        <Slider
          flex={1}
          min={0}
          max={Math.max(last, 1)}
          value={index}
          onChange={choose}
          disabled={last === 0}
          label={null}
          marks={last > 40 ? [] : instants.map((_at, value) => ({ value }))}
          thumbLabel={words.time}
          thumbValueText={say}
          styles={{ thumb: { width: '1.5rem', height: '1.5rem' } }}
        />
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.later}
          disabled={index >= last}
          onClick={() => choose(index + 1)}
        >
          <Icon path="m9 6 6 6-6 6" />
        </ActionIcon>
      </Group>
      <Text size="sm" ta="center" aria-live="polite">
        <Text span fw={600}>
          {format.instant(at)}
        </Text>{' '}
        <Text span c="dimmed">
          {format.ago(at)} · {format.number(index + 1)}/{format.number(last + 1)}
        </Text>
      </Text>
    </Stack>
  );
};
