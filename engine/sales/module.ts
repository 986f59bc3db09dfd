import type { Module } from '../module.ts';
import { createConvertRecord, createFinishConversions } from './convert-record.ts';
import { convertRoutes } from './convert-routes.ts';
import { createMakeContact } from './find-contact.ts';
import { conversionSchema } from './store/conversion-schema.ts';
import { createConversionStore } from './store/conversions.ts';

/** What leads, deals and quotes do beyond their data. */
export const salesModule = {
  name: 'sales',
  collections: [conversionSchema],
  stores: { conversions: createConversionStore },
  services: {
    makeContact: createMakeContact,
    convertRecord: createConvertRecord,
    finishConversions: createFinishConversions,
  },
  loops: {
    conversions: ({ finishConversions }: { finishConversions: () => Promise<boolean> }) => ({
      every: 5,
      job: finishConversions,
    }),
  },
  routes: { convert: convertRoutes },
  audited: {
    'POST /api/records/:kind/:id/convert': { action: 'record.convert', param: 'id' },
  },
} as const satisfies Module;
