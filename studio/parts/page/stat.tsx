import { Paper, Text } from '@mantine/core';

/** One figure: what it is, how much, and what to compare it with. */
export const Stat = (props: { label: string; value: string; text?: string }) => (
  <Paper withBorder p="md">
    <Text size="sm" c="dimmed">
      {props.label}
    </Text>
    <Text fz={28} fw={650} lh={1.25}>
      {props.value}
    </Text>
    {props.text === undefined ? null : (
      <Text size="sm" c="dimmed">
        {props.text}
      </Text>
    )}
  </Paper>
);
