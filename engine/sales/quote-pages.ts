import type { Amount, QuoteLine, QuotePages, QuoteView } from '../../api/ports/quotes.ts';
import { CicloError } from '../../domain/errors.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../domain/json.ts';
import { moneyOf } from '../../domain/objects/fields.ts';
import { taxesOf } from '../../domain/sales/taxes.ts';
import { localDay } from '../../domain/time/local.ts';
import type { Clock } from '../clock/clock.ts';
import type { Records } from '../records/change-records.ts';
import type { RecordRow, RecordStore } from '../records/ports.ts';
import { quoteKind, quoteStages } from './quotes.ts';

type Deps = {
  readonly records: RecordStore;
  readonly changeRecords: Records;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

const amountOf = (data: JsonObject, key: string): Amount | undefined => {
  const amount = moneyOf(own(data, key) ?? null);
  return amount === undefined ? undefined : { minor: amount.minor, currency: amount.currency };
};
const textOf = (data: JsonObject, key: string): string | undefined => {
  const value = own(data, key);
  return typeof value === 'string' ? value : undefined;
};
const numberOf = (data: JsonObject, key: string): number | undefined => {
  const value = own(data, key);
  return typeof value === 'number' ? value : undefined;
};

const linesOf = (data: JsonObject): readonly JsonObject[] => {
  const lines: Json = own(data, 'lines') ?? null;
  return Array.isArray(lines) ? lines.filter(isJsonObject) : [];
};

const lineOf = (line: JsonObject, products: ReadonlyMap<string, string>): QuoteLine => {
  const [gross, net] = [amountOf(line, 'gross'), amountOf(line, 'net')];
  const off = gross === undefined || net === undefined ? 0 : gross.minor - net.minor;
  return {
    text: textOf(line, 'description') ?? products.get(textOf(line, 'product') ?? '') ?? '',
    quantity: numberOf(line, 'quantity') ?? 0,
    price: amountOf(line, 'price'),
    discount: net === undefined || off === 0 ? undefined : { minor: off, currency: net.currency },
    net,
    percent: numberOf(line, 'taxPercent'),
  };
};

/** The names of the products that lines refer to. */
const productsOf = async (deps: Deps, row: RecordRow): Promise<ReadonlyMap<string, string>> => {
  const ids = new Set(linesOf(row.data).flatMap((line) => textOf(line, 'product') ?? []));
  if (ids.size === 0) return new Map();
  const found = await deps.records.many({ tenant: row.tenant, ids: [...ids] });
  return new Map(found.map(({ id, data }) => [id, textOf(data, 'name') ?? '']));
};

const answered: ReadonlyMap<string, QuoteView['state']> = new Map([
  [quoteStages.sent, 'open'],
  [quoteStages.accepted, 'accepted'],
  [quoteStages.refused, 'refused'],
  [quoteStages.expired, 'expired'],
  [quoteStages.superseded, 'superseded'],
  ['withdrawn', 'withdrawn'],
]);

/** How a quote stands; undefined for a draft, and for a stage that only the tenant knows. */
const stateOf = async (deps: Deps, row: RecordRow): Promise<QuoteView['state'] | undefined> => {
  const state = answered.get(row.stage ?? '');
  if (state !== 'open') return state;
  const day = localDay({ at: deps.clock.now(row.tenant), zone: await deps.zoneOf(row.tenant) });
  const until = textOf(row.data, 'validUntil');
  return until !== undefined && until < day ? 'expired' : 'open';
};

type Asked = { readonly tenant: string; readonly id: string; readonly profileId: string };

/** The record of a link. A quote that had a person and has none any more is of somebody who was erased. */
const rowOf = async (deps: Deps, { tenant, id, profileId }: Asked): Promise<RecordRow | undefined> => {
  const row = await deps.records.get({ tenant, id });
  if (row?.kind !== quoteKind || row.deletedAt !== undefined) return undefined;
  return profileId !== '' && row.person === undefined ? undefined : row;
};

const viewOf = async (deps: Deps, row: RecordRow): Promise<QuoteView | undefined> => {
  const state = await stateOf(deps, row);
  if (state === undefined) return undefined;
  const { id, data, person } = row;
  const products = await productsOf(deps, row);
  const worked = taxesOf({ lines: own(data, 'lines'), net: 'net', percent: 'taxPercent' });
  const money = (minor: number): Amount => ({ minor, currency: worked?.currency ?? '' });
  return {
    id,
    number: textOf(data, 'number') ?? '',
    subject: textOf(data, 'subject'),
    version: numberOf(data, 'version') ?? 1,
    issuedOn: textOf(data, 'issuedOn'),
    validUntil: textOf(data, 'validUntil'),
    lines: linesOf(data).map((line) => lineOf(line, products)),
    net: amountOf(data, 'net'),
    taxes: (worked?.taxes ?? []).map(({ percent, net, tax }) => ({
      percent,
      net: money(net),
      tax: money(tax),
    })),
    total: amountOf(data, 'total'),
    terms: textOf(data, 'terms'),
    profileId: person,
    state,
  };
};

const triesMax = 5;

/** Makes what the pages of quotes know and do. A quote is answered on the revision that was looked at, so it is answered once. */
export const createQuotePages = (deps: Deps): QuotePages => ({
  show: async (asked) => {
    const row = await rowOf(deps, asked);
    return row === undefined ? undefined : viewOf(deps, row);
  },
  answer: async (asked) => {
    const { tenant, id } = asked;
    const given =
      asked.answer === 'accepted' ? { signedBy: asked.signedBy } : { refusalReason: asked.reason };
    const set = Object.fromEntries(
      Object.entries(given).flatMap(([key, value]): [string, Json][] =>
        value === undefined ? [] : [[key, value]],
      ),
    );
    for (let tries = 0; tries < triesMax; tries += 1) {
      const row = await rowOf(deps, asked);
      if (row === undefined) return undefined;
      if ((await stateOf(deps, row)) !== 'open') return viewOf(deps, row);
      const change = { set, stage: quoteStages[asked.answer] };
      const actor = { kind: 'engine', id: 'quote page' } as const;
      const { revision } = row;
      const outcome = await deps.changeRecords.change({
        tenant,
        kind: quoteKind,
        id,
        revision,
        actor,
        change,
      });
      if (outcome.kind === 'refused')
        throw new CicloError({ code: 'unprocessable', message: 'The quote cannot be answered so.' });
    }
    throw new CicloError({ code: 'unavailable', message: 'The quote is being changed by too many at once.' });
  },
});
