import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is shown where there is nothing: why, and what to do about it. `isPage` where it stands instead of a whole page. */
export const EmptyState = (props: {
  title: string;
  text?: string;
  isPage?: boolean;
  children?: ReactNode;
}) => (
  <Stack align="center" gap="xs" py={48} px="md" ta="center">
    <Title order={props.isPage === true ? 1 : 2} size="h4">
      {props.title}
    </Title>
    {props.text === undefined ? null : (
      <Text c="dimmed" maw="36rem">
        {props.text}
      </Text>
    )}
    {props.children}
  </Stack>
);
