import { z } from 'zod';

import { isObject } from '../json.ts';
import { journeySchema } from '../journey/definition.ts';
import { fragmentSchema } from '../journey/fragments/fragment.ts';
import { messageSchema } from '../messages/message-definition.ts';
import { objectFileSchema } from '../objects/parse-object.ts';
import { objectTestSchema } from '../objects/stories/object-test.ts';
import { programSchema } from '../loyalty/program-schema.ts';
import { offerSchema } from '../offers/offer-schema.ts';
import { ruleSchema } from '../rules/rule.ts';
import { segmentSchema } from '../rules/segment.ts';
import { journeyTestSchema } from '../simulate/journey-test.ts';
import { catalogSchema } from './catalog.ts';
import { tenantSettingsSchema } from './tenant-settings.ts';

const sources = {
  journey: { title: 'Ciclo journey', schema: journeySchema },
  fragment: { title: 'Ciclo fragment', schema: fragmentSchema },
  'journey-test': { title: 'Ciclo journey tests', schema: journeyTestSchema },
  rule: { title: 'Ciclo rule', schema: ruleSchema },
  segment: { title: 'Ciclo segment', schema: segmentSchema },
  offer: { title: 'Ciclo offer', schema: offerSchema },
  program: { title: 'Ciclo loyalty programme', schema: programSchema },
  object: { title: 'Ciclo object', schema: objectFileSchema },
  'object-test': { title: 'Ciclo object tests', schema: objectTestSchema },
  message: { title: 'Ciclo message', schema: messageSchema },
  ciclo: { title: 'Ciclo settings', schema: tenantSettingsSchema },
  catalog: { title: 'Ciclo catalogue', schema: catalogSchema },
} as const;

/** Fields that say which form an object has, and the one that holds what the form is about. */
const speaksForForm = (name: string, field: unknown): boolean =>
  name === 'params' || (isObject(field) && Object.hasOwn(field, 'const'));

/** Fields that have one meaning in all files, where their own schema says nothing of it. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['profile', 'The person, as templates and conditions see them.'],
  ['entry', 'The event that started the run.'],
  ['event', 'The event at hand.'],
  ['steps', 'What steps gave, by their ids.'],
  ['tenant', 'The business.'],
  ['links', 'The links of the message.'],
]);

/**
 * Fields that tell forms apart (`type`, `every`) are described by the form they name: an editor then shows
 * what the form does where somebody chooses it.
 */
const describeForms = (input: { schema: unknown; around: unknown }): unknown => {
  const { schema } = input;
  if (Array.isArray(schema))
    return schema.map((item: unknown) => describeForms({ schema: item, around: input.around }));
  if (!isObject(schema)) return schema;
  const around = schema['description'] ?? input.around;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key !== 'properties' || !isObject(value)) return [key, describeForms({ schema: value, around })];
    const fields = Object.entries(value).map(([name, field]): [string, unknown] => {
      const described = describeForms({ schema: field, around });
      if (!isObject(described) || described['description'] !== undefined) return [name, described];
      const description = speaksForForm(name, field) ? around : meanings.get(name);
      return [name, description === undefined ? described : { description, ...described }];
    });
    return [key, Object.fromEntries(fields)];
  });
  return Object.fromEntries(entries);
};

/**
 * Classes of letters and digits of every script need the `u` flag, which not all tools set. In their place goes
 * what is sure to hold of such names: an editor then lets through a little more than the validator does.
 */
const withoutScripts = (pattern: string): string =>
  pattern.replaceAll('[\\p{L}_]', '[^\\s.[\\]\\d-]').replaceAll('[\\p{L}\\p{N}_-]', '[^\\s.[\\]]');

const portable = (key: string, value: unknown): unknown =>
  key === 'pattern' && typeof value === 'string' ? withoutScripts(value) : value;

const toFile = (input: { title: string; schema: z.ZodType }): string => {
  const { $schema, ...rest } = z.toJSONSchema(input.schema, { io: 'input', target: 'draft-2020-12' });
  const described = describeForms({ schema: rest, around: undefined });
  const whole = { $schema, title: input.title, ...(isObject(described) ? described : {}) };
  return `${JSON.stringify(whole, portable, 2)}\n`;
};

/** What there are JSON Schemas of. */
export const schemaNames = [
  'journey',
  'fragment',
  'journey-test',
  'rule',
  'segment',
  'offer',
  'program',
  'object',
  'object-test',
  'message',
  'ciclo',
  'catalog',
] as const satisfies readonly (keyof typeof sources)[];

/** The JSON Schema of one kind of file, as its text. */
export const schemaText = (name: (typeof schemaNames)[number]): string => toFile(sources[name]);

/**
 * The JSON Schemas of all files of a workspace, for editors: the text by the name of the file,
 * `journey.schema.json`. Made from the very schemas the files are checked with.
 */
export const schemaFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [`${name}.schema.json`, toFile(source)]),
  );
