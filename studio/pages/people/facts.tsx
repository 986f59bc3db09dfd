import { Paper, SimpleGrid, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A thing that is known: what it is called, and what it is. */
export type Fact = { readonly key: string; readonly name: string; readonly value: ReactNode };

/** What is known of one subject, as pairs below a title. */
export const Facts = (props: { title: string; facts: readonly Fact[]; empty?: string }) => {
  const { title, facts, empty } = props;
  const id = useId();
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={id}>
      <Title order={2} size="h4" mb="sm" id={id}>
        {title}
      </Title>
      {facts.length === 0 ? (
        <Text c="dimmed">{empty}</Text>
      ) : (
        <SimpleGrid component="dl" cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm" m={0}>
          {facts.map(({ key, name, value }) => (
            <div key={key}>
              <Text component="dt" size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Text>
              <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
                {value}
              </Text>
            </div>
          ))}
        </SimpleGrid>
      )}
    </Paper>
  );
};
