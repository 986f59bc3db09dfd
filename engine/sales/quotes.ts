import { CicloError, notFound } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../domain/json.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import { typeOfField } from '../../domain/objects/fields.ts';
import { refusal } from '../../domain/objects/checks/check-kit.ts';
import type { ReadyObject } from '../../domain/objects/ready-object.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Conditions } from '../../domain/rules/conditions.ts';
import type { Actor } from '../../domain/records/record.ts';
import { localDay } from '../../domain/time/local.ts';
import type { Clock } from '../clock/clock.ts';
import type { Outcome, Records } from '../records/change-records.ts';
import { listFilter } from '../records/lists/list-filter.ts';
import { objectOf, type ObjectsOf } from '../records/objects-of.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';

/** The object whose records are quotes. */
export const quoteKind = 'quote';

/** The stages of a quote that its acts know, as the object that comes with Ciclo has them. */
export const quoteStages = {
  draft: 'draft',
  sent: 'sent',
  accepted: 'accepted',
  refused: 'refused',
  expired: 'expired',
  superseded: 'superseded',
} as const;

type Named = { readonly tenant: string; readonly id: string; readonly actor: Actor };

/** What is done with quotes beyond changing their fields. */
export type Quotes = {
  /** Sends a draft: it gets its day, its page, and takes the place of the version before. */
  readonly send: (input: Named) => Promise<Outcome>;
  /** Makes the next version of a quote that was sent, as a draft. The same quote has one next version. */
  readonly revise: (input: Named) => Promise<Outcome>;
  /** Moves the quotes whose last day is over; true when there may be more. */
  readonly expire: (tenant: string) => Promise<boolean>;
};

type Deps = {
  readonly records: RecordStore;
  readonly changeRecords: Records;
  readonly objectsOf: ObjectsOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly links: Links;
  readonly clock: Clock;
};

const conflict = (message: string): CicloError => new CicloError({ code: 'conflict', message });

const textIn = (row: RecordRow, key: string): string | undefined => {
  const value = own(row.data, key);
  return typeof value === 'string' ? value : undefined;
};

const readQuote = async (deps: Deps, { tenant, id }: Named): Promise<RecordRow> => {
  const row = await deps.records.get({ tenant, id });
  if (row?.kind !== quoteKind) throw notFound('quote');
  if (row.deletedAt !== undefined) throw conflict('The quote was deleted. Restore it first.');
  return row;
};

/** The version that a quote replaces stands aside first, so that at no moment both can be accepted. */
const setAside = async (deps: Deps, named: Named, row: RecordRow): Promise<Outcome | undefined> => {
  const { tenant, actor } = named;
  const before = textIn(row, 'replaces');
  const earlier = before === undefined ? undefined : await deps.records.get({ tenant, id: before });
  if (earlier === undefined || earlier.deletedAt !== undefined) return undefined;
  const { id, stage } = earlier;
  if (stage === quoteStages.superseded || stage === quoteStages.draft) return undefined;
  if (stage === quoteStages.accepted)
    throw conflict('The version before was accepted, so this one cannot be sent.');
  const change = { stage: quoteStages.superseded };
  const outcome = await deps.changeRecords.change({ tenant, kind: quoteKind, id, actor, change });
  return outcome.kind === 'done' ? undefined : outcome;
};

/** What keeps a draft from being sent: nothing to pay is worked out, or its last day is over. */
const unfit = (input: { object: ReadyObject; row: RecordRow; day: string }): readonly Problem[] => {
  const { object, row, day } = input;
  const { total } = object.definition.fields;
  const sum = own(row.data, 'total');
  const hasTotal = total === undefined || (sum !== undefined && sum !== null);
  const until = textIn(row, 'validUntil');
  const isOver = until !== undefined && until < day;
  return [
    ...(hasTotal
      ? []
      : [
          refusal({
            code: 'missing-field',
            path: 'lines',
            message: 'The quote has no total: it has no lines, or lines in several currencies.',
            hint: 'Give it lines with prices in one currency.',
          }),
        ]),
    ...(isOver
      ? [
          refusal({
            code: 'too-little',
            path: 'validUntil',
            message: `The quote is valid until ${until}, and today is ${day}.`,
            hint: 'Give it a later day, or none.',
          }),
        ]
      : []),
  ];
};

