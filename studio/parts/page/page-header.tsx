import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

import { useMe } from '../../app/session.tsx';
import { Marked } from '../text/marked.tsx';
import { usePageTitle } from './page-title.tsx';

/** The head of a page: its name, what it is for, and what one does here. It is the title of the tab, too. */
export const PageHeader = (props: { title: string; text?: string; children?: ReactNode }) => {
  const { title, text, children } = props;
  const { workspace } = useMe();
  const general = usePageTitle();
  // Said again whenever the general title was, as with another language.
  useEffect(() => {
    document.title = `${title} – ${workspace.name}`;
  }, [title, workspace.name, general]);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={4} miw={0} flex="1 1 16rem">
        <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Title>
        {text === undefined ? null : (
          <Text c="dimmed">
            <Marked text={text} />
          </Text>
        )}
      </Stack>
      {children === undefined ? null : <Group gap="xs">{children}</Group>}
    </Group>
  );
};
