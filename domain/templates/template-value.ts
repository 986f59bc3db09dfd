import Handlebars from 'handlebars';

import { isObject, type Json } from '../json.ts';
import { readPath } from '../rules/path.ts';

const lone = /^\{\{\s*([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\.\[\d+\])*)\s*\}\}$/;

/**
 * What a text becomes when it is filled: itself (`plain`), whatever the one name in it leads to (`value`), or another
 * text (`text`).
 */
export const templateKind = (text: string): 'plain' | 'value' | 'text' => {
  if (!text.includes('{{')) return 'plain';
  return lone.test(text) ? 'value' : 'text';
};

const isJson = (value: unknown): value is Json =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) ? value.every(isJson) : isObject(value) && Object.values(value).every(isJson));

type CompileOptions = NonNullable<Parameters<typeof Handlebars.compile>[1]>;

/** Fills templates from a context. */
export type TemplateValue = (context: Readonly<Record<string, unknown>>) => Json;

/** Only the blocks of the language: no other helpers, and none that writes data to the log. */
const options: CompileOptions = { noEscape: true, knownHelpersOnly: true, knownHelpers: { log: false } };

const compileText = (text: string): TemplateValue => {
  if (templateKind(text) === 'plain') return () => text;
  const path = lone.exec(text)?.[1];
  if (path !== undefined) {
    const plain = `$.${path.replaceAll('.[', '[')}`;
    return (context) => {
      const value = readPath({ value: context, path: plain });
      return isJson(value) ? value : null;
    };
  }
  // `compile` reads the text only when it is first filled; faults have to show now.
  Handlebars.precompile(text, options);
  const template = Handlebars.compile(text, options);
  return (context) => template(context).slice(0, 10_000);
};

/**
 * Makes a value with templates ready, once: texts may hold `{{profile.traits.firstName}}`. A text that is one
 * expression only keeps the type of what it names; a name that leads nowhere gives null there, and nothing
 * within a longer text. Throws Handlebars' error when a template cannot be read.
 */
export const compileTemplateValue = (value: unknown): TemplateValue => {
  if (typeof value === 'string') return compileText(value);
  if (Array.isArray(value)) {
    const items = value.map(compileTemplateValue);
    return (context) => items.map((item) => item(context));
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => ({ key, fill: compileTemplateValue(item) }));
    return (context) => Object.fromEntries(entries.map(({ key, fill }) => [key, fill(context)]));
  }
  return () => (isJson(value) ? value : null);
};
