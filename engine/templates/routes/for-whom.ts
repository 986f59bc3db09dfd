import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';

import { text } from '../../../api/admin/kit.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { CicloError } from '../../../domain/errors.ts';
import { localePattern } from '../../../domain/messages/locales.ts';

/** Whom a message is filled for. */
export const forWhom = {
  profile: text(200).optional().openapi({
    description: 'The id of a person; the sample of the message by default. Needs `personal-data`.',
  }),
  locale: z
    .string()
    .regex(localePattern, 'must be a locale such as `es` or `es-AR`')
    .optional()
    .openapi({ description: "The locale of the text, instead of the person's own." }),
};

/** That the message is meant as the drafts of the caller have it, in a query. */
export const asDraft = {
  draft: z
    .enum(['0', '1'])
    .default('0')
    .openapi({ description: '`1`: as your drafts would make it, instead of what is published.' }),
};

/** Whose drafts are meant. */
export const draftsOf = (c: Context<ApiEnv>, draft: '0' | '1' | boolean | undefined): string | undefined =>
  draft === '1' || draft === true ? c.get('key').id : undefined;

/** Throws `forbidden` where somebody may not see single people, and asks for one. */
export const mayBeAbout = (c: Context<ApiEnv>, profile: string | undefined): void => {
  if (profile === undefined || c.get('key').scopes.includes('personal-data')) return;
  throw new CicloError({
    code: 'forbidden',
    message:
      'A message filled for a person needs the scope personal-data. Leave `profile` out to see the sample.',
  });
};
