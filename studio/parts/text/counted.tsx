import { Text } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { partWords } from './part-words.ts';
import { useFormat } from './use-format.ts';

/** Counts that are younger are as good as of now. */
const youngMs = 60_000;

/** Says of when counts are, where they are not of this minute: those of a large shop are kept for a while. */
export const Counted = ({ iso }: { iso: string }) => {
  const words = useWords(partWords);
  const format = useFormat();
  if (format.age(iso) < youngMs) return null;
  return (
    <Text size="sm" c="dimmed" mb="sm" title={format.instant(iso)}>
      {words.counted(format.ago(iso))}
    </Text>
  );
};
