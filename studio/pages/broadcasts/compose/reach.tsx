import { Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';

import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { sentence } from '../../../parts/text/sentence.ts';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { composeWords } from './compose-words.ts';
import type { Plan } from './plan.ts';
import { namesSomebody, type Reach as Found, useReach } from './use-reach.ts';

type Line = { readonly key: string; readonly text: string; readonly people: number; readonly color: string };

const useLines = (found: Found): readonly Line[] => {
  const words = useWords(composeWords);
  const now = found.sent;
  return [
    { key: 'sent', text: words.reached, people: now, color: 'teal' },
    ...found.waits.map(({ reason, text, people }) => ({
      key: `waits ${reason}`,
      text: words.later(text),
      people,
      color: 'yellow',
    })),
    ...(found.heldOut === 0
      ? []
      : [{ key: 'held-out', text: words.heldOut, people: found.heldOut, color: 'grape' }]),
    ...found.skipped.map(({ reason, text, people }) => ({
      key: `skipped ${reason}`,
      text: sentence(text),
      people,
      color: 'gray.5',
    })),
  ];
};

const Lines = ({ found }: { found: Found }) => {
  const format = useFormat();
  return (
    <Stack gap="xs">
      {useLines(found).map(({ key, text, people, color }) => {
        const share = found.matched === 0 ? 0 : people / found.matched;
        return (
          <div key={key}>
            <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {text}
              </Text>
              <Text size="sm" fw={500} style={{ whiteSpace: 'nowrap' }}>
                {format.number(people)}
              </Text>
            </Group>
            <Progress value={share * 100} color={color} aria-label={`${text} ${format.percent(share)}`} />
          </div>
        );
      })}
    </Stack>
  );
};

/** Whom the broadcast would reach now, and who falls away and why. */
export const Reach = ({ id, plan }: { id: string; plan: Plan }) => {
  const words = useWords(composeWords);
  const format = useFormat();
  const reach = useReach(id, plan);
  const found = reach.data;
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'lg' }} component="section" aria-label={words.reach}>
      <Title order={2} size="h4" mb="xs">
        {words.reach}
      </Title>
      {namesSomebody(plan) ? (
        <Stack gap="sm" aria-live="polite">
          {reach.isError ? <ProblemAlert error={reach.error} /> : null}
          {reach.isPending ? <Loading /> : null}
          {found === undefined ? null : (
            <>
              <Text fz={24} fw={650} lh={1.2}>
                {words.reaches(
                  found.reached.people,
                  format.number(found.reached.people),
                  format.number(found.matched),
                )}
              </Text>
              <Lines found={found} />
              <Text size="sm" c="dimmed">
                {found.isExact
                  ? words.exact
                  : words.sampled(
                      format.number(found.lookedAt),
                      format.number(found.reached.low),
                      format.number(found.reached.high),
                    )}
              </Text>
            </>
          )}
        </Stack>
      ) : (
        <Text c="dimmed">{words.nobodyYet}</Text>
      )}
    </Paper>
  );
};
