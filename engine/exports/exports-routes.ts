import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';

import { commonProblems, createRoutes, notFoundProblem, text, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import { requestError } from '../../api/http/problem.ts';
import { streamText } from '../../api/http/stream-text.ts';
import { suggest } from '../../domain/documents/nearest.ts';
import { transferFormats } from '../../domain/transfer/dialect.ts';
import { csvLine } from '../../domain/transfer/write-rows.ts';
import type { Clock } from '../clock/clock.ts';
import type { OrderStore } from '../people/ports.ts';
import { reachConditions } from '../records/lists/reach-filter.ts';
import { filterIn, readFilter } from '../records/routes/filter-body.ts';
import type { MomentOf } from '../records/moment-of.ts';
import type { ObjectsOf } from '../records/objects-of.ts';
import type { RecordStore } from '../records/ports.ts';
import { sightOf } from '../records/routes/sight-body.ts';
import { peopleExports } from './kinds.ts';
import type { ExportKind } from './kinds/export-kind.ts';
import type { PeopleReads } from './kinds/people.ts';
import { recordsExport } from './kinds/records.ts';

const query = z.object({
  format: z.enum(transferFormats).default('csv'),
  columns: text(8000)
    .optional()
    .openapi({ description: 'Of CSV: the columns, separated by commas; all of the kind by default.' }),
  segment: text(64).optional().openapi({
    description: 'Of profiles, consents and orders: only members of the segment.',
  }),
  event: text(200).optional().openapi({ description: 'Of events: only those of this name.' }),
  filter: text(8000)
    .optional()
    .openapi({ description: 'Of records: conditions as JSON, as lists of records take them.' }),
});
type Query = z.infer<typeof query>;

const exportRoute = createRoute({
  method: 'get',
  path: '/exports/{kind}',
  tags: ['Exports'],
  summary: 'Profiles, consents, events, orders or records as a file',
  description:
    'The file is written while it is sent, and `POST /api/imports` reads it. No cell of CSV is run as a formula by a spreadsheet. An answer that breaks off is not whole. Records need `records:read`, and personal fields are in it with `personal-data` only; the other kinds need `read` and `personal-data`.',
  security: withKey,
  request: { params: z.object({ kind: text(64) }), query },
  responses: {
    200: {
      description: 'The file.',
      content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
    },
    ...commonProblems,
    ...notFoundProblem,
  },
});

type Deps = {
  readonly peopleReads: Pick<PeopleReads, 'profiles' | 'profile'>;
  readonly eventReads: Pick<PeopleReads, 'events'>;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly records: Pick<RecordStore, 'list'>;
  readonly objectsOf: ObjectsOf;
  readonly momentOf: MomentOf;
  readonly zoneOf: (tenant: string) => Promise<string>;
  readonly clock: Clock;
};

const namesIn = (columns: string | undefined): readonly string[] | undefined =>
  columns?.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));

/** The export of a kind: about people, or of an object. Throws `not-found` for an unknown kind. */
const exportOf = async (deps: Deps, c: Context<ApiEnv>, kind: string, asked: Query): Promise<ExportKind> => {
  const { tenant } = c.get('key');
  const { peopleReads, eventReads, orders, records } = deps;
  const { profiles, profile } = peopleReads;
  const reads = { profiles, profile, events: eventReads.events };
  const columns = namesIn(asked.columns);
  const make = peopleExports.get(kind);
  if (make !== undefined) {
    const { segment, event: name } = asked;
    return make({ reads, orders, tenant, segment, name, columns });
  }
  const sight = await sightOf({ c, objectsOf: deps.objectsOf, momentOf: deps.momentOf, kind });
  const within = reachConditions({ access: sight.object.definition.access, viewer: c.get('key').user });
  const filter = await readFilter({ deps, tenant, sight, filter: filterIn(asked.filter), within });
  const { object, seesPersonal } = sight;
  return recordsExport({ records, tenant, object, seesPersonal, filter });
};

/** The columns that are asked for. Throws `invalid-input` for one the kind does not have. */
const columnsOf = (kind: string, made: ExportKind, asked: Query): readonly string[] => {
  const names = namesIn(asked.columns);
  if (names === undefined || kind === 'profiles') return made.columns;
  const unknown = names.filter((name) => !made.columns.includes(name));
  if (unknown.length === 0) return names;
  throw requestError({
    code: 'invalid-input',
    message: 'The file has no such columns.',
    problems: unknown.map((name) => ({
      code: 'unknown-column',
      path: 'columns',
      message: `There is no column \`${name.slice(0, 60)}\`.`,
      hint: suggest({ word: name, known: made.columns, none: 'Leave `columns` out.' }),
    })),
  });
};

async function* csvText(made: ExportKind, columns: readonly string[]): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const { cells } of made.rows) yield csvLine(columns.map((name) => cells.get(name) ?? ''));
}

async function* jsonText(made: ExportKind): AsyncGenerator<string> {
  for await (const { object } of made.rows) yield `${JSON.stringify(object)}\n`;
}

/** `/api/exports/:kind`. */
export const exportRoutes = (deps: Deps): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(exportRoute, async (c) => {
    const { kind } = c.req.valid('param');
    const asked = c.req.valid('query');
    const made = await exportOf(deps, c, kind, asked);
    const { format } = asked;
    const isCsv = format === 'csv';
    const columns = columnsOf(kind, made, asked);
    c.set('audited', { action: 'export.download', subject: kind, details: { format } });
    return streamText({
      texts: isCsv ? csvText(made, columns) : jsonText(made),
      type: isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
      name: `${kind}.${format}`,
    });
  });
