import { z } from 'zod';

import { checkKey } from '../documents/check-key.ts';
import { locateProblems, readJsonDocument } from '../documents/json-document.ts';
import { suggest } from '../documents/nearest.ts';
import { checkDocument, conclude } from '../documents/parse-document.ts';
import { isObject } from '../json.ts';
import type { Checked, Problem } from '../problem.ts';
import { checkConverts } from './checks/check-converts.ts';
import { checkFields } from './checks/check-fields.ts';
import { checkFormulas } from './checks/check-formulas.ts';
import { checkNames } from './checks/check-names.ts';
import { checkSla } from './checks/check-sla.ts';
import { checkWork } from './checks/check-work.ts';
import { checkStages } from './checks/check-stages.ts';
import { type ObjectDefinition, type ObjectLanguage, objectLanguage } from './definition.ts';
import type { FieldTypes } from './fields.ts';
import { mergeExtension } from './merge-extension.ts';

/** The schema of `objects/<key>.json`: a whole object, or an extension of one that comes with Ciclo. */
export const objectFileSchema = z
  .union([objectLanguage.object, objectLanguage.extension])
  .describe('An object of the workspace: a kind of CRM data, with its fields and stages.');

/** What is wrong with a whole object in itself; other objects are not looked at. */
const checkObject = (input: {
  definition: ObjectDefinition;
  types: FieldTypes;
  stagePath: (key: string) => string;
}): readonly Problem[] => [
  ...checkFields(input),
  ...checkFormulas(input),
  ...checkStages(input),
  ...checkNames(input),
  ...checkConverts(input),
  ...checkSla(input),
  ...checkWork(input),
];

/** Where stages stand in a file: by their places; one that comes from what is extended is not there. */
const stagePathIn =
  (list: readonly { readonly key: string }[]) =>
  (key: string): string => {
    const index = list.findIndex((stage) => stage.key === key);
    return index < 0 ? 'stages' : `stages.list[${index}]`;
  };

type Whole = { readonly definition: ObjectDefinition; readonly stagePath: (key: string) => string };

const unknownBase = (input: { word: string; known: Iterable<string> }): Problem => ({
  code: 'unknown-object',
  path: 'extends',
  message: `No object \`${input.word}\` comes with Ciclo.`,
  hint: suggest({ ...input, none: 'Write a whole object, without `extends`.' }),
  severity: 'error',
});

/**
 * Reads `objects/<key>.json`; every problem with its line and column. A file with `extends` is merged into that object
 * of `shipped`. References to other objects are checked by `checkReferences`.
 */
export const parseObject = (input: {
  text: string;
  file: string;
  shipped: ReadonlyMap<string, ObjectDefinition>;
  language?: ObjectLanguage;
}): Checked<ObjectDefinition> => {
  const { file, shipped, language = objectLanguage } = input;
  const { types } = language;
  const read = readJsonDocument(input);
  if (!read.ok) return read;
  const document = read.value;
  const conclusion = ({ definition, stagePath }: Whole): Checked<ObjectDefinition> => {
    const problems = [
      ...checkKey({ key: definition.key, file }),
      ...checkObject({ definition, types, stagePath }),
    ];
    return conclude({ value: definition, problems: locateProblems({ problems, document }) });
  };
  if (!isObject(document.value) || !Object.hasOwn(document.value, 'extends')) {
    const checked = checkDocument({ document, schema: language.object });
    if (!checked.ok) return checked;
    const { $schema: _schema, ...definition } = checked.value;
    return conclusion({ definition, stagePath: stagePathIn(definition.stages?.list ?? []) });
  }
  const checked = checkDocument({ document, schema: language.extension });
  if (!checked.ok) return checked;
  const extension = checked.value;
  const base = shipped.get(extension.extends);
  if (base === undefined) {
    const problems = [unknownBase({ word: extension.extends, known: shipped.keys() })];
    return { ok: false, problems: locateProblems({ problems, document }) };
  }
  return conclusion({
    definition: mergeExtension(base, extension),
    stagePath: stagePathIn(extension.stages?.list ?? []),
  });
};
