import { UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';

import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import classes from './calendar.module.css';
import { calendarWords } from './calendar-words.ts';
import { dayByKey, type Span } from './days.ts';
import type { Entry } from './entries.ts';
import { EntryLink, type Look } from './entry-link.tsx';

/** A cell of a month has room for so many entries; a week shows all. */
const mostInMonth = 3;

type Shown = {
  readonly label: string;
  readonly span: Span;
  readonly weeks: readonly (readonly string[])[];
  /** The day that keys start from. */
  readonly day: string;
  readonly today: string;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly look: Look;
  readonly onGo: (day: string) => void;
  readonly onOpen: (day: string) => void;
};

/** After a key led to another day, its button has the focus, in whatever month it is. */
const useFollowFocus = (day: string) => {
  const grid = useRef<HTMLTableElement>(null);
  const isAsked = useRef(false);
  useEffect(() => {
    if (!isAsked.current) return;
    isAsked.current = false;
    grid.current?.querySelector<HTMLButtonElement>(`button[data-day="${day}"]`)?.focus();
  }, [day]);
  return { grid, follow: () => void (isAsked.current = true) };
};

const Day = (props: Shown & { at: string; onKey: (event: KeyboardEvent) => void }) => {
  const { span, day, at, today, entries, look, onOpen, onKey } = props;
  const words = useWords(calendarWords);
  const format = useFormat();
  const all = entries.get(at) ?? [];
  const most = span === 'week' || all.length === mostInMonth + 1 ? mostInMonth + 1 : mostInMonth;
  const seen = span === 'week' ? all : all.slice(0, most);
  const isOutside = span === 'month' && at.slice(0, 7) !== day.slice(0, 7);
  return (
    <td className={`${classes['day'] ?? ''} ${isOutside ? (classes['outside'] ?? '') : ''}`}>
      <UnstyledButton
        className={classes['number'] ?? ''}
        data-day={at}
        tabIndex={at === day ? 0 : -1}
        aria-current={at === today ? 'date' : undefined}
        aria-label={words.dayOf(format.longDay(at), all.length)}
        onClick={() => onOpen(at)}
        onKeyDown={onKey}
      >
        {Number(at.slice(8))}
      </UnstyledButton>
      {seen.map((entry) => (
        <EntryLink key={entry.key} entry={entry} day={at} look={look} />
      ))}
      {all.length > seen.length ? (
        <UnstyledButton fz="xs" c="dimmed" onClick={() => onOpen(at)}>
          {words.more(all.length - seen.length)}
        </UnstyledButton>
      ) : null}
    </td>
  );
};

/** A month or a week as a table. Arrow keys and page keys lead from day to day, Enter opens one. */
export const Grid = (props: Shown) => {
  const { label, span, weeks, day, onGo } = props;
  const format = useFormat();
  const { grid, follow } = useFollowFocus(day);
  const onKey = (event: KeyboardEvent): void => {
    const next = dayByKey(day, event.key);
    if (next === undefined) return;
    event.preventDefault();
    follow();
    onGo(next);
  };
  return (
    <table
      ref={grid}
      aria-label={label}
      className={`${classes['grid'] ?? ''} ${span === 'week' ? (classes['week'] ?? '') : ''}`}
    >
      <thead>
        <tr>
          {(weeks[0] ?? []).map((at) => (
            <th key={at} scope="col">
              {format.weekday(at)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((at) => (
              <Day key={at} {...props} at={at} onKey={onKey} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
