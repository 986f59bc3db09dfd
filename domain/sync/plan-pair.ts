import type { Json, JsonObject } from '../json.ts';
import { own } from '../json.ts';
import type { Consents } from '../profiles/consents.ts';
import { type Agreed, decideField, type SideValue } from './decide.ts';
import type { SyncConsent, SyncField, SyncSettings } from './sync-settings.ts';
import { isLooping, type Turns, withTurn } from './turns.ts';
import { plainValue, toOurs, toTheirs, valueHash } from './values.ts';

/** What is kept of a field of two linked records: no value, only what tells whether one changed. */
export type FieldState = { readonly agreed?: Agreed; readonly turns?: Turns };

/** One of ours, as a sync sees it. */
export type OurSide = {
  readonly value: (name: string) => { readonly value: Json | undefined; readonly at: number | undefined };
  readonly consents: Consents;
};

/** One of theirs. `at`: when it was changed, `times`: when its fields were, on our clock. */
export type TheirSide = {
  readonly fields: JsonObject;
  readonly at: number | undefined;
  readonly times?: Readonly<Record<string, number>> | undefined;
};

/** A value that becomes another, for people who look before it happens. */
export type Difference = {
  readonly side: 'ours' | 'theirs';
  readonly field: string;
  readonly from: Json;
  readonly to: Json;
};

/** What is wrong with one field. */
export type FieldTrouble = { readonly code: 'conflict' | 'loop'; readonly field: string };

/** What is to be done about two that are the same, or about one that has nobody there yet. */
export type PairPlan = {
  /** What is set on our side, by field, each with the time from which it counts. */
  readonly sets: readonly { readonly name: string; readonly value: Json; readonly at: number }[];
  /** What is set on theirs, as they call it. */
  readonly writes: JsonObject;
  /** A no that comes in. */
  readonly withdraws: readonly Pick<SyncConsent, 'channel' | 'topic'>[];
  readonly differences: readonly Difference[];
  readonly troubles: readonly FieldTrouble[];
  /** What is known of each field, by its name there, once everything was done. */
  readonly states: ReadonlyMap<string, FieldState>;
};

type Input = {
  readonly settings: Pick<SyncSettings, 'fields' | 'consents'>;
  /** Undefined: it is to be made. */
  readonly ours: OurSide | undefined;
  readonly theirs: TheirSide | undefined;
  readonly states: ReadonlyMap<string, FieldState>;
  /** Fields, by their names there, that cannot be compared now and are left as they are. */
  readonly skip?: ReadonlySet<string> | undefined;
  readonly now: number;
};

const ourValue = (input: Input, field: SyncField): SideValue => {
  const found = input.ours?.value(field.ours);
  return { value: plainValue({ value: found?.value, as: field.as }), at: found?.at };
};

const theirValue = ({ theirs }: Input, field: SyncField): SideValue => ({
  value: toOurs({ field, value: own(theirs?.fields, field.theirs) }),
  at: own(theirs?.times, field.theirs) ?? theirs?.at,
});

type FieldPlan = {
  readonly set?: { readonly value: Json; readonly at: number };
  readonly write?: Json;
  readonly trouble?: FieldTrouble['code'];
  readonly state: FieldState;
};

const planField = (input: Input, field: SyncField): FieldPlan => {
  const { now } = input;
  const state = input.states.get(field.theirs) ?? {};
  if (input.skip?.has(field.theirs) === true) return { state };
  const ours = ourValue(input, field);
  const theirs = theirValue(input, field);
  const decision = decideField({ rule: field, ours, theirs, agreed: state.agreed, now });
  const { turns } = state;
  switch (decision.kind) {
    case 'none':
      return { state };
    case 'ask':
      return { state, trouble: 'conflict' };
    case 'same': {
      const at = Math.max(ours.at ?? 0, state.agreed?.at ?? 0);
      return { state: { ...state, agreed: { hash: valueHash(ours.value), at } } };
    }
    default: {
      if (isLooping({ turns, now })) return { state, trouble: 'loop' };
      const at = decision.kind === 'out' ? (ours.at ?? now) : decision.at;
      const next = { agreed: { hash: valueHash(decision.value), at }, turns: withTurn({ turns, now }) };
      return {
        state: next,
        ...(decision.kind === 'out' ? {} : { set: { value: decision.value, at } }),
        ...(decision.kind === 'in' ? {} : { write: decision.value }),
      };
    }
  }
};

