import { keyOfFile } from '../../documents/check-key.ts';
import { locateInText } from '../../documents/json-document.ts';
import { checkReferences } from '../../objects/checks/check-references.ts';
import type { ObjectDefinition } from '../../objects/definition.ts';
import { parseObject } from '../../objects/parse-object.ts';
import { shippedObjects, withShipped } from '../../objects/shipped.ts';
import type { Problem } from '../../problem.ts';
import type { SortedFiles } from '../workspace-files.ts';

export type ReadObjects = {
  readonly objects: readonly ObjectDefinition[];
  readonly problems: readonly Problem[];
};

/** More kinds than this are no CRM, and a studio could not show them. */
const objectsMax = 100;

const tooMany = (sorted: SortedFiles): readonly Problem[] =>
  sorted.objects.slice(objectsMax).map(({ file }) => ({
    code: 'too-many-objects',
    file,
    path: '',
    message: `There are ${sorted.objects.length} objects; ${objectsMax} are allowed.`,
    hint: 'Make one of several, with a field of the type `choice`.',
    severity: 'error',
  }));

/** Reads the objects of a workspace, each in itself and beside the others. */
export const readObjects = (sorted: SortedFiles): ReadObjects => {
  const files = sorted.objects.slice(0, objectsMax);
  const read = files.map(({ file, text }) => ({
    file,
    text,
    parsed: parseObject({ file, text, shipped: shippedObjects }),
  }));
  const objects = read.flatMap(({ parsed }) => (parsed.ok ? [parsed.value] : []));
  const all = withShipped(objects);
  const unread = new Set(read.flatMap(({ file, parsed }) => (parsed.ok ? [] : [keyOfFile(file)])));
  const across = read.flatMap(({ file, text, parsed }) =>
    parsed.ok
      ? locateInText({
          problems: checkReferences({ definition: parsed.value, objects: all, unread }),
          file,
          text,
        })
      : [],
  );
  return {
    objects,
    problems: [
      ...tooMany(sorted),
      ...read.flatMap(({ parsed }) => (parsed.ok ? parsed.warnings : parsed.problems)),
      ...across,
    ],
  };
};
