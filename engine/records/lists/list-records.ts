import { suggest } from '../../../domain/documents/nearest.ts';
import { sortableFields } from '../../../domain/objects/field-flags.ts';
import type { ReadyObject } from '../../../domain/objects/ready-object.ts';
import type { Checked } from '../../../domain/problem.ts';
import { errorAt } from '../../../domain/rules/problems.ts';
import type { ListQuery } from '../ports.ts';

const slots = ['sort1', 'sort2', 'sort3', 'sort4'] as const;

/**
 * How a list is sorted: `createdAt`, `updatedAt` or a sortable field, with `-` in front from the greatest down.
 *
 * @example sortOf(object, '-amount') // { by: 'sort2', order: -1 }
 */
export const sortOf = (object: ReadyObject, sort: string): Checked<ListQuery['sort']> => {
  const order = sort.startsWith('-') ? -1 : 1;
  const name = sort.replace(/^-/, '');
  if (name === 'createdAt' || name === 'updatedAt')
    return { ok: true, value: { by: name, order }, warnings: [] };
  const sortable = sortableFields(object.definition);
  const by = slots[sortable.indexOf(name)];
  if (by !== undefined) return { ok: true, value: { by, order }, warnings: [] };
  const hint = suggest({ word: name, known: ['createdAt', 'updatedAt', ...sortable], none: '' });
  const message = `Lists cannot be sorted by \`${name.slice(0, 60)}\`.`;
  return { ok: false, problems: [errorAt({ code: 'unknown-sort', path: 'sort', message, hint })] };
};
