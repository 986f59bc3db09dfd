import { instant } from './kit.ts';

/** When the counts of an answer were made. */
export const countedAt = instant.openapi({
  description:
    'When the counts were made. Counts over more than about 20,000 documents are kept for a short while, 30 minutes at most; smaller ones are of now.',
});
