import { Group, Paper, Progress as Bar, Text, Title } from '@mantine/core';

import type { components } from '../../../api/schema.ts';
import { PlainTable } from '../../../parts/data-table.tsx';
import { sentence } from '../../../parts/text/sentence.ts';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { broadcastWords } from '../words.ts';

type State = components['schemas']['BroadcastResults']['progress'];

const sumOf = (reasons: State['skipped']): number => reasons.reduce((sum, { people }) => sum + people, 0);

/** How far it has come: whom it reached, and where the others stand. */
export const Progress = ({ progress }: { progress: State }) => {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const { matched, sent, waiting, heldOut } = progress;
  const parts = [
    { key: 'sent', text: words.sent, people: sent, color: 'teal' },
    { key: 'waiting', text: words.waiting, people: waiting, color: 'yellow' },
    { key: 'heldOut', text: words.heldOut, people: heldOut, color: 'grape' },
    { key: 'leftOut', text: words.leftOut, people: sumOf(progress.skipped), color: 'gray.5' },
    { key: 'failed', text: words.failed, people: sumOf(progress.failed), color: 'red' },
  ];
  const whole = Math.max(
    1,
    matched,
    parts.reduce((sum, { people }) => sum + people, 0),
  );
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} component="section" aria-label={words.progress}>
      <Title order={2} size="h4" mb="xs">
        {words.progress}
      </Title>
      <Text mb="sm">{words.matched(matched, format.number(matched))}</Text>
      <Bar.Root size="xl" mb="sm">
        {parts.map(({ key, text, people, color }) => (
          <Bar.Section
            key={key}
            value={(people / whole) * 100}
            color={color}
            aria-label={`${text}: ${format.number(people)}`}
          />
        ))}
      </Bar.Root>
      <Group component="ul" gap="lg" p={0} m={0} style={{ listStyle: 'none' }}>
        {parts.map(({ key, text, people, color }) => (
          <Group key={key} component="li" gap={6} wrap="nowrap">
            <span
              aria-hidden="true"
              style={{
                width: 10,
                height: 10,
                borderRadius: 5,
                background: `var(--mantine-color-${color === 'gray.5' ? 'gray-5' : `${color}-filled`})`,
              }}
            />
            <Text size="sm">
              {text} <strong>{format.number(people)}</strong>
            </Text>
          </Group>
        ))}
      </Group>
    </Paper>
  );
};

/** Who got nothing, and why. */
export const LeftOut = ({ progress }: { progress: State }) => {
  const words = useWords(broadcastWords);
  const format = useFormat();
  const rows = [...progress.failed, ...progress.skipped];
  if (rows.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.whyNot}
      </Title>
      <PlainTable
        label={words.whyNot}
        rows={rows}
        rowKey={({ reason }) => reason}
        columns={[
          { key: 'reason', title: words.reason, cell: ({ text }) => sentence(text) },
          {
            key: 'people',
            title: words.people,
            align: 'right',
            cell: ({ people }) => format.number(people),
          },
        ]}
      />
    </section>
  );
};
