import { z } from 'zod';

import { messageOf } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import { type Parsed, parsedSchema } from './about.ts';

/** A schema as documents show it; it takes everything. */
export const shownSchema = (json: Readonly<Record<string, unknown>>): z.ZodType => {
  const schema = z.unknown();
  schema._zod.toJSONSchema = () => ({ ...json });
  return schema;
};

const rawIssues = z.array(z.custom<z.core.$ZodRawIssue>(isObject));

const read = (parse: (value: unknown) => unknown, value: unknown): Parsed => {
  try {
    return parsedSchema.parse(parse(value));
  } catch (thrown) {
    const message = `The plugin could not look at it. ${messageOf(thrown)}`;
    return { ok: false, issues: [{ code: 'custom', path: [], message, input: undefined }] };
  }
};

/** A schema whose code runs elsewhere: `parse` answers what it made of a value, or what is wrong with it. */
export const remoteSchema = (input: {
  readonly parse: (value: unknown) => unknown;
  readonly json: Readonly<Record<string, unknown>>;
}): z.ZodType => {
  const schema = z.unknown().transform((value, ctx): unknown => {
    const answer = read(input.parse, value);
    if (answer.ok) return answer.value;
    ctx.issues.push(
      ...rawIssues.parse(answer.issues.map((one) => ({ ...one, path: [...one.path], input: value }))),
    );
    return z.NEVER;
  });
  schema._zod.toJSONSchema = () => ({ ...input.json });
  return schema;
};
