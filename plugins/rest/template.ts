import { isJson, type Json, type JsonObject, valueAt } from '../contract.ts';

const placeholder = /\{\{\s*([\w.-]{1,300})\s*\}\}/g;
const whole = /^\{\{\s*([\w.-]{1,300})\s*\}\}$/;

const found = (scope: JsonObject, path: string): Json | undefined => {
  const value = valueAt(scope, path);
  return isJson(value) ? value : undefined;
};

const asText = (value: Json | undefined): string | undefined => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** A text with its placeholders filled, each written by `write`; undefined where one has no value. */
export const fillText = (input: {
  readonly template: string;
  readonly scope: JsonObject;
  readonly write?: (text: string) => string;
}): string | undefined => {
  const { template, scope, write = (text) => text } = input;
  let isWhole = true;
  const text = template.replaceAll(placeholder, (_all, path: string) => {
    const value = asText(found(scope, path));
    if (value === undefined) isWhole = false;
    return write(value ?? '');
  });
  return isWhole ? text : undefined;
};

/**
 * A value with its placeholders filled. One that is the whole text keeps its type (`"{{fields}}"` becomes an object); a field or an item whose
 * placeholder has no value is left out.
 */
export const fillJson = (template: Json, scope: JsonObject): Json | undefined => {
  if (typeof template === 'string') {
    const [, path] = whole.exec(template) ?? [];
    return path === undefined ? fillText({ template, scope }) : found(scope, path);
  }
  if (Array.isArray(template))
    return template.flatMap((item: Json) => {
      const value = fillJson(item, scope);
      return value === undefined ? [] : [value];
    });
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, inner]): [string, Json][] => {
      const value = fillJson(inner, scope);
      return value === undefined ? [] : [[name, value]];
    }),
  );
};

/** Texts by name, filled; a name may have placeholders too, and one without a value is left out. */
export const fillTexts = (
  templates: Readonly<Record<string, string>> | undefined,
  scope: JsonObject,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(templates ?? {}).flatMap(([template, value]): [string, string][] => {
      const name = fillText({ template, scope });
      const text = fillText({ template: value, scope });
      return name === undefined || text === undefined ? [] : [[name, text]];
    }),
  );
