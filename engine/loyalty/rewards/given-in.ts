import { isObject } from '../../../domain/json.ts';

/** The code of a coupon and when it expires, as the issue of an offer reports them. */
export const givenIn = (output: unknown): { readonly code?: string; readonly expiresAt?: number } => {
  if (!isObject(output)) return {};
  const { code, expiresAt } = output;
  const at = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN;
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(Number.isNaN(at) ? {} : { expiresAt: at }),
  };
};
