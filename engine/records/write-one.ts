import { CicloError } from '../../domain/errors.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import { eventsOf } from '../../domain/records/events-of.ts';
import type { CrmRecord, FieldChange } from '../../domain/records/record.ts';
import { indexRecord } from './index-record.ts';
import type { JourneysAbout } from './journeys/journeys-about.ts';
import type { RecordAct, RecordLink, RecordRow, RecordStore, RecordWrite } from './ports.ts';
import type { TellRecords } from './tell-record.ts';

/** Another record has a unique value: which one, unless it has given it back meanwhile. */
export type Taken = {
  readonly kind: 'taken';
  readonly problems: readonly Problem[];
  readonly holder?: string;
};

/** Writes one revision of a record and tells of it. */
export type WriteRecord = (input: {
  readonly object: ReadyObject;
  /** Undefined for a new record. */
  readonly before: RecordRow | undefined;
  readonly record: CrmRecord;
  readonly links: readonly RecordLink[];
  readonly changes: readonly FieldChange[];
  readonly act: RecordAct;
  /** The id of a change that is made once. */
  readonly once?: string | undefined;
  /** Its events are recorded and start nothing. */
  readonly isQuiet?: boolean | undefined;
}) => Promise<{ readonly kind: 'written' | 'conflict' } | Taken>;

/** A record that has so much to tell is not changed further until it is told. */
const untoldMax = 50;

/** Another record, with the id `holder`, has a unique value. */
export const taken = (field: string, holder: string | undefined): Problem => ({
  code: 'taken',
  path: field,
  message: `Another record has this \`${field}\`${holder === undefined ? '' : `: \`${holder}\``}.`,
  hint: 'Change that record instead, or give this one another value.',
  severity: 'error',
});

/** What a write came to that found a unique value with another record. */
const takenBy = async (
  records: Pick<RecordStore, 'holdersOf'>,
  { record: { tenant }, index }: RecordWrite,
  field: string,
): Promise<Taken> => {
  const names = index.uniques.flatMap((one) => (one.field === field ? [one.name] : []));
  const [found] = (await records.holdersOf({ tenant, names })).values();
  const problems = [taken(field, found?.id)];
  return { kind: 'taken', problems, ...(found === undefined ? {} : { holder: found.id }) };
};

/** What is written of one revision: the record with its index, and what is to be told of it, also to journeys that it `fits`. */
export const revisionOf = (
  input: Parameters<WriteRecord>[0] & { readonly fitting: readonly string[] },
): RecordWrite => {
  const { object, before, record, links, changes, act, once, isQuiet = false, fitting } = input;
  const whole = { ...record, links };
  const { revision, updatedAt: at, updatedBy: by } = record;
  const events = record.person === undefined ? [] : eventsOf(object.definition, before, record);
  const about = record.person === undefined ? {} : { person: record.person };
  const isMoved = before?.person !== undefined && before.person !== record.person;
  const formerly = isMoved ? { formerly: before.person } : {};
  const fits = fitting.length === 0 ? {} : { fits: fitting };
  const quiet = isQuiet ? ({ isQuiet } as const) : {};
  const note = { revision, at, by, act, changes, events, ...about, ...formerly, ...fits, ...quiet };
  return { record: whole, index: indexRecord({ object, record: whole }), note, once };
};

/** Makes the write of one revision: the record with its index, its line of history and its events, which are told after. */
export const createWriteRecord = (deps: {
  records: RecordStore;
  tellRecords: TellRecords;
  journeysAbout: JourneysAbout;
}): WriteRecord => {
  const { records, tellRecords, journeysAbout } = deps;
  return async (input) => {
    const { before, record } = input;
    if ((before?.notes.length ?? 0) >= untoldMax) {
      throw new CicloError({
        code: 'unavailable',
        message: 'Earlier changes of the record are yet to be told.',
      });
    }
    const fitting = await journeysAbout.fitting({ before, after: record, now: record.updatedAt });
    const write = revisionOf({ ...input, fitting });
    const written =
      before === undefined ? await records.create(write) : await records.replace({ ...write, before });
    if (written.kind === 'taken') return takenBy(records, write, written.field);
    if (written.kind === 'written') {
      await tellRecords.tell({ ...record, notes: [...(before?.notes ?? []), { ...write.note, since: 0 }] });
    }
    return written;
  };
};
