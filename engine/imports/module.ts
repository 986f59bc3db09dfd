import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { Module } from '../module.ts';
import type { PressureGauge } from '../../api/ports/accept.ts';
import { type CarryImports, createCarryImports } from './carry-imports.ts';
import { createCarryIntakes } from './files/carry-intakes.ts';
import { importFileRoutes } from './file-routes.ts';
import { importRoutes } from './imports-routes.ts';
import { createKindOf, type KindOf } from './kinds.ts';
import { createRecordsKind } from './kinds/records.ts';
import type { ImportStore } from './ports.ts';
import { createImports } from './start-imports.ts';
import { importSchema, partSchema, refusedSchema } from './store/import-schema.ts';
import { createImportStore } from './store/imports.ts';

type CarryNeeds = {
  readonly imports: ImportStore;
  readonly kindOf: KindOf;
  readonly pressure: PressureGauge;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobLeaseMs: number;
};

/** Imports: files of profiles, consents, events, orders and records, row by row, over crashes. */
export const importsModule = {
  name: 'imports',
  collections: [importSchema, partSchema, refusedSchema],
  stores: { imports: createImportStore },
  services: {
    recordsKind: createRecordsKind,
    kindOf: createKindOf,
    importFiles: createImports,
    carryIntakes: createCarryIntakes,
    carryImports: ({ imports, kindOf, pressure, clock, log, jobLeaseMs: leaseMs }: CarryNeeds) =>
      createCarryImports({ imports, kindOf, pressure, clock, log, leaseMs }),
  },
  loops: {
    imports: ({ carryImports }: { carryImports: CarryImports }) => ({
      every: 1,
      job: async () => (await carryImports.sweep()) > 0,
    }),
    fileImports: ({ carryIntakes }: { carryIntakes: ReturnType<typeof createCarryIntakes> }) => ({
      every: 5,
      job: carryIntakes,
    }),
  },
  routes: { imports: importRoutes, importFiles: importFileRoutes },
  audited: {
    'POST /api/imports': { action: 'import.create' },
    'PUT /api/imports/:id/parts/:n': { action: 'import.upload', param: 'id' },
    'POST /api/imports/:id/start': { action: 'import.start', param: 'id' },
    'POST /api/imports/:id/pause': { action: 'import.pause', param: 'id' },
    'POST /api/imports/:id/resume': { action: 'import.resume', param: 'id' },
    'POST /api/imports/:id/cancel': { action: 'import.cancel', param: 'id' },
    'DELETE /api/imports/:id': { action: 'import.remove', param: 'id' },
  },
} as const satisfies Module;
