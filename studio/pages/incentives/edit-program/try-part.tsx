import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { PlainTable } from '../../../parts/data-table.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import { rowName, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { programWords } from './words.ts';

type Trial = components['schemas']['ProgramTrial'];

const days = 30;
const definitionSchema = z.record(z.string(), z.unknown()).catch({});

const Given = ({ trial, form }: { trial: Trial; form: FileForm }) => {
  const words = useWords(programWords);
  const format = useFormat();
  const { points, people, cost, currency, events, lookedAt, rules } = trial;
  const names = new Map(rowsAt(form, ['earn']).map((rule) => [rule['key'], rowName(rule)]));
  return (
    <Stack gap="sm" role="status">
      <Text fz={24} fw={650} lh={1.2}>
        {words.wouldGive(format.number(points), people, format.number(people))}
      </Text>
      <Text size="sm">
        {cost === null ? words.noCost : words.wouldCost(format.money({ minor: cost, currency }))}{' '}
        {lookedAt < events ? words.newest(format.number(lookedAt), format.number(events)) : ''}
      </Text>
      {rules.length === 0 ? null : (
        <PlainTable
          label={words.byRule}
          rows={rules}
          rowKey={({ rule }) => rule}
          columns={[
            { key: 'rule', title: words.byRule, cell: ({ rule }) => names.get(rule) ?? rule },
            {
              key: 'times',
              title: words.timesGiven,
              align: 'right',
              cell: ({ times }) => format.number(times),
            },
            {
              key: 'points',
              title: words.points,
              align: 'right',
              cell: (one) => format.number(one.points),
            },
          ]}
        />
      )}
    </Stack>
  );
};

/** What the draft would have given for the events of the last 30 days, and what that costs. */
export const TryPart = ({ form }: { form: FileForm }) => {
  const words = useWords(programWords);
  const api = useApi();
  const look = useMutation({
    mutationFn: (definition: Record<string, unknown>) =>
      ask(api.POST('/api/loyalty/programs/try', { body: { definition, days } })),
  });
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm" c="dimmed">
        {words.tryText}
      </Text>
      <Button
        variant="default"
        loading={look.isPending}
        onClick={() => look.mutate(definitionSchema.parse(form.written.value))}
      >
        {words.tryIt}
      </Button>
      {look.isError ? <ProblemAlert error={look.error} /> : null}
      {look.isSuccess ? <Given trial={look.data} form={form} /> : null}
    </Stack>
  );
};
