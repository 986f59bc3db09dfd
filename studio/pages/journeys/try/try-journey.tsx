import { Group, SegmentedControl, Stack } from '@mantine/core';

import { useWords } from '../../../words/language.tsx';
import { usePlace } from '../place.ts';
import { SimulatePerson } from '../simulate/simulate-person.tsx';
import { simulateWords } from '../simulate/simulate-words.ts';
import { TryEverybody } from './try-everybody.tsx';

/** Tries a journey, or a draft of it, with one person or with everybody. */
export const TryJourney = (props: {
  journey: string;
  definition: Readonly<Record<string, unknown>>;
  isDraft: boolean;
}) => {
  const words = useWords(simulateWords);
  const [{ whom = 'all' }, change] = usePlace();
  return (
    <Stack>
      <Group>
        <SegmentedControl
          aria-label={words.whom}
          data={[
            { value: 'all', label: words.all },
            { value: 'one', label: words.one },
          ]}
          value={whom}
          onChange={(next) => change({ whom: next === 'one' ? 'one' : 'all' })}
        />
      </Group>
      {whom === 'one' ? <SimulatePerson {...props} /> : <TryEverybody {...props} />}
    </Stack>
  );
};
