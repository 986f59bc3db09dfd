import { Button, Group, List, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import type { components } from '../../api/schema.ts';
import { type Column, PlainTable } from '../data-table.tsx';
import { Loading } from '../page/loading.tsx';
import { useNotice } from '../page/notice.tsx';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { useFormat } from '../text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { publishWords } from './publish-words.ts';

type Published = components['schemas']['Published'];
type Journey = Published['journeys'][number];
type Stand = Journey['people'][number];

const plans = ['finish', 'next-step', 'now'] as const;
type Plan = (typeof plans)[number];

/** Publishes, or only says what that would do. */
export type Publish = (input: {
  readonly plan: Readonly<Record<string, Plan>>;
  readonly dryRun: boolean;
  readonly expect?: number;
  readonly note?: string;
}) => Promise<Published>;

/** The people inside one journey, and what is to become of them. */
const Inside = (props: { journey: Journey; plan: Plan; choose: (plan: Plan) => void }) => {
  const { journey, plan, choose } = props;
  const words = useWords(publishWords);
  const format = useFormat();
  const columns: readonly Column<Stand>[] = [
    { key: 'step', title: words.on, cell: ({ step }) => step ?? '' },
    { key: 'version', title: words.of, align: 'right', cell: ({ version }) => format.number(version) },
    { key: 'runs', title: words.people, align: 'right', cell: ({ runs }) => format.number(runs) },
    {
      key: 'to',
      title: words.to,
      cell: ({ to, leaves }) => (leaves === true ? words.leaves : (to ?? words.stays)),
    },
  ];
  return (
    <Stack gap="xs">
      <Select
        label={words.plan(journey.key)}
        description={words.insideText}
        data={plans.map((value) => ({ value, label: words[value] }))}
        allowDeselect={false}
        value={plan}
        onChange={(next) => choose(plans.find((one) => one === next) ?? 'finish')}
      />
      <PlainTable
        label={words.inside}
        columns={columns}
        rows={journey.people}
        rowKey={({ version, step }) => `${version} ${step ?? ''}`}
      />
    </Stack>
  );
};

/** What a publication changes, and how many people come in at once. */
export const Changes = ({ published }: { published: Published }) => {
  const words = useWords(publishWords);
  const format = useFormat();
  const { changes, entering, records, audiences } = published;
  if (changes.length === 0) return <Text>{words.nothing}</Text>;
  return (
    <>
      <Title order={3} size="h5">
        {words.changes}
      </Title>
      <List size="sm">
        {changes.map(({ what, key, change, version }) => (
          <List.Item key={`${what} ${key}`}>
            {words[change]}: {what} {key}
            {version === undefined ? '' : ` (${words.version(format.number(version))})`}
          </List.Item>
        ))}
        {records.map(({ object, name = '', message }) => (
          <List.Item key={`${object} ${name} ${message}`}>{message}</List.Item>
        ))}
        {audiences.map(({ feed, people, connectorRemoved, plugin }) => (
          <List.Item key={`audience ${feed}`}>
            {words.leaving(feed, people, format.number(people))}
            {connectorRemoved ? ` ${words.stranded(plugin)}` : ''}
          </List.Item>
        ))}
      </List>
      {entering === 0 ? null : <Text fw={600}>{words.entering(entering, format.number(entering))}</Text>}
    </>
  );
};

/** What publishing would do by the plan, and how it is done. */
const useLooked = (input: {
  said?: string | undefined;
  plan: Readonly<Record<string, Plan>>;
  note: string;
  what: string;
  publish: Publish;
  onDone: () => void;
}) => {
  const { plan, note, what, publish, onDone, said } = input;
  const words = useWords(publishWords);
  const format = useFormat();
  const notice = useNotice();
  const queries = useQueryClient();
  const looked = useQuery({
    queryKey: ['publish', what, plan],
    queryFn: () => publish({ plan, dryRun: true }),
    gcTime: 0,
    staleTime: 0,
  });
  const act = useMutation({
    mutationFn: (expect: number) =>
      publish({
        plan,
        dryRun: false,
        ...(expect === 0 ? {} : { expect }),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      }),
    onSuccess: async ({ revision }) => {
      notice.done(said ?? words.published(format.number(revision)));
      onDone();
      await queries.invalidateQueries();
    },
  });
  return { looked, act };
};

const noteMost = 500;

const Note = (props: { note: string; write: (note: string) => void }) => {
  const words = useWords(publishWords);
  return (
    <TextInput
      label={words.note}
      description={words.noteText}
      maxLength={noteMost}
      value={props.note}
      onChange={({ currentTarget }) => props.write(currentTarget.value)}
    />
  );
};

/** Says what publishing would do, to whom, asks what becomes of the people inside, and does it. */
export const PublishDialog = (props: {
  title: string;
  /** Names what is published. */
  what: string;
  publish: Publish;
  /** What else is to be seen before it is done. */
  children?: ReactNode;
  /** What the button says, and what is said when it is done, where it is published later. */
  later?: { readonly label: string; readonly said: string; readonly isReady: boolean };
  onClose: () => void;
}) => {
  const { title, what, publish, children, later, onClose } = props;
  const words = useWords(publishWords);
  const [plan, setPlan] = useState<Readonly<Record<string, Plan>>>({});
  const [note, setNote] = useState('');
  const { looked, act } = useLooked({ plan, note, what, publish, onDone: onClose, said: later?.said });
  const inside = (looked.data?.journeys ?? []).filter(({ people }) => people.length > 0);
  const planOf = (key: string): Plan => new Map(Object.entries(plan)).get(key) ?? 'finish';
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack>
        {children}
        {looked.isPending ? <Loading /> : null}
        {looked.isError ? <ProblemAlert error={looked.error} onRetry={() => void looked.refetch()} /> : null}
        {looked.data === undefined ? null : <Changes published={looked.data} />}
        {inside.map((journey) => (
          <Inside
            key={journey.key}
            journey={journey}
            plan={planOf(journey.key)}
            choose={(next) => setPlan({ ...plan, [journey.key]: next })}
          />
        ))}
        {later === undefined ? <Note note={note} write={setNote} /> : null}
        {act.isError ? <ProblemAlert error={act.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            loading={act.isPending}
            disabled={
              looked.data === undefined || looked.data.changes.length === 0 || later?.isReady === false
            }
            onClick={() => act.mutate(looked.data?.entering ?? 0)}
          >
            {later?.label ?? words.doPublish}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
