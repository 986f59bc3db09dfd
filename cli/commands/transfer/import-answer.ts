import { z } from 'zod';

/** What the API says of an import. */
export const importSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  dryRun: z.boolean(),
  parts: z.number(),
  progress: z.number(),
  counts: z.object({
    rows: z.number(),
    created: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    refused: z.number(),
  }),
  examples: z.array(
    z.object({
      line: z.number(),
      outcome: z.string(),
      problems: z.array(z.looseObject({ message: z.string(), hint: z.string() })),
    }),
  ),
  failure: z.string().optional(),
  createdAt: z.string(),
});
export type ImportAnswer = z.infer<typeof importSchema>;

/** The address of an import, or of something below it. */
export const importPath = (id: string, below = ''): string =>
  `/api/imports/${encodeURIComponent(id)}${below}`;

const ended = new Set(['checked', 'done', 'failed', 'cancelled']);

/** Whether nothing more happens by itself. */
export const isOver = ({ state }: ImportAnswer): boolean => ended.has(state) || state === 'paused';

/** What came of the rows, or would come of them, in one line. */
export const countsLine = ({ counts, dryRun }: ImportAnswer): string => {
  const { rows, created, changed, unchanged, refused } = counts;
  const would = dryRun ? 'would be ' : '';
  return `${rows} rows: ${created} ${would}created, ${changed} changed, ${unchanged} unchanged, ${refused} refused.`;
};
