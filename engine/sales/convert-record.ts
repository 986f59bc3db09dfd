import { CicloError } from '../../domain/errors.ts';
import { stageOf } from '../../domain/objects/definition.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import { fieldTo } from '../../domain/sales/converted-values.ts';
import type { Clock } from '../clock/clock.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { Outcome, Records } from '../records/change-records.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import type { Conversion } from './convert-options.ts';
import { type ConversionPlan, type PlannedRecord, planConversion, referencesTo } from './conversion-plan.ts';
import type { MakeContact } from './find-contact.ts';
import type { ConversionStore } from './ports.ts';

/** Something that a conversion made or found, and what it was recognised by. `id` is absent for who is yet to be made. */
export type Part = { readonly id?: string; readonly by: string };

/**
 * What came of a conversion, or would come of it. `refused`: it is not valid, and nothing was done; `deleted`: the record was
 * deleted; `absent`: there is none.
 */
export type Converted =
  | {
      readonly kind: 'done' | 'planned' | 'already';
      readonly record: RecordRow;
      readonly contact: Part | undefined;
      readonly account: Part | undefined;
      readonly deal: Part | undefined;
      readonly role: Part | undefined;
      readonly left: readonly Problem[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | { readonly kind: 'deleted' | 'absent' };

/** Converts a record of an object that says how. Throws `not-found` for a kind that the tenant does not have. */
export type ConvertRecord = (input: Conversion & { readonly dry: boolean }) => Promise<Converted>;

type Deps = {
  readonly records: RecordStore;
  readonly profiles: ProfileStore;
  readonly conversions: ConversionStore;
  readonly changeRecords: Records;
  readonly makeContact: MakeContact;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

/** A conversion that was not finished by then is taken over, in real milliseconds. */
export const conversionLeaseMs = 30_000;

const partOf = (planned: PlannedRecord | undefined): Part | undefined =>
  planned === undefined ? undefined : { id: planned.id, by: planned.by };

/** What a converted record refers to. */
const alreadyOf = (record: RecordRow, object: ReadyObject): Converted => {
  const part = (to: string): Part | undefined => {
    const id = record.data[fieldTo(object, to) ?? ''];
    return typeof id === 'string' ? { id, by: 'lead' } : undefined;
  };
  const [contact, account, deal] = [part('person'), part('account'), part('deal')];
  return { kind: 'already', record, contact, account, deal, role: undefined, left: [] };
};

const refusedOf = (place: string, outcome: Outcome): Converted => {
  if (outcome.kind === 'refused' || outcome.kind === 'taken') {
    const problems = outcome.problems.map((one) => ({ ...one, path: `${place}.${one.path}` }));
    return { kind: 'refused', problems };
  }
  if (outcome.kind === 'stale')
    throw new CicloError({ code: 'unavailable', message: 'The record is changing.' });
  return { kind: outcome.kind === 'deleted' ? 'deleted' : 'absent' };
};

/** Does what was planned, one after the other; each of these acts can be repeated. */
const createPerform =
  ({ changeRecords, makeContact, objectsOf, records }: Deps) =>
  async (conversion: Conversion, plan: ConversionPlan): Promise<Converted> => {
    const { tenant, kind, id, actor } = conversion;
    const { contact, traits, account, deal, role, stage, object, left } = plan;
    const person = contact.id ?? (await makeContact({ tenant, id, traits }));
    const ids = { person, account: account?.id, deal: deal?.id };
    const objects = await objectsOf(tenant);
    for (const one of [account, deal, role]) {
      const target = one === undefined ? undefined : objects.get(one.kind);
      if (one?.given === undefined || target === undefined) continue;
      const given = { ...one.given, data: { ...one.given.data, ...referencesTo(target, ids) } };
      const made = await changeRecords.create({ tenant, kind: one.kind, id: one.id, actor, given });
      if (made.kind !== 'done') return refusedOf(one.kind, made);
    }
    const change = { set: referencesTo(object, ids), stage };
    const changed = await changeRecords.change({ tenant, kind, id, actor, change });
    if (changed.kind !== 'done') return refusedOf(kind, changed);
    const record = await records.get({ tenant, id });
    if (record === undefined) return { kind: 'absent' };
    const parts = { account: partOf(account), deal: partOf(deal), role: partOf(role) };
    return { kind: 'done', record, contact: { id: person, by: contact.by }, ...parts, left };
  };

const noConversion = (): CicloError =>
  new CicloError({
    code: 'unprocessable',
    message:
      'Records of this object cannot be converted: it says nothing of it. Add `converts` to the object.',
  });

/** Makes the conversion without its note: what it plans, and what it does. */
const createAct = (deps: Deps) => {
  const { records, profiles, objectsOf, zoneOf, clock } = deps;
  const perform = createPerform(deps);
  return async (input: {
    conversion: Conversion;
    /** Called before the first act. */
    begin?: () => Promise<Conversion>;
    dry: boolean;
  }): Promise<Converted> => {
    const { tenant, kind, id } = input.conversion;
    const object = await objectOf({ objectsOf, tenant, kind });
    if (object.definition.converts === undefined) throw noConversion();
    const row = await records.get({ tenant, id });
    if (row?.kind !== kind) return { kind: 'absent' };
    if (row.deletedAt !== undefined) return { kind: 'deleted' };
    if (stageOf(object.definition, row.stage)?.ends === 'won') return alreadyOf(row, object);
    const objects = await objectsOf(tenant);
    const around = { records, profiles, objects, now: clock.now(tenant), zone: await zoneOf(tenant) };
    const planned = await planConversion({ ...around, conversion: input.conversion, row, object });
    if (!planned.ok) return { kind: 'refused', problems: planned.problems };
    const { plan } = planned;
    if (input.dry) {
      const { account, deal, role, contact, left } = plan;
      const parts = { account: partOf(account), deal: partOf(deal), role: partOf(role) };
      const who = contact.id === undefined ? { by: contact.by } : { id: contact.id, by: contact.by };
      return { kind: 'planned', record: row, contact: who, ...parts, left };
    }
    const conversion = (await input.begin?.()) ?? input.conversion;
    if (conversion === input.conversion) return perform(conversion, plan);
    // Another request began it, or one that was cut off: it is carried through as it was begun.
    const begun = await planConversion({ ...around, conversion, row, object });
    return begun.ok ? perform(conversion, begun.plan) : { kind: 'refused', problems: begun.problems };
  };
};

/**
 * Makes the conversion of records: a person, an account, a deal and a contact role in one act, whose parts have ids that follow from
 * the record. It is noted before its first part is made, and one that a crash cut off is finished by `finishConversions`.
 */
export const createConvertRecord = (deps: Deps): ConvertRecord => {
  const { conversions, clock } = deps;
  const act = createAct(deps);
  return async ({ dry, ...conversion }) => {
    const due = clock.systemTime() + conversionLeaseMs;
    const { tenant, id } = conversion;
    const begin = () => conversions.begin({ conversion, due });
    const converted = await act({ conversion, dry, begin });
    if (!dry && converted.kind !== 'planned') await conversions.end({ tenant, id });
    return converted;
  };
};

/** A conversion that failed so often is given up; the record stays as it is, and can be converted again. */
const triesMax = 20;

/** Finishes one conversion that was cut off; true when there may be more. */
export const createFinishConversions = (deps: Deps): (() => Promise<boolean>) => {
  const { conversions, clock } = deps;
  const act = createAct(deps);
  return async () => {
    const now = clock.systemTime();
    const taken = await conversions.take({ now, due: now + conversionLeaseMs });
    if (taken === undefined) return false;
    const { conversion, tries } = taken;
    if (tries <= triesMax) await act({ conversion, dry: false });
    await conversions.end(conversion);
    return true;
  };
};
