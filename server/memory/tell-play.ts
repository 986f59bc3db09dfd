import { z } from 'zod';

import type { MessageRow } from '../../engine/messages/ports.ts';
import type { LedgerRow, Run } from '../../engine/runs/ports.ts';
import type { Stage } from '../../engine/dry-runs/stage.ts';
import { chosenEvent } from '../../domain/simulate/choices.ts';
import type {
  RefusedEntry,
  SimulatedRun,
  SimulatedSend,
  Simulation,
  TimelineItem,
} from '../../domain/simulate/simulation.ts';
import { isCounted } from '../../domain/orders/orders.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { isJsonObject, type Json, own } from '../../domain/json.ts';
import type { Actor } from './actors.ts';
import type { MemoryEngine } from './create-memory-engine.ts';
import type { PersonRecord } from './recording.ts';

type Telling = {
  readonly memory: MemoryEngine;
  readonly stage: Stage;
  readonly record: PersonRecord;
};

/** What a channel was handed: a mail, or a text to an address. */
const handedSchema = z.object({
  to: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  html: z.string().optional(),
});

/** Kinds of decisions that can come out as chosen. */
const outcomes: ReadonlySet<string> = new Set(['branched', 'heard', 'timed-out', 'failed', 'none']);

const messageIdOf = ({ kind, detail }: LedgerRow): string | undefined => {
  const id = kind === 'sent' && isJsonObject(detail) ? detail['messageId'] : undefined;
  return typeof id === 'string' ? id : undefined;
};

const toSend = (input: Telling & { row: LedgerRow; run: Run; message: MessageRow }): SimulatedSend => {
  const { memory, row, run, message } = input;
  const handed = handedSchema.safeParse(memory.plugins.handed(message.id)).data;
  return {
    at: row.at,
    run: run.id,
    entryKey: run.entryKey,
    step: message.step,
    visit: row.visit,
    messageId: message.id,
    message: message.message,
    channel: message.channel,
    class: message.class,
    topic: message.topic,
    to: handed?.to ?? '',
    subject: message.subject,
    text: handed?.text ?? '',
    ...(message.locale === '' ? {} : { locale: message.locale }),
    ...(handed?.html === undefined ? {} : { html: handed.html }),
  };
};

/** The detail with the name the event has in the journey, where it came because it was chosen to. */
const detailOf = ({ stage, row }: Telling & { row: LedgerRow }): Json | undefined => {
  const { detail, step } = row;
  if (step === null || !isJsonObject(detail) || detail['event'] !== chosenEvent(step)) return detail;
  const branch = Number(own(stage.choose, step)?.slice('event-'.length));
  const written = stage.written.get(step);
  return written?.type === 'wait-for' ? { ...detail, event: written.events[branch]?.on ?? '' } : detail;
};

const toItem = (input: Telling & { row: LedgerRow; run: Run }): TimelineItem => {
  const { stage, record, row } = input;
  const { at, step, visit, kind, reason } = row;
  const message = record.messages.get(messageIdOf(row) ?? '');
  const detail = detailOf(input);
  const isChosen = step !== null && own(stage.choose, step) !== undefined && outcomes.has(kind);
  return {
    at,
    step,
    visit,
    kind,
    ...(reason === undefined ? {} : { reason }),
    ...(detail === undefined ? {} : { detail }),
    ...(message === undefined ? {} : { message: toSend({ ...input, message }) }),
    ...(isChosen ? { chosen: true } : {}),
  };
};

const toRun = (input: Telling & { run: Run; rows: readonly LedgerRow[] }): SimulatedRun => {
  const { run, rows } = input;
  const { id, entryKey, enteredAt, entry, state, convertedAt, goalValue } = run;
  const { at, waiting, outcome, steps } = state;
  return {
    id,
    entryKey,
    enteredAt,
    entry,
    timeline: rows.map((row) => toItem({ ...input, row })),
    outcome,
    waiting: at === null || waiting === null ? null : { step: at, until: waiting.until },
    converted: convertedAt !== undefined,
    ...(convertedAt === undefined ? {} : { convertedAt }),
    ...(goalValue === undefined ? {} : { value: goalValue }),
    steps,
  };
};

const because = z.array(
  z.object({
    case: z.number(),
    fact: z.string(),
    path: z.string().exactOptional(),
    operator: z.string(),
    expected: z.json(),
    actual: z.json().exactOptional(),
    held: z.boolean(),
    negated: z.literal(true).exactOptional(),
  }),
);

const toRefused = (row: LedgerRow): RefusedEntry => {
  const detail = isJsonObject(row.detail) ? row.detail : {};
  const event = detail['event'];
  const reasons = because.safeParse(detail['because']).data;
  return {
    at: row.at,
    event: typeof event === 'string' ? event : null,
    reason: row.reason ?? '',
    ...(reasons === undefined ? {} : { because: reasons }),
  };
};

/** What the books of the play have of somebody who entered; what was there at the start is taken off. */
const readBooks = async (input: Telling & { actor: Actor }): Promise<NonNullable<Simulation['books']>> => {
  const { memory, stage, actor } = input;
  const { stores } = memory;
  const { tenant } = stage.settings;
  const { profileId, play } = actor;
  const [accounts, orders] = await Promise.all([
    stores.points.of({ tenant, profileId }),
    stores.orders.of({ tenant, profileId }),
  ]);
  const gained = accounts.map(({ program, state }) => {
    const { points: balance = 0, pending = 0, earned = 0 } = own(play.profile.loyalty, program) ?? {};
    return {
      program,
      outstanding: state.balance + state.pending - balance - pending,
      earned: state.earned - earned,
    };
  });
  const points = gained.filter(({ outstanding, earned }) => outstanding !== 0 || earned !== 0);
  return {
    points,
    orders: orders.filter((order) => (order.placedAt ?? 0) >= play.start && isCounted(order)),
  };
};

/** How somebody was from the start on: of what changed at one instant the last, and of what was before only the last. */
const profilesSince = ({ profiles }: PersonRecord, start: number): NonNullable<Simulation['profiles']> => {
  const byInstant = new Map(profiles.map(({ at, profile }) => [Math.max(at, start), profile]));
  return [...byInstant].map(([at, profile]) => ({ at, profile }));
};

/** What happened to somebody in a play: from their runs, their rows of the ledger and what the channels were handed. */
export const tellPlay = async (input: {
  memory: MemoryEngine;
  stage: Stage;
  actor: Actor;
  profile: Profile;
}): Promise<Simulation> => {
  const { memory, stage, actor, profile } = input;
  const { key } = stage.journey.definition;
  const record = memory.recording.of(actor.profileId);
  const rows = [...record.rows.values()].filter(({ journey }) => journey === key);
  const told = rows.filter(({ kind }) => kind !== 'not-entered');
  const mine = [...record.runs.values()].filter(
    ({ journey, cause }) => journey === key && cause !== 'before',
  );
  const runs = mine.map((run) =>
    toRun({ memory, stage, record, run, rows: told.filter((row) => row.run === run.id) }),
  );
  const messages = runs.flatMap((run) => run.timeline.flatMap((item) => item.message ?? []));
  return {
    runs,
    messages: messages.toSorted((a, b) => a.at - b.at),
    refused: rows.filter(({ kind }) => kind === 'not-entered').map(toRefused),
    profile,
    end: actor.end,
    isCut: actor.isCut,
    ...(record.profiles.length === 0 ? {} : { profiles: profilesSince(record, actor.play.start) }),
    ...(runs.length === 0 ? {} : { books: await readBooks({ memory, stage, record, actor }) }),
  };
};
