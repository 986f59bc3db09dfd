import { Badge, Group, Stack, Text, Title } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { ChangedLines } from '../../../parts/lines/changed-lines.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { publicationWords } from './publications-words.ts';

type FileChange = components['schemas']['WorkspacePublicationWithFiles']['files'][number];

const colors = { added: 'teal', changed: 'blue', removed: 'red' } as const;

/** What becomes of one file, line by line. */
export const FileDiff = (props: {
  file: FileChange;
  /** What is said where the lines are not shown. */
  cut?: string;
}) => {
  const { file, cut } = props;
  const words = useWords(publicationWords);
  const format = useFormat();
  const { path, change, lines, isCut, hunks } = file;
  return (
    <Stack gap={6} component="section" aria-label={path}>
      <Group gap="xs">
        <Title order={3} size="h5" style={{ overflowWrap: 'anywhere' }}>
          {path}
        </Title>
        <Badge variant="dot" color={colors[change]} tt="none">
          {words[change]}
        </Badge>
        {isCut && lines.added + lines.removed === 0 ? null : (
          <Text size="sm" c="dimmed">
            {words.lines(format.number(lines.added), format.number(lines.removed))}
          </Text>
        )}
      </Group>
      {isCut ? <Text size="sm">{cut ?? words.cut}</Text> : null}
      {hunks.length === 0 ? null : <ChangedLines label={words.linesOf(path)} hunks={hunks} />}
    </Stack>
  );
};
