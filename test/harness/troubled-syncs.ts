import type { JsonObject } from '../../domain/json.ts';
import { createHubspotFake } from '../../plugins/hubspot/fake.ts';
import { createOdooFake } from '../../plugins/odoo/fake.ts';
import { createRestFake } from '../../plugins/rest/fake.ts';
import { createSalesforceFake } from '../../plugins/salesforce/fake.ts';
import { testNow } from '../../plugins/testing.ts';
import type { RunningSyncProvider } from '../../plugins/testing/syncs/sync-subject.ts';
import { troubledKey as key, troubledVariable as env } from './troubled-connectors.ts';

/** A system with records whose provider has trouble. */
export type TroubledSync = {
  readonly use: string;
  readonly start: () => Promise<RunningSyncProvider & { readonly expire?: () => void }>;
  readonly config: (url: string) => object;
  readonly object: string;
  /** The name there of each trait: `email`, `lastName`, and what a wrong value is in. */
  readonly fields: Readonly<Record<string, string>>;
  /** Traits of a person that it refuses, and what mends them. */
  readonly wrong: JsonObject;
  readonly mended: JsonObject;
};

const startHubspot = async () => {
  const clock = { at: testNow };
  const { kept, ...fake } = await createHubspotFake({ token: key, clock, page: 50 });
  const texts = (fields: JsonObject) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return {
    ...fake,
    add: (fields: JsonObject) => fake.add(texts(fields)),
    change: (id: string, fields: JsonObject): void => {
      fake.change(id, texts(fields));
    },
    remove: (id: string): void => {
      const known = kept.get(id);
      if (known !== undefined) known.archived = true;
    },
    all: () =>
      [...kept.values()]
        .filter(({ archived }) => !archived)
        .map(({ id, properties }) => ({ id, fields: properties })),
    pass: (ms: number): void => {
      clock.at += ms;
    },
  };
};

/** HubSpot as a public app that somebody lets in, whose groups answer 207 where a row is wrong. */
const hubspot: TroubledSync = {
  use: 'hubspot',
  start: startHubspot,
  config: (url) => ({ url, oauth: { clientId: 'ciclo', clientSecret: env, app: url } }),
  object: 'contacts',
  fields: { email: 'email', lastName: 'lastname', tier: 'tier' },
  wrong: { tier: 'none such' },
  mended: { tier: 'gold' },
};

/** Salesforce, which says what is wrong with a row in an answer 200. */
const salesforce: TroubledSync = {
  use: 'salesforce',
  start: () => createSalesforceFake(key),
  config: (url) => ({ url, clientId: 'ciclo', clientSecret: env }),
  object: 'Contact',
  fields: { email: 'Email', lastName: 'LastName' },
  wrong: { lastName: null },
  mended: { lastName: 'Mended' },
};

/** Odoo by JSON-RPC, whose errors are all answers 200. */
const odoo: TroubledSync = {
  use: 'odoo',
  start: () => createOdooFake(key),
  config: (url) => ({ url, database: 'shop', apiKey: env, api: 'json-rpc', user: 'api@shop.example' }),
  object: 'res.partner',
  fields: { email: 'email', lastName: 'name' },
  wrong: { lastName: null },
  mended: { lastName: 'Mended' },
};

/** A service of its own, mapped in the config, which says what is wrong in an answer 200. */
const rest: TroubledSync = {
  use: 'rest',
  start: () => createRestFake(key),
  config: (url) => ({
    url: `${url}/api`,
    auth: { by: 'header', name: 'X-Key', value: env },
    errors: [
      { at: 'error.code', is: 'EXISTS', means: 'taken', id: 'error.id' },
      { at: 'error', means: 'rejected' },
    ],
    objects: {
      contacts: {
        fields: 'attributes',
        updatedAt: 'changed_at',
        list: {
          path: '/contacts',
          query: { since: '{{since}}' },
          rows: 'items',
          paging: { by: 'cursor', param: 'after', next: 'paging.after' },
        },
        get: { path: '/contacts/{{id}}', row: 'contact' },
        find: { path: '/contacts', query: { email: '{{value}}' }, rows: 'items' },
        create: { path: '/contacts', body: { contact: '{{fields}}' } },
        update: { path: '/contacts/{{id}}', body: { contact: '{{fields}}' }, row: 'contact' },
      },
    },
  }),
  object: 'contacts',
  fields: { email: 'email', lastName: 'name', shade: 'color' },
  wrong: { shade: 'red' },
  mended: { shade: null },
};

/** A CRM that is signed in to by a person, one that signs in by itself, an ERP, and a service without a connector of its own. */
export const troubledSyncs: readonly TroubledSync[] = [hubspot, salesforce, odoo, rest];
