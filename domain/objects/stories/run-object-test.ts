import { type Json, own, toJson } from '../../json.ts';
import {
  changeRecord,
  deleteRecord,
  prepareRecord,
  restoreRecord,
  tickRecord,
} from '../../records/change-record.ts';
import { eventsOf } from '../../records/events-of.ts';
import type { Actor, Changed, CrmRecord } from '../../records/record.ts';
import { sameJson } from '../../records/same-json.ts';
import type { Problem } from '../../problem.ts';
import { toDuration } from '../../time/duration.ts';
import { addDuration } from '../../time/shift.ts';
import type { ReadyObject } from '../ready-object.ts';
import type { ObjectTest } from './object-test.ts';

/** Something of a story that did not come out as expected. */
export type StoryDifference = {
  /** What was expected: `stage`, `data.amount`, `refused`. */
  readonly path: string;
  readonly expected: Json;
  readonly actual: Json;
  /** The same as a sentence. */
  readonly message: string;
};

type Played = {
  readonly record: CrmRecord | undefined;
  readonly events: readonly string[];
  /** What was refused, and which change that was; 0 is the making of the record. */
  readonly refused: { readonly at: number; readonly problems: readonly Problem[] } | undefined;
};

type Playing = { readonly object: ReadyObject; readonly zone: string };

const actor: Actor = { kind: 'engine', id: 'story' };
/** Monday, 1 June 2026, 10:00 UTC: when stories begin. */
const start = Date.UTC(2026, 5, 1, 10);

const differ = (input: { path: string; expected: Json; actual: Json }): StoryDifference => {
  const shown = (value: Json): string => JSON.stringify(value);
  return {
    ...input,
    message: `${input.path}: expected ${shown(input.expected)}, but it was ${shown(input.actual)}.`,
  };
};

const changed = async (
  input: Playing & { current: CrmRecord; change: ObjectTest['when'][number]; now: number },
): Promise<Changed> => {
  const { object, zone, current, change, now } = input;
  const doing = { object, zone, current, now, actor };
  if (change.delete === true) return { ok: true, record: deleteRecord(doing), changes: [] };
  if (change.restore === true) return { ok: true, record: restoreRecord(doing), changes: [] };
  const { set, unset, stage, owner, team } = change;
  const by = {
    ...(set === undefined ? {} : { set }),
    ...(unset === undefined ? {} : { unset }),
    ...(stage === undefined ? {} : { stage }),
    ...(owner === undefined ? {} : { owner }),
    ...(team === undefined ? {} : { team }),
  };
  return changeRecord({ object, zone, current, change: by, now, actor });
};

/** Lets the SLA clocks of a record say what they have to say until an instant, each at its own. */
const untilThen = (input: Playing & { current: CrmRecord; now: number; events: string[] }): CrmRecord => {
  const { object, zone, now: until, events } = input;
  let { current } = input;
  for (;;) {
    const at = current.deletedAt === undefined ? current.sla?.nextAt : undefined;
    if (at === undefined || at > until) return current;
    const next = tickRecord({ object, zone, current, now: at, actor });
    events.push(...eventsOf(object.definition, current, next).map(({ name }) => name));
    current = next;
  }
};

const play = async (input: Playing & { test: ObjectTest }): Promise<Played> => {
  const { object, zone, test } = input;
  const { stage, owner, team, data = {} } = test.given ?? {};
  const given = {
    data,
    ...(stage === undefined ? {} : { stage }),
    ...(owner === undefined ? {} : { owner }),
    ...(team === undefined ? {} : { team }),
  };
  const first = await prepareRecord({
    object,
    zone,
    id: 'record',
    tenant: 'story',
    given,
    now: start,
    actor,
  });
  if (!first.ok) return { record: undefined, events: [], refused: { at: 0, problems: first.problems } };
  let { record } = first;
  const events = eventsOf(object.definition, undefined, record).map(({ name }) => name);
  let now = start;
  for (const [index, change] of test.when.entries()) {
    now = addDuration({ from: now, duration: toDuration(change.after ?? '1 second'), zone });
    record = untilThen({ object, zone, current: record, now, events });
    const next = await changed({ object, zone, current: record, change, now });
    if (!next.ok) return { record, events, refused: { at: index + 1, problems: next.problems } };
    events.push(...eventsOf(object.definition, record, next.record).map(({ name }) => name));
    record = next.record;
  }
  return { record, events, refused: undefined };
};

const ofRefusal = (input: { test: ObjectTest; played: Played }): readonly StoryDifference[] => {
  const { test, played } = input;
  const { refused: expected } = test.expect;
  const { refused } = played;
  const last = test.when.length;
  if (expected === undefined) {
    if (refused === undefined) return [];
    const what = refused.at === 0 ? 'given' : `when[${refused.at - 1}]`;
    const why = refused.problems.map(({ message, hint }) => `${message} ${hint}`).join(' ');
    return [{ path: what, expected: 'accepted', actual: why, message: `${what} was refused: ${why}` }];
  }
  if (refused === undefined) return [differ({ path: 'refused', expected: toJson(expected), actual: null })];
  if (refused.at !== last) {
    const message = `The change that was refused is not the last one: it is number ${refused.at} of ${last}.`;
    return [{ path: 'refused', expected: last, actual: refused.at, message }];
  }
  const actual = refused.problems.map(({ code, path }, index) => ({
    code,
    ...(expected[index]?.path === undefined ? {} : { path }),
  }));
  return sameJson(toJson(expected), actual)
    ? []
    : [
        differ({
          path: 'refused',
          expected: toJson(expected),
          actual: refused.problems.map(({ code, path }) => ({ code, path })),
        }),
      ];
};

const ofRecord = (input: { test: ObjectTest; record: CrmRecord }): readonly StoryDifference[] => {
  const { record } = input;
  const { data = {}, stage, owner, team } = input.test.expect;
  const facts = [
    ...Object.entries(data).map(([key, expected]) => ({
      path: `data.${key}`,
      expected,
      actual: own(record.data, key) ?? null,
    })),
    { path: 'stage', expected: stage, actual: record.stage ?? null },
    { path: 'owner', expected: owner, actual: record.owner ?? null },
    { path: 'team', expected: team, actual: record.team ?? null },
  ];
  return facts.flatMap(({ path, expected, actual }) =>
    expected === undefined || sameJson(toJson(expected), actual)
      ? []
      : [differ({ path, expected: toJson(expected), actual })],
  );
};

/** Plays one story of an object, and says where what happens is not what it expects. */
export const runObjectTest = async (
  input: Playing & { test: ObjectTest },
): Promise<readonly StoryDifference[]> => {
  const { test } = input;
  const played = await play(input);
  const refusals = ofRefusal({ test, played });
  const { events } = test.expect;
  return [
    ...refusals,
    ...(played.record === undefined || refusals.length > 0 ? [] : ofRecord({ test, record: played.record })),
    ...(events === undefined || sameJson([...events], [...played.events])
      ? []
      : [differ({ path: 'events', expected: [...events], actual: [...played.events] })]),
  ];
};
