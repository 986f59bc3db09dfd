import { SimpleGrid } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { Stat } from '../../../parts/page/stat.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import type { Broadcast } from '../broadcast-state.tsx';
import { wholePlan } from '../compose/plan.ts';
import { useSpan } from '../compose/review-part.tsx';
import { broadcastWords } from '../words.ts';

type Results = components['schemas']['BroadcastResults'];

/** How many reached the goal, and what that was worth. */
export const Success = ({ broadcast, results }: { broadcast: Broadcast; results: Results }) => {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const span = useSpan();
  const { goal } = wholePlan(broadcast.plan);
  const text = words.goal(goal.on, span(goal.within ?? '7 days'));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Stat label={words.converted} value={format.number(results.converted)} text={text} />
      {results.revenue.length === 0 ? null : (
        <Stat label={words.revenue} value={results.revenue.map(format.money).join(' + ')} text={text} />
      )}
    </SimpleGrid>
  );
};
