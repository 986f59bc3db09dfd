import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of the page of a connector, with its heading. */
export const Section = (props: { id: string; title: string; text?: string; children: ReactNode }) => (
  <section aria-labelledby={props.id}>
    <Title order={2} size="h4" id={props.id} mb={4}>
      {props.title}
    </Title>
    {props.text === undefined ? null : (
      <Text size="sm" c="dimmed" mb="sm">
        {props.text}
      </Text>
    )}
    {props.children}
  </section>
);
