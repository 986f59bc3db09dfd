import { Badge, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { useFormat } from '../../../parts/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import classes from './diff.module.css';
import { publicationWords } from './publications-words.ts';

type FileChange = components['schemas']['WorkspacePublicationWithFiles']['files'][number];

const colors = { added: 'teal', changed: 'blue', removed: 'red' } as const;
const signs = { same: ' ', added: '+', removed: '-' } as const;

const Lines = ({ file }: { file: FileChange }) => {
  const words = useWords(publicationWords);
  const spoken = { same: '', added: words.wasAdded, removed: words.wasRemoved } as const;
  return (
    <pre className={classes['lines']} tabIndex={0} role="region" aria-label={words.linesOf(file.path)}>
      {file.hunks.map((hunk) => (
        <code key={`${hunk.before} ${hunk.after}`} className={classes['hunk']} style={{ display: 'block' }}>
          {hunk.lines.map(({ kind, text }, n) => (
            <span key={`${n} ${kind}`} className={classes['line']} data-kind={kind}>
              {spoken[kind] === '' ? null : <VisuallyHidden>{spoken[kind]} </VisuallyHidden>}
              <span aria-hidden="true">{signs[kind]}</span> {text}
            </span>
          ))}
        </code>
      ))}
    </pre>
  );
};

/** What a publication did to one file, line by line. */
export const FileDiff = ({ file }: { file: FileChange }) => {
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
      {isCut ? <Text size="sm">{words.cut}</Text> : null}
      {hunks.length === 0 ? null : <Lines file={file} />}
    </Stack>
  );
};