const saysNo = (input: Input, consent: SyncConsent): boolean => {
  const said = own(input.theirs?.fields, consent.theirs);
  return (
    said !== undefined && said !== null && String(said).toLowerCase() === String(consent.no).toLowerCase()
  );
};

const isWithdrawn = (consents: Consents, { channel, topic }: SyncConsent): boolean => {
  const topics = own(consents, channel);
  return own(topics, topic)?.state === 'withdrawn' || own(topics, '*')?.state === 'withdrawn';
};

/** A no goes both ways, no matter who said it when; a yes goes none, since neither system can prove what the other was told. */
const planConsents = (input: Input) => {
  const withdraws: Pick<SyncConsent, 'channel' | 'topic'>[] = [];
  const writes = new Map<string, Json>();
  for (const consent of input.settings.consents ?? []) {
    const { channel, topic } = consent;
    const isOurs = input.ours !== undefined && isWithdrawn(input.ours.consents, consent);
    const isTheirs = saysNo(input, consent);
    if (isTheirs && !isOurs) withdraws.push({ channel, topic });
    if (isOurs && !isTheirs) writes.set(consent.theirs, consent.no);
  }
  return { withdraws, writes };
};

/** Whether one of ours may have something to say there: asked before theirs is read. */
export const mayHaveNews = (input: Omit<Input, 'theirs' | 'now'>): boolean => {
  const { settings, ours, states } = input;
  if (ours === undefined) return false;
  const given = { ...input, theirs: undefined, now: 0 };
  const isWithdrawnHere = (settings.consents ?? []).some((consent) => isWithdrawn(ours.consents, consent));
  return (
    isWithdrawnHere ||
    settings.fields.some((field) => {
      const { value, at } = ourValue(given, field);
      const agreed = states.get(field.theirs)?.agreed;
      if (field.direction === 'in' || agreed?.hash === valueHash(value)) return false;
      return agreed === undefined || at === undefined || at > agreed.at;
    })
  );
};

/** Plans what makes two records the same again. Pure: who carries it out says what came of it. */
export const planPair = (input: Input): PairPlan => {
  const sets: { name: string; value: Json; at: number }[] = [];
  const writes = new Map<string, Json>();
  const differences: Difference[] = [];
  const troubles: FieldTrouble[] = [];
  const states = new Map<string, FieldState>();
  for (const field of input.settings.fields) {
    const { set, write, trouble, state } = planField(input, field);
    states.set(field.theirs, state);
    if (trouble !== undefined) troubles.push({ code: trouble, field: field.theirs });
    const from = ourValue(input, field).value;
    if (set !== undefined) {
      sets.push({ name: field.ours, ...set });
      differences.push({ side: 'ours', field: field.ours, from, to: set.value });
    }
    if (write === undefined) continue;
    writes.set(field.theirs, toTheirs({ field, value: write }));
    differences.push({
      side: 'theirs',
      field: field.theirs,
      from: theirValue(input, field).value,
      to: write,
    });
  }
  const consents = planConsents(input);
  for (const [field, to] of consents.writes) {
    writes.set(field, to);
    differences.push({ side: 'theirs', field, from: own(input.theirs?.fields, field) ?? null, to });
  }
  for (const { channel, topic } of consents.withdraws) {
    differences.push({ side: 'ours', field: `consents.${channel}.${topic}`, from: null, to: 'withdrawn' });
  }
  return {
    sets,
    writes: Object.fromEntries(writes),
    withdraws: consents.withdraws,
    differences,
    troubles,
    states,
  };
};
