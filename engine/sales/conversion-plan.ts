import { hashId } from '../../domain/hash.ts';
import { type Json, type JsonObject, own } from '../../domain/json.ts';
import type { ConvertTarget } from '../../domain/objects/converts.ts';
import { stagesOf } from '../../domain/objects/definition.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import { changeRecord, prepareRecord } from '../../domain/records/change-record.ts';
import type { RecordInput } from '../../domain/records/record.ts';
import { companyDomain } from '../../domain/sales/company-name.ts';
import { convertedTraits, convertedValues, fieldTo } from '../../domain/sales/converted-values.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import type { Conversion } from './convert-options.ts';
import { accountIdOf, findAccount } from './find-account.ts';
import { findContact, type FoundContact } from './find-contact.ts';

/** A record that a conversion makes, or one that is used since it is there already. */
export type PlannedRecord = {
  readonly kind: ConvertTarget;
  readonly id: string;
  readonly by: 'given' | 'lead' | 'domain' | 'name' | 'new';
  /** What it is made of, but for its references to the others; absent when it is there. */
  readonly given?: RecordInput;
};

/** What a conversion will do. */
export type ConversionPlan = {
  readonly row: RecordRow;
  readonly object: ReadyObject;
  readonly stage: string;
  readonly contact: FoundContact;
  readonly traits: JsonObject;
  readonly account: PlannedRecord | undefined;
  readonly deal: PlannedRecord | undefined;
  readonly role: PlannedRecord | undefined;
  /** Values of the lead that did not fit. */
  readonly left: readonly Problem[];
};

export type PlanDeps = {
  readonly records: RecordStore;
  readonly profiles: ProfileStore;
  /** The objects of the tenant. */
  readonly objects: ReadonlyMap<string, ReadyObject>;
  readonly now: number;
  readonly zone: string;
};

type Work = PlanDeps & {
  readonly conversion: Conversion;
  readonly row: RecordRow;
  readonly object: ReadyObject;
  readonly left: Problem[];
};

const textIn = (data: JsonObject, key: string | undefined): string | undefined => {
  const value = key === undefined ? undefined : own(data, key);
  return typeof value === 'string' ? value : undefined;
};

const assignedTo = ({ owner, team }: RecordRow): { owner?: string; team?: string } => ({
  ...(owner === undefined ? {} : { owner }),
  ...(team === undefined ? {} : { team }),
});

/** The object that a conversion makes a record of, and the values it gets from the lead. */
const targetOf = (
  work: Work,
  key: ConvertTarget,
): { object: ReadyObject; values: JsonObject } | undefined => {
  const object = work.objects.get(key);
  if (object === undefined || work.object.definition.converts?.[key] === undefined) return undefined;
  const { values, left } = convertedValues({
    lead: { object: work.object, data: work.row.data },
    to: { key, object },
  });
  work.left.push(...left);
  return { object, values };
};

/** The values of the account with the domain that the address of the lead tells. */
const withDomain = (work: Work, target: { object: ReadyObject; values: JsonObject }): JsonObject => {
  const email = convertedTraits({ object: work.object, data: work.row.data })['email'];
  const domain = typeof email === 'string' ? companyDomain(email) : undefined;
  const field = own(target.object.definition.fields, 'domain');
  if (domain === undefined || field?.type !== 'text' || target.values['domain'] !== undefined)
    return target.values;
  return { ...target.values, domain };
};

const planAccount = async (work: Work): Promise<PlannedRecord | undefined> => {
  const { conversion, row, object: lead, records } = work;
  const { account: asked } = conversion.options;
  if (asked === false) return undefined;
  if (asked !== undefined) return { kind: 'account', id: asked, by: 'given' };
  const linked = textIn(row.data, fieldTo(lead, 'account'));
  if (linked !== undefined) return { kind: 'account', id: linked, by: 'lead' };
  const target = targetOf(work, 'account');
  if (target === undefined || target.values[target.object.definition.title] === undefined) return undefined;
  const values = withDomain(work, target);
  const { tenant } = row;
  const found = await findAccount({ ...work, tenant, object: target.object, values });
  if (found !== undefined) return { kind: 'account', id: found.row.id, by: found.by };
  const id = accountIdOf({ tenant, object: target.object, values });
  const isTaken = (await records.get({ tenant, id })) !== undefined;
  return {
    kind: 'account',
    // One of that id was deleted, or is of another name by now.
    id: isTaken ? `r${hashId('account', tenant, row.id)}` : id,
    by: 'new',
    given: { data: values, ...assignedTo(row) },
  };
};

