import { z } from 'zod';

const usualKeep = 200;

/** `publications` of `ciclo.json`. */
export const publicationSettingsSchema = z
  .strictObject({
    keep: z
      .number()
      .int()
      .min(10)
      .max(1000)
      .default(usualKeep)
      .describe('How many publications are kept with their files, to compare with and to return to.'),
  })
  .describe('The history of what was published.');

/** How many publications of a tenant are kept. */
export const keptPublications = (settings: {
  readonly publications?: z.infer<typeof publicationSettingsSchema> | undefined;
}): number => settings.publications?.keep ?? usualKeep;
