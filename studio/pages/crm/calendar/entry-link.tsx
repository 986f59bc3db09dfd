import { Link } from '@tanstack/react-router';
import type { CSSProperties, ReactNode } from 'react';

import { useWords } from '../../../words/language.tsx';
import classes from './calendar.module.css';
import { calendarWords } from './calendar-words.ts';
import type { Entry } from './entries.ts';

/** How kinds are called and coloured. */
export type Look = { readonly nameOf: (kind: string) => string; readonly colorOf: (kind: string) => string };

/** The colour of a kind, as the styles of the calendar want it. */
export const coloured = (color: string): CSSProperties => {
  const style: Record<string, string> = { '--entry-color': color };
  return style;
};

/** One entry in a cell of the calendar. */
export const EntryLink = ({ entry, day, look }: { entry: Entry; day: string; look: Look }) => {
  const words = useWords(calendarWords);
  const { kind, title, hour, from, to, isOver } = entry;
  const text: ReactNode = (
    <>
      {hour === undefined || from !== day ? null : <b>{hour} </b>}
      <span className={isOver ? classes['over'] : undefined}>{title}</span>
    </>
  );
  const about = {
    className: classes['entry'] ?? '',
    style: coloured(look.colorOf(kind)),
    title: `${look.nameOf(kind)}: ${title}${isOver ? ` (${words.over})` : ''}`,
  };
  return to === undefined ? (
    <div {...about}>{text}</div>
  ) : (
    <Link to={to} {...about}>
      {text}
    </Link>
  );
};
