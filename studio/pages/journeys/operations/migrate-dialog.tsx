import { Alert, Button, List, Modal, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { useMay } from '../../../app/session.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { journeyWords } from '../words.ts';
import { operationWords } from './operation-words.ts';
import { useMigration, type Wish } from './use-migration.ts';

type Detail = components['schemas']['JourneyDetail'];
type Preview = components['schemas']['JobPreview'];
type Stand = Preview['standing'][number];

const leaving = '(leave)';

/** Where those go who stand on a step that the target does not have. */
const Mapping = (props: {
  standing: Preview['standing'];
  steps: readonly string[];
  map: Wish['map'];
  change: (map: Wish['map']) => void;
}) => {
  const { standing, steps, map, change } = props;
  const words = useWords(operationWords);
  const gone = [...new Set(standing.flatMap(({ step }) => step ?? []))].filter(
    (step) => !steps.includes(step),
  );
  return gone.map((step) => (
    <Select
      key={step}
      label={words.goesTo(step)}
      data={[{ value: leaving, label: words.leave }, ...steps.map((one) => ({ value: one, label: one }))]}
      value={map[step] === null ? leaving : (map[step] ?? null)}
      onChange={(to) => {
        const { [step]: _former, ...rest } = map;
        change(to === null ? rest : { ...rest, [step]: to === leaving ? null : to });
      }}
    />
  ));
};

const Who = ({ looked }: { looked: Preview }) => {
  const words = useWords(operationWords);
  const format = useFormat();
  const columns: readonly Column<Stand>[] = [
    { key: 'version', title: words.version, cell: ({ version }) => format.number(version) },
    { key: 'step', title: words.step, cell: ({ step }) => step ?? words.noStep },
    { key: 'runs', title: words.people, align: 'right', cell: ({ runs }) => format.number(runs) },
  ];
  if (looked.total === 0) return <Text>{words.nobody}</Text>;
  return (
    <>
      <PlainTable
        label={words.who}
        columns={columns}
        rows={looked.standing}
        rowKey={({ version, step }) => `${version} ${step ?? ''}`}
      />
      <Text fw={600} aria-live="polite">
        {words.count(looked.total, format.number(looked.total))}
      </Text>
    </>
  );
};

const Problems = ({ problems }: { problems: Preview['problems'] }) => {
  const words = useWords(operationWords);
  if (problems.length === 0) return null;
  return (
    <Alert color="yellow">
      <Text size="sm" fw={600}>
        {words.wrong}
      </Text>
      <List size="sm">
        {problems.map(({ path, message }) => (
          <List.Item key={`${path} ${message}`}>{message}</List.Item>
        ))}
      </List>
    </Alert>
  );
};

const Choices = (props: { journey: Detail; wish: Wish; change: (wish: Wish) => void }) => {
  const { journey, wish, change } = props;
  const words = useWords(operationWords);
  const more = useWords(journeyWords);
  const format = useFormat();
  const versions = journey.versions.map(({ version, publishedAt }) => ({
    value: String(version),
    label: more.versionOf(format.number(version), format.day(publishedAt)),
  }));
  return (
    <>
      <Select
        label={words.from}
        allowDeselect={false}
        data={[
          { value: '', label: words.everyOther },
          ...versions.filter(({ value }) => value !== String(wish.to)),
        ]}
        value={wish.from === undefined ? '' : String(wish.from)}
        onChange={(from) => change({ ...wish, from: from === '' ? undefined : Number(from), map: {} })}
      />
      <Select
        label={words.to}
        allowDeselect={false}
        data={versions}
        value={String(wish.to)}
        onChange={(to) => change({ ...wish, from: undefined, to: Number(to), map: {} })}
      />
      <Select
        label={words.when}
        allowDeselect={false}
        data={(['now', 'next-step'] as const).map((value) => ({ value, label: words[value] }))}
        value={wish.when}
        onChange={(when) => change({ ...wish, when: when === 'next-step' ? 'next-step' : 'now' })}
      />
    </>
  );
};

const Dialog = ({ journey, onClose }: { journey: Detail; onClose: () => void }) => {
  const words = useWords(operationWords);
  const more = useWords(journeyWords);
  const [wish, change] = useState<Wish>({ from: undefined, to: journey.version, when: 'now', map: {} });
  const { looked, steps, act } = useMigration({ journey, wish, onBegun: onClose });
  const failed = [looked, steps].find(({ isError }) => isError);
  const isReady = looked.data !== undefined && looked.data.total > 0 && looked.data.problems.length === 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.migrateTitle}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': more.close }}
    >
      <Stack>
        <Choices journey={journey} wish={wish} change={change} />
        {failed === undefined ? null : (
          <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />
        )}
        {looked.data === undefined || steps.data === undefined ? (
          <Loading />
        ) : (
          <>
            <Who looked={looked.data} />
            <Mapping
              standing={looked.data.standing}
              steps={steps.data}
              map={wish.map}
              change={(map) => change({ ...wish, map })}
            />
            <Problems problems={looked.data.problems} />
          </>
        )}
        <DialogButtons
          label={words.begin}
          act={act}
          isReady={isReady}
          onAct={() => act.mutate()}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};

/** Moves people of a journey to another version: says first who they are, and asks where those on steps that are gone go. */
export const Migrate = ({ journey }: { journey: Detail }) => {
  const words = useWords(operationWords);
  const mayWrite = useMay()('write');
  const [isOpen, { open, close }] = useDisclosure(false);
  if (!mayWrite || journey.versions.length < 2) return null;
  return (
    <>
      <Button onClick={open}>{words.migrateButton}</Button>
      {isOpen ? <Dialog journey={journey} onClose={close} /> : null}
    </>
  );
};
