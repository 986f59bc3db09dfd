import { Text } from '@mantine/core';

import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { useWords } from '../../words/language.tsx';
import { useWarehouse } from './use-figures.ts';
import { analyticsWords } from './words.ts';

/** How fresh the figures are, or why there are none. */
export const Freshness = () => {
  const words = useWords(analyticsWords);
  const { data } = useWarehouse();
  if (data === undefined) return null;
  if (!data.isOn) return <EmptyState title={words.off} text={words.offText} />;
  if (data.asOf === undefined) return <EmptyState title={words.noData} text={words.noDataText} />;
  return (
    <Text size="sm" c="dimmed" mb="md">
      {words.asOf} <Instant iso={data.asOf} />
    </Text>
  );
};
