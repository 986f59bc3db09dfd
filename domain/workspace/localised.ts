import { z } from 'zod';

import { localePattern } from '../messages/locales.ts';

/** A locale such as `en` or `es-AR`. */
export const localeSchema = z.string().regex(localePattern, 'must be a locale such as `en` or `es-AR`');

/** A text that people read: one for all, or one for each locale. */
export const localised = (max: number) =>
  z.union([z.string().min(1).max(max), z.record(localeSchema, z.string().min(1).max(max))]);