const planDeal = (work: Work): PlannedRecord | undefined => {
  const { conversion, row, object: lead } = work;
  const { deal: asked } = conversion.options;
  if (asked === false) return undefined;
  const linked = textIn(row.data, fieldTo(lead, 'deal'));
  if (linked !== undefined) return { kind: 'deal', id: linked, by: 'lead' };
  const target = targetOf(work, 'deal');
  if (target === undefined) return undefined;
  const { data = {}, ...rest } = asked ?? {};
  const given = { ...assignedTo(row), ...rest, data: { ...target.values, ...data } };
  return { kind: 'deal', id: `r${hashId('deal', row.tenant, row.id)}`, by: 'new', given };
};

const planRole = (
  work: Work,
  others: Pick<ConversionPlan, 'account' | 'deal'>,
): PlannedRecord | undefined => {
  const target = targetOf(work, 'contact-role');
  const isOfAnything = others.account !== undefined || others.deal !== undefined;
  if (target === undefined || !isOfAnything) return undefined;
  const { role } = work.conversion.options;
  const { row } = work;
  const data = role === undefined ? target.values : { ...target.values, role };
  const id = `r${hashId('contact-role', row.tenant, row.id)}`;
  return { kind: 'contact-role', id, by: 'new', given: { data, ...assignedTo(row) } };
};

/** The references of a record to what a conversion found or made, in the fields that the object has for them. */
export const referencesTo = (
  object: ReadyObject,
  ids: {
    readonly person?: string | undefined;
    readonly account?: string | undefined;
    readonly deal?: string | undefined;
  },
): JsonObject =>
  Object.fromEntries(
    Object.entries(ids).flatMap(([to, id]): [string, Json][] => {
      const field = fieldTo(object, to);
      return field === undefined || id === undefined || to === object.definition.key ? [] : [[field, id]];
    }),
  );

/** Stands for a person who is yet to be made. */
const somebody = 'new';

const within = (place: string, problems: readonly Problem[]): readonly Problem[] =>
  problems.map((one) => ({ ...one, path: one.path === '' ? place : `${place}.${one.path}` }));

/** What would be refused of a plan, as far as can be known before anything is done. */
const problemsOf = async (work: Work, plan: Omit<ConversionPlan, 'left'>): Promise<readonly Problem[]> => {
  const { objects, now, zone, conversion, row, object } = work;
  const { contact, account, deal, role, stage } = plan;
  const { actor } = conversion;
  const ids = { person: contact.id ?? somebody, account: account?.id, deal: deal?.id };
  const problems: Problem[] = [];
  for (const one of [account, deal, role]) {
    const target = one === undefined ? undefined : objects.get(one.kind);
    if (one?.given === undefined || target === undefined) continue;
    const data = { ...one.given.data, ...referencesTo(target, ids) };
    const given = { ...one.given, data };
    const made = await prepareRecord({
      object: target,
      id: one.id,
      tenant: row.tenant,
      given,
      now,
      zone,
      actor,
    });
    if (!made.ok) problems.push(...within(one.kind, made.problems));
  }
  const change = { set: referencesTo(object, ids), stage };
  const { links: _links, notes: _notes, claims: _claims, shape: _shape, ...current } = row;
  const changed = await changeRecord({ object, current, change, now, zone, actor });
  return changed.ok ? problems : [...problems, ...changed.problems];
};

const nobody: Problem = {
  code: 'missing-field',
  path: 'contact',
  message: 'The lead has no e-mail address and no phone number, so nobody knows who it is.',
  hint: 'Give it one of the two, or name the `contact`.',
  severity: 'error',
};

/**
 * Works out what the conversion of a record does: whom it is about, which account there is already, what is made. Problems are all
 * that would be refused.
 */
export const planConversion = async (
  input: PlanDeps & { conversion: Conversion; row: RecordRow; object: ReadyObject },
): Promise<
  | { readonly ok: true; readonly plan: ConversionPlan }
  | { readonly ok: false; readonly problems: readonly Problem[] }
> => {
  const { profiles, conversion, row, object } = input;
  const work: Work = { ...input, left: [] };
  const stage = stagesOf(object.definition).find(({ ends }) => ends === 'won')?.key ?? '';
  const traits = convertedTraits({ object, data: row.data });
  const given = conversion.options.contact;
  const contact = await findContact({
    profiles,
    tenant: row.tenant,
    id: row.id,
    traits,
    given,
    linked: row.person,
  });
  const account = await planAccount(work);
  const deal = planDeal(work);
  const role = planRole(work, { account, deal });
  const plan = { row, object, stage, contact, traits, account, deal, role };
  const problems = [...(contact.by === 'nothing' ? [nobody] : []), ...(await problemsOf(work, plan))];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: { ...plan, left: work.left } };
};
