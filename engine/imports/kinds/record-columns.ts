import { suggest } from '../../../domain/documents/nearest.ts';
import { typeOfField } from '../../../domain/objects/fields.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { Column } from '../../../domain/transfer/columns.ts';
import type { ImportOptions } from '../ports.ts';

/** What an export has of every record and an import passes over: Ciclo works it out. */
const passed = ['kind', 'revision', 'title', 'stageAt', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy']
  .concat(['deletedAt', 'links', 'hidden', 'person'])
  .map((name): Column => ({ name, isPassed: true }));

/** The columns of records: its own fields, what every record has, and what only an export writes. */
export const recordColumns = ({ definition, types }: ReadyObject): readonly Column[] => {
  const fields = Object.entries(definition.fields).map(([name, field]): Column => {
    const aliases = field.name === undefined ? [] : [field.name];
    const isPassed = typeOfField(field, types).computed === true;
    return { name, aliases, ...(isPassed ? { isPassed } : {}) };
  });
  const own = ['id', 'owner', 'team', ...(definition.stages === undefined ? [] : ['stage'])];
  const taken = new Set(Object.keys(definition.fields));
  return [
    ...passed.filter(({ name }) => !taken.has(name)),
    ...own.map((name): Column => ({ name })),
    ...fields,
  ];
};

/** What is wrong with the field by which rows find their records. */
export const checkKey = (object: ReadyObject, options: ImportOptions): readonly Problem[] => {
  const { key } = options;
  if (key === undefined) return [];
  const unique = Object.entries(object.definition.fields).flatMap(([name, field]) =>
    'unique' in field && field.unique !== undefined && field.unique !== false ? [name] : [],
  );
  if (unique.includes(key)) return [];
  const none = 'This object has no unique field; use a column `id`.';
  return [
    {
      code: 'not-unique',
      path: 'key',
      message: `\`${key.slice(0, 60)}\` is no unique field of \`${object.definition.key}\`.`,
      hint: suggest({ word: key, known: unique, none }),
      severity: 'error',
    },
  ];
};
