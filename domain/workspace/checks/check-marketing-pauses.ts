import { locateInText } from '../../documents/json-document.ts';
import { unknownName } from '../../journey/checks/check-kit.ts';
import type { ObjectDefinition } from '../../objects/definition.ts';
import { withShipped } from '../../objects/shipped.ts';
import type { Problem } from '../../problem.ts';
import { endedStages, type MarketingPause, pauseField } from '../../service/marketing-pause.ts';
import type { SortedFiles } from '../workspace-files.ts';

const fault = (input: Omit<Problem, 'severity'>): Problem => ({ ...input, severity: 'error' });

const checkTypes = (input: {
  object: ObjectDefinition;
  types: readonly string[];
  path: string;
}): readonly Problem[] => {
  const { object, types, path } = input;
  const field = Object.hasOwn(object.fields, pauseField) ? object.fields[pauseField] : undefined;
  if (field?.type !== 'choice') {
    const message = `\`${object.key}\` has no field \`${pauseField}\` with choices.`;
    return [fault({ code: 'unknown-field', path, message, hint: 'Leave `types` out, or add the field.' })];
  }
  const known = field.choices;
  return types.flatMap((word, index) =>
    known.includes(word)
      ? []
      : [
          unknownName({
            code: 'unknown-choice',
            path: `${path}[${index}]`,
            kind: `type of \`${object.key}\``,
            word,
            known,
            none: 'It has no choices.',
          }),
        ],
  );
};

const checkPause = (input: {
  pause: MarketingPause;
  path: string;
  objects: ReadonlyMap<string, ObjectDefinition>;
}): readonly Problem[] => {
  const { pause, path, objects } = input;
  const object = objects.get(pause.object);
  if (object === undefined) {
    const names = { word: pause.object, known: objects.keys(), none: 'There are no objects.' };
    return [unknownName({ code: 'unknown-object', path: `${path}.object`, kind: 'object', ...names })];
  }
  if (object.person === undefined) {
    const message = `Records of \`${object.key}\` are about no person.`;
    const hint = 'Name an object with `person`.';
    return [fault({ code: 'object-without-person', path: `${path}.object`, message, hint })];
  }
  if (endedStages(object).length === 0) {
    const message = `Records of \`${object.key}\` never end, so marketing would never go on.`;
    const hint = 'Name an object with a stage that `ends`.';
    return [fault({ code: 'never-ends', path: `${path}.object`, message, hint })];
  }
  const { types } = pause;
  return types === undefined ? [] : checkTypes({ object, types, path: `${path}.types` });
};

/**
 * Kinds and types of records that `marketingPauses` names and that no object has. Nothing is said while an object cannot be
 * read, since it may be the one that is named.
 */
export const checkMarketingPauses = (input: {
  pauses: readonly MarketingPause[] | undefined;
  objects: readonly ObjectDefinition[];
  sorted: Pick<SortedFiles, 'settings' | 'objects'>;
}): readonly Problem[] => {
  const { pauses = [] } = input;
  const { settings, objects: files } = input.sorted;
  if (settings === undefined || files.length > input.objects.length) return [];
  const objects = withShipped(input.objects);
  const problems = pauses.flatMap((pause, index) =>
    checkPause({ pause, path: `marketingPauses[${index}]`, objects }),
  );
  return locateInText({ problems, text: settings.text, file: settings.file });
};
