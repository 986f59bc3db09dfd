import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import { type EventFact, idOfFact, toEventFact } from '../../domain/events/event.ts';
import { eventWorth, goalHeard } from '../../domain/experiments/exposure.ts';
import { goalPlace, nameOf } from '../../domain/journey/definition.ts';
import { isMeant, isMet } from '../../domain/journey/reduce/hear-event.ts';
import { readPath } from '../../domain/rules/path.ts';
import { factsOf, type Session } from './burst/session.ts';
import { noteSuccess } from '../experiments/note-success.ts';
import type { EventRow, EventStore } from '../events/ports.ts';
import type { ExposureStore } from '../experiments/ports.ts';
import type { OrderStore } from '../people/ports.ts';
import type { LedgerStore, RunStore } from './ports.ts';

export type ConvertDeps = {
  readonly runs: RunStore;
  readonly events: EventStore;
  readonly ledger: LedgerStore;
  readonly exposures: ExposureStore;
  readonly orders: OrderStore;
};

type At = { readonly deps: ConvertDeps; readonly session: Session; readonly row: EventRow };

const toNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** Whether an event is the same change of a record as the one that started a run. */
const isSameChange = ({ entry, row }: { entry: EventFact | null; row: EventRow }): boolean => {
  const told = entry?.event === ownNames.record ? entry.properties['with'] : undefined;
  return Array.isArray(told) && row.trust === 'engine' && told.includes(row.messageId);
};

/** Whether an event is the goal of a run, within its window. */
const isGoal = async (input: At & { event: EventFact }): Promise<boolean> => {
  const { deps, session, row, event } = input;
  const { run, journey } = session;
  const { goal } = journey.definition;
  if (goal === undefined || nameOf(goal) !== row.name) return false;
  if (run.entry !== null && row.id === idOfFact(run.entry)) return false;
  if (isSameChange({ entry: run.entry, row })) return false;
  if (row.timestamp < run.enteredAt - 1000) return false;
  if (row.timestamp > (run.goalUntil ?? Infinity)) return false;
  if (!('on' in goal)) return isMet({ run, journey, event: row, path: goalPlace });
  const facts = (fact: EventFact) => factsOf({ session, events: deps.events, event: fact });
  return isMeant({ run, journey, event, match: goal.match, where: journey.goalWhere, facts });
};

/** Tells the holdout of the journey, in whatever form it was when the person came in. */
const tellHoldout = async ({ deps, session, row }: At): Promise<void> => {
  const { tenant, run } = session;
  const { journey, profileId } = run;
  const hearing = await deps.exposures.hearing({ tenant, profileId, event: goalHeard(journey) });
  for (const exposure of hearing) await noteSuccess({ deps, exposure, row });
};

const worthOf = (input: { session: Session; event: EventFact }) => {
  const { session, event } = input;
  const { goal } = session.journey.definition;
  const path = goal !== undefined && 'on' in goal ? goal.value : undefined;
  const value = path === undefined ? undefined : toNumber(readPath({ value: event, path }));
  if (value === undefined) return {};
  const { currency } = session.live.published.settings;
  return { value, ...eventWorth({ event, path, currency }) };
};

/**
 * Notes that a run reached its goal, once, if the event is its goal and within its window. The ledger is written first,
 * under an id of its own, so that a crash between the two loses nothing.
 */
export const convertRun = async (input: At): Promise<void> => {
  const { deps, session, row } = input;
  const { run } = session;
  const isMeasured = session.journey.holdout !== undefined;
  if (run.convertedAt !== undefined && !isMeasured) return;
  const event = toEventFact(row);
  if (!(await isGoal({ ...input, event }))) return;
  if (isMeasured) await tellHoldout(input);
  if (run.convertedAt !== undefined) return;
  const worth = worthOf({ session, event });
  await deps.ledger.append([
    {
      id: hashId(run.id, 'goal'),
      kind: 'converted',
      step: run.step,
      visit: run.state.visit,
      reason: 'goal',
      detail: {
        event: row.name,
        messageId: row.messageId,
        value: null,
        ...worth,
        ...(row.name === ownNames.met ? { because: row.properties['because'] ?? [] } : {}),
      },
      tenant: run.tenant,
      run: run.id,
      journey: run.journey,
      version: run.version,
      profileId: run.profileId,
      at: session.now,
      n: 0,
    },
  ]);
  await deps.runs.convert({ tenant: run.tenant, run: run.id, at: row.timestamp, ...worth });
};
