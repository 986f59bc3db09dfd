import { z } from 'zod';

/** The key of a file of the workspace: lower-case letters, digits and dashes. */
export const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, starting with a letter');
