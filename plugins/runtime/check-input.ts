import { z } from 'zod';
import { quoteList } from '../../domain/documents/nearest.ts';
import { zodProblems } from '../../domain/documents/zod-problems.ts';
import { isObject, type Json } from '../../domain/json.ts';
import type { Problem } from '../../domain/problem.ts';
import { templateKind } from '../../domain/templates/template-value.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;
/** A text with a template: one that becomes any value when it is filled, or one that stays a text. */
type Templated = { readonly path: Path; readonly kind: 'value' | 'text' };

const templatedIn = (value: unknown, path: Path): readonly Templated[] => {
  if (typeof value === 'string') {
    const kind = templateKind(value);
    return kind === 'plain' ? [] : [{ path, kind }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown, index) => templatedIn(one, [...path, index]));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => templatedIn(one, [...path, key]));
};

const startsWith = (path: Path, start: Path): boolean => start.every((key, index) => path[index] === key);

/** Whether an issue holds for every text. A number read out of a text is no number for want of the text only. */
const refusesTexts = (issue: Issue): boolean => {
  if (issue.code === 'invalid_type') return !('received' in issue && issue.received === 'NaN');
  if (issue.code !== 'invalid_union') return false;
  return issue.errors.every((branch) => branch.some((one) => one.path.length === 0 && refusesTexts(one)));
};

/** Whether an issue may be gone once the template is filled. */
const mayPass = (issue: Issue, templated: Templated): boolean => {
  const { path, kind } = templated;
  if (startsWith(issue.path, path)) return kind === 'value' || !refusesTexts(issue);
  const isOfAWhole = issue.code === 'custom' || issue.code === 'invalid_union';
  return isOfAWhole && startsWith(path, issue.path);
};

const fieldsOf = (schema: z.ZodType): string | undefined => {
  if (!(schema instanceof z.ZodObject)) return undefined;
  const { properties, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const may = Object.keys(properties ?? {}).filter((name) => !required.includes(name));
  return [
    ...(required.length === 0 ? [] : [`takes ${quoteList(required)}`]),
    ...(may.length === 0 ? [] : [`may take ${quoteList(may)}`]),
  ].join(' and ');
};

/**
 * Checks the input of an action as a step or a rule writes it, by the schema it is held to when the action is
 * called. A text that is one template may become any value, one with a template in it stays a text, as they are
 * filled; nothing more is known of either before. Paths begin with `input`.
 */
export const checkInput = (request: {
  schema: z.ZodType;
  action: string;
  input: Json;
}): readonly Problem[] => {
  const schema = z.strictObject({ input: request.schema });
  const value = { input: request.input };
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  const templated = templatedIn(value, []);
  const issues = parsed.error.issues.filter((issue) => !templated.some((one) => mayPass(issue, one)));
  const fields = fieldsOf(request.schema) ?? '';
  const otherwise = fields === '' ? 'See docs/plugins.md.' : `\`${request.action}\` ${fields}.`;
  return zodProblems({ issues, schema, value, otherwise });
};