const createSend =
  (deps: Deps): Quotes['send'] =>
  async (named) => {
    const { tenant, id, actor } = named;
    const row = await readQuote(deps, named);
    if (row.stage !== quoteStages.draft) {
      if (row.stage === quoteStages.sent) {
        const { notes: _notes, claims: _claims, shape: _shape, ...record } = row;
        return { kind: 'done', record, isNew: false };
      }
      throw conflict(`The quote is in the stage \`${row.stage ?? ''}\`; only a draft is sent.`);
    }
    const now = deps.clock.now(tenant);
    const day = localDay({ at: now, zone: await deps.zoneOf(tenant) });
    const object = await objectOf({ objectsOf: deps.objectsOf, tenant, kind: quoteKind });
    const problems = unfit({ object, row, day });
    if (problems.length > 0) return { kind: 'refused', problems };
    const refused = await setAside(deps, named, row);
    if (refused !== undefined) return refused;
    const owner = { tenant, messageId: id, profileId: row.person ?? '', at: Math.floor(now / 1000) };
    const given: JsonObject = { issuedOn: textIn(row, 'issuedOn') ?? day, link: deps.links.quote(owner) };
    const set = Object.fromEntries(
      Object.entries(given).filter(([key]) => Object.hasOwn(object.definition.fields, key)),
    );
    const change = { set, stage: quoteStages.sent };
    return deps.changeRecords.change({ tenant, kind: quoteKind, id, actor, change });
  };

/** Values that somebody wrote, without what is worked out and what belongs to one version. */
const copyOf = (object: ReadyObject, data: JsonObject): JsonObject => {
  const { fields } = object.definition;
  const left = new Set(['number', 'version', 'replaces', 'issuedOn', 'link', 'signedBy', 'refusalReason']);
  const isWorkedOut = (all: typeof fields, key: string): boolean => {
    const field = own(all, key);
    return field === undefined || typeOfField(field, object.types).computed === true;
  };
  const bare = (key: string, value: Json): Json => {
    const field = own(fields, key);
    const columns = field === undefined ? undefined : typeOfField(field, object.types).columns?.(field);
    if (columns === undefined || !Array.isArray(value)) return value;
    return value.map((line: Json) =>
      isJsonObject(line)
        ? Object.fromEntries(Object.entries(line).filter(([column]) => !isWorkedOut(columns, column)))
        : line,
    );
  };
  return Object.fromEntries(
    Object.entries(data)
      .filter(([key]) => !left.has(key) && !isWorkedOut(fields, key))
      .map(([key, value]) => [key, bare(key, value)]),
  );
};

const createRevise =
  (deps: Deps): Quotes['revise'] =>
  async (named) => {
    const { tenant, id, actor } = named;
    const row = await readQuote(deps, named);
    if (row.stage === quoteStages.draft) throw conflict('A draft has no versions yet: change it.');
    if (row.stage === quoteStages.accepted) throw conflict('The quote was accepted. Make a new quote.');
    const object = await objectOf({ objectsOf: deps.objectsOf, tenant, kind: quoteKind });
    const version = own(row.data, 'version');
    const next = (typeof version === 'number' ? version : 1) + 1;
    const number = (textIn(row, 'number') ?? id).replace(/ v\d+$/, '');
    const { owner, team } = row;
    const given = {
      data: { ...copyOf(object, row.data), number: `${number} v${next}`, version: next, replaces: id },
      ...(owner === undefined ? {} : { owner }),
      ...(team === undefined ? {} : { team }),
    };
    const made = `r${hashId('quote-version', tenant, id)}`;
    return deps.changeRecords.create({ tenant, kind: quoteKind, id: made, actor, given });
  };

const page = 100;

const createExpire =
  (deps: Deps): Quotes['expire'] =>
  async (tenant) => {
    const object = (await deps.objectsOf(tenant)).get(quoteKind);
    if (object === undefined || object.definition.fields['validUntil']?.type !== 'date') return false;
    const [now, zone] = [deps.clock.now(tenant), await deps.zoneOf(tenant)];
    const day = localDay({ at: now, zone });
    const conditions: Conditions = {
      all: [
        { fact: 'record', path: '$.stage', operator: 'equal', value: quoteStages.sent },
        { fact: 'record', path: '$.validUntil', operator: 'before', value: day },
      ],
    };
    const filter = listFilter({ object, conditions, now, zone });
    if (!filter.ok) return false;
    const sort = { by: 'createdAt', order: 1 } as const;
    const query = { tenant, kind: quoteKind, isDeleted: false, filter: filter.value, sort, limit: page };
    const over = (await deps.records.list(query)).map(({ row }) => row);
    const actor = { kind: 'engine', id: 'quotes' } as const;
    let moved = 0;
    for (const { id, revision } of over) {
      const change = { stage: quoteStages.expired };
      // On the revision that was read: it may be accepted at this moment.
      const outcome = await deps.changeRecords.change({
        tenant,
        kind: quoteKind,
        id,
        revision,
        actor,
        change,
      });
      if (outcome.kind === 'done') moved += 1;
    }
    return moved > 0 && over.length === page;
  };

/** Makes the acts of quotes. */
export const createQuotes = (deps: Deps): Quotes => ({
  send: createSend(deps),
  revise: createRevise(deps),
  expire: createExpire(deps),
});
