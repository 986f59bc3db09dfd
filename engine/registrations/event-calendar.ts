import ical, { ICalCalendarMethod } from 'ical-generator';

import { type JsonObject, own } from '../../domain/json.ts';
import type { CrmRecord } from '../../domain/records/record.ts';
import { registrationStages } from './settle-places.ts';

/** What a calendar entry is made of; instants as in records. */
type Entry = {
  readonly id: string;
  readonly revision: number;
  readonly updatedAt: number;
  readonly data: JsonObject;
  /** The field that names it. */
  readonly title: string;
  readonly isCancelled: boolean;
};

const hourMs = 3_600_000;

const textIn = (data: JsonObject, key: string): string | undefined => {
  const value = own(data, key);
  return typeof value === 'string' ? value : undefined;
};

/**
 * An event or appointment as an iCalendar file (RFC 5545), in UTC; undefined without a start. One without an end takes an hour. The same record
 * has the same `UID`, and its revision as `SEQUENCE`, so a calendar replaces what it has.
 */
const eventCalendar = (input: { entry: Entry; host: string }): string | undefined => {
  const { id, revision, updatedAt, data, title, isCancelled } = input.entry;
  const starts = Date.parse(textIn(data, 'startsAt') ?? '');
  if (Number.isNaN(starts)) return undefined;
  const ends = Date.parse(textIn(data, 'endsAt') ?? '');
  const calendar = ical({ prodId: { company: 'Ciclo', product: 'Ciclo' } });
  calendar.method(isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH);
  const [location, url, description] = ['place', 'link', 'description'].map((key) => textIn(data, key));
  calendar.createEvent({
    id: `${id}@${input.host}`,
    sequence: revision,
    stamp: new Date(updatedAt),
    start: new Date(starts),
    end: new Date(Number.isNaN(ends) || ends < starts ? starts + hourMs : ends),
    summary: textIn(data, title) ?? 'Event',
    ...(location === undefined ? {} : { location }),
    ...(url !== undefined && /^https?:\/\//.test(url) ? { url } : {}),
    ...(description === undefined ? {} : { description }),
  });
  return calendar.toString();
};

/** The calendar file of an event or appointment, with the fields that the reader may see (`data`); undefined without a start. */
export const calendarOf = (input: {
  readonly row: Pick<CrmRecord, 'id' | 'revision' | 'updatedAt' | 'stage'>;
  readonly data: JsonObject;
  readonly title: string;
}): string | undefined => {
  const { id, revision, updatedAt, stage } = input.row;
  const { data, title } = input;
  const isCancelled = stage === registrationStages.cancelled;
  return eventCalendar({ entry: { id, revision, updatedAt, data, title, isCancelled }, host: 'ciclo' });
};
