import { z } from 'zod';

import { scheduleSchema } from '../time/schedule.ts';
import { reportPeriods } from './report-period.ts';

/** What somebody says of a report: which figures, over what time, when, to whom of the team. */
export const reportSchema = z.strictObject({
  name: z.string().min(1).max(100).describe('What it is called; the subject of its mails.'),
  figures: z
    .array(
      z.strictObject({
        figure: z.string().min(1).max(64).describe('The key of a figure, such as `revenue`.'),
        parameters: z
          .record(z.string().max(40), z.string().max(200))
          .default({})
          .describe('Its parameters. Days that are left out follow from `period`.'),
      }),
    )
    .min(1)
    .max(12)
    .describe('The figures, in their order.'),
  period: z.enum(reportPeriods).default('last-30-days').describe('The time the figures are about.'),
  schedule: scheduleSchema,
  to: z.array(z.string().min(1).max(64)).min(1).max(20).describe('Ids of users of the team.'),
  language: z.enum(['en', 'es']).default('en').describe('The language of the mails.'),
});
export type ReportSettings = z.infer<typeof reportSchema>;
