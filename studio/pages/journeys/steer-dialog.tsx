import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { components } from '../../api/schema.ts';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { type Saying, type Steering, useSteer } from './use-steer.ts';
import { journeyWords } from './words.ts';

type Journey = components['schemas']['Journey'];
type Steered = components['schemas']['Steered'];

const isHarsh = (how: Steering): boolean => how === 'stop' || how === 'drain';

/** What may be said with it. */
const Fields = (props: { how: Steering; saying: Saying; change: (next: Partial<Saying>) => void }) => {
  const { how, saying, change } = props;
  const words = useWords(journeyWords);
  const option = <K extends 'hold' | 'refuse' | Saying['policy']>(value: K) => ({
    value,
    label: words[value],
  });
  return (
    <>
      {how === 'freeze' ? (
        <Select
          label={words.entries}
          data={[option('hold'), option('refuse')]}
          allowDeselect={false}
          value={saying.entries}
          onChange={(entries) => change({ entries: entries === 'refuse' ? 'refuse' : 'hold' })}
        />
      ) : null}
      {how === 'resume' ? (
        <Select
          label={words.policy}
          data={[option('shift'), option('catch-up'), option('skip')]}
          allowDeselect={false}
          value={saying.policy}
          onChange={(policy) =>
            change({ policy: policy === 'catch-up' || policy === 'skip' ? policy : 'shift' })
          }
        />
      ) : null}
      {how === 'freeze' || how === 'stop' ? (
        <TextInput
          label={words.reason}
          description={words.reasonText}
          maxLength={300}
          value={saying.reason}
          onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
        />
      ) : null}
    </>
  );
};

/** Whom it concerns. */
const Concerned = ({ how, journey, counted }: { how: Steering; journey: Journey; counted: Steered }) => {
  const words = useWords(journeyWords);
  const format = useFormat();
  // Those inside go on as they are: the engine has nobody to deal with, and the reader still wants to know.
  const people = how === 'pause' || how === 'drain' ? journey.active : counted.people;
  return (
    <Text size="sm" aria-live="polite">
      {words[`${how}Text`](people, format.number(people))}
      {counted.entering === 0 ? '' : ` ${words.entering(counted.entering, format.number(counted.entering))}`}
    </Text>
  );
};

/** Says how many people it concerns, asks, and steers the journey. */
export const SteerDialog = (props: { journey: Journey; how: Steering; onClose: () => void }) => {
  const { journey, how, onClose } = props;
  const { key } = journey;
  const words = useWords(journeyWords);
  const notice = useNotice();
  const queries = useQueryClient();
  const steer = useSteer();
  const [saying, setSaying] = useState<Saying>({ reason: '', entries: 'hold', policy: 'shift' });
  const counted = useQuery({
    queryKey: ['steer', key, how],
    queryFn: () => steer({ key, how, saying, dryRun: true }),
    gcTime: 0,
  });
  const act = useMutation({
    mutationFn: () => steer({ key, how, saying, dryRun: false, expect: counted.data?.entering }),
    onSuccess: async () => {
      notice.done(words[`${how}Done`]);
      onClose();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['journeys'] }),
        queries.invalidateQueries({ queryKey: ['journey', key] }),
      ]);
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${words[how]}: ${journey.name}`}
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack>
        {counted.isPending ? <Loading /> : null}
        {counted.isError ? (
          <ProblemAlert error={counted.error} onRetry={() => void counted.refetch()} />
        ) : null}
        {counted.data === undefined ? null : <Concerned how={how} journey={journey} counted={counted.data} />}
        <Fields how={how} saying={saying} change={(next) => setSaying({ ...saying, ...next })} />
        {act.isError ? <ProblemAlert error={act.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            {...(isHarsh(how) ? { color: 'red' } : {})}
            loading={act.isPending}
            disabled={counted.data === undefined}
            onClick={() => act.mutate()}
          >
            {words[how]}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
