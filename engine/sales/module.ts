import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createConvertRecord, createFinishConversions } from './convert-record.ts';
import { convertRoutes } from './convert-routes.ts';
import { createMakeContact } from './find-contact.ts';
import { createFollowQuote } from './follow-quote.ts';
import { createReportPipeline } from './pipeline-report.ts';
import { createQuotePages } from './quote-pages.ts';
import { quoteRoutes } from './quote-routes.ts';
import { createQuotes, type Quotes } from './quotes.ts';
import { conversionSchema } from './store/conversion-schema.ts';
import { salesReportRoutes } from './reports-routes.ts';
import { createSalesReports } from './sales-reports.ts';
import { createConversionStore } from './store/conversions.ts';
import { createDealReads } from './store/read-deals.ts';

/** What leads, deals and quotes do beyond their data. */
export const salesModule = {
  name: 'sales',
  collections: [conversionSchema],
  stores: { conversions: createConversionStore, dealReads: createDealReads },
  services: {
    makeContact: createMakeContact,
    convertRecord: createConvertRecord,
    finishConversions: createFinishConversions,
    followQuote: createFollowQuote,
    quotes: createQuotes,
    quotePages: createQuotePages,
    salesReports: createSalesReports,
    reportPipeline: createReportPipeline,
  },
  loops: {
    conversions: ({ finishConversions }: { finishConversions: () => Promise<boolean> }) => ({
      every: 5,
      job: finishConversions,
    }),
    quotes: ({ live, quotes }: { live: LiveWorkspaces; quotes: Quotes }) => ({
      every: 30,
      job: eachTenant({ live, look: quotes.expire }),
    }),
  },
  routes: { convert: convertRoutes, quotes: quoteRoutes, salesReports: salesReportRoutes },
  audited: {
    'POST /api/records/:kind/:id/convert': { action: 'record.convert', param: 'id' },
    'POST /api/records/:kind/:id/send': { action: 'quote.send', param: 'id' },
    'POST /api/records/:kind/:id/revise': { action: 'quote.revise', param: 'id' },
  },
} as const satisfies Module;
