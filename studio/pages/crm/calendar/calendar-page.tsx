import { Alert, Box, Button, Modal, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useMay, useMe } from '../../../app/session.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useShippedLabel } from '../../../parts/text/shipped-label.ts';
import { useWords } from '../../../words/language.tsx';
import type { Definition } from '../definition.ts';
import classes from './calendar.module.css';
import { calendarWords } from './calendar-words.ts';
import { colorAt } from './colors.ts';
import { DayEntries } from './day-entries.tsx';
import { dayOf, weeksOf } from './days.ts';
import { byDay, type Entry, taskKind } from './entries.ts';
import type { Look } from './entry-link.tsx';
import { Grid } from './grid.tsx';
import { type CalendarPlace, useCalendarPlace } from './place.ts';
import { Toolbar } from './toolbar.tsx';
import { type Kind, useCalendarKinds, useEntries } from './use-entries.ts';

/** What new things are made from here. */
const madeHere = 'appointment';

/** A link to make an appointment, at nine on a day where one is named. */
const NewLink = ({ kinds, day }: { kinds: readonly Definition[]; day?: string }) => {
  const words = useWords(calendarWords);
  const may = useMay();
  const definition = kinds.find(({ key }) => key === madeHere);
  const from = definition?.views.calendar?.from;
  if (definition === undefined || from === undefined || !may('records:write')) return null;
  const isDay = definition.fields[from]?.type === 'date';
  const search = day === undefined || !isDay ? {} : { [from]: day };
  return (
    <Button renderRoot={(props) => <Link to={`/records/${madeHere}/new`} search={search} {...props} />}>
      {words.newOf(definition.name)}
    </Button>
  );
};

type DaysShown = {
  readonly days: readonly string[];
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly look: Look;
};

/** The days that have something, one below the other: what a narrow screen shows. */
const Agenda = ({ days, entries, look }: DaysShown) => {
  const words = useWords(calendarWords);
  const format = useFormat();
  const filled = days.filter((day) => (entries.get(day) ?? []).length > 0);
  if (filled.length === 0) return <EmptyState title={words.nothing} text={words.nothingText} />;
  return (
    <Stack>
      {filled.map((day) => (
        <section key={day}>
          <Title order={3} size="h5" mb={4} className={classes['when'] ?? ''}>
            {format.longDay(day)}
          </Title>
          <DayEntries day={day} entries={entries.get(day) ?? []} look={look} />
        </section>
      ))}
    </Stack>
  );
};

const DayDialog = (props: {
  day: string;
  entries: readonly Entry[];
  kinds: readonly Definition[];
  look: Look;
  onClose: () => void;
}) => {
  const { day, entries, kinds, look, onClose } = props;
  const words = useWords(calendarWords);
  const parts = useWords(partWords);
  const format = useFormat();
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={format.longDay(day)}
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        {entries.length === 0 ? (
          <Text c="dimmed">{words.nothingThatDay}</Text>
        ) : (
          <DayEntries day={day} entries={entries} look={look} />
        )}
        <NewLink kinds={kinds} day={day} />
      </Stack>
    </Modal>
  );
};

/** How kinds are called and coloured, tasks among them, and the list of all. */
const useLook = (kinds: readonly Definition[]): { all: readonly Kind[]; look: Look } => {
  const words = useWords(calendarWords);
  const label = useShippedLabel();
  const all = [
    ...kinds.map(({ key, plural, name }) => ({ key, name: label(key, plural ?? name) })),
    { key: taskKind, name: words.tasks },
  ];
  const nameOf = (kind: string): string =>
    kind === taskKind ? words.tasks : label(kind, kinds.find(({ key }) => key === kind)?.name ?? kind);
  return { all, look: { nameOf, colorOf: (kind) => colorAt(all.findIndex(({ key }) => key === kind)) } };
};

/** The days of the place that the address names, and what they are called together. */
const useDays = ({ span, day: named }: CalendarPlace) => {
  const format = useFormat();
  const { now, workspace } = useMe();
  const today = dayOf(now, workspace.zone);
  const day = named ?? today;
  const weeks = weeksOf(day, span);
  const days = weeks.flat();
  const [first, last] = [days[0] ?? day, days.at(-1) ?? day];
  const title =
    span === 'month' ? format.month(day) : `${format.calendarDay(first)} – ${format.calendarDay(last)}`;
  return { today, day, weeks, days, first, last, title };
};

const Calendar = ({ kinds }: { kinds: readonly Definition[] }) => {
  const words = useWords(calendarWords);
  const [place, change] = useCalendarPlace();
  const [opened, setOpened] = useState<string | undefined>();
  const { all, look } = useLook(kinds);
  const { first, last, days, ...shown } = useDays(place);
  const { mine, without, span } = place;
  const found = useEntries({ kinds, days: { first, last }, mine, without });
  const entries = byDay(found.entries, days);
  const isOfMonth = (one: string): boolean => one.slice(0, 7) === shown.day.slice(0, 7);
  return (
    <>
      <Toolbar {...shown} kinds={all} look={look} place={place} onChange={change} />
      {found.error === undefined ? null : <ProblemAlert error={found.error} onRetry={found.again} />}
      {found.isWhole ? null : (
        <Alert color="yellow" variant="light" mb="md">
          {words.notWhole}
        </Alert>
      )}
      {found.isLoading ? <Loading /> : null}
      <Box visibleFrom="sm">
        <Grid
          {...shown}
          label={shown.title}
          span={span}
          entries={entries}
          look={look}
          onGo={(next) => change({ day: next })}
          onOpen={setOpened}
        />
      </Box>
      <Box hiddenFrom="sm">
        {found.isLoading ? null : (
          <Agenda days={span === 'month' ? days.filter(isOfMonth) : days} entries={entries} look={look} />
        )}
      </Box>
      {opened === undefined ? null : (
        <DayDialog
          day={opened}
          entries={entries.get(opened) ?? []}
          kinds={kinds}
          look={look}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
};

/** What stands on the days of a month or a week: appointments, events, tasks and days to keep. */
export const Content = () => {
  const words = useWords(calendarWords);
  const kinds = useCalendarKinds();
  return (
    <>
      <PageHeader title={words.calendar} text={words.text}>
        <NewLink kinds={kinds.data ?? []} />
      </PageHeader>
      {kinds.isPending ? <Loading /> : null}
      {kinds.isLoadingError ? (
        <ProblemAlert error={kinds.error} onRetry={() => void kinds.refetch()} />
      ) : null}
      {kinds.data === undefined ? null : <Calendar kinds={kinds.data} />}
    </>
  );
};
