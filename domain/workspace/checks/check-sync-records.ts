import { locateInText } from '../../documents/json-document.ts';
import { formatPath } from '../../documents/path.ts';
import { unknownName } from '../../journey/checks/check-kit.ts';
import { own } from '../../json.ts';
import type { ObjectDefinition } from '../../objects/definition.ts';
import { withShipped } from '../../objects/shipped.ts';
import type { Problem } from '../../problem.ts';
import type { SyncField, SyncSettings } from '../../sync/sync-settings.ts';
import type { SortedFiles } from '../workspace-files.ts';

const fault = (input: Omit<Problem, 'severity'>): Problem => ({ ...input, severity: 'error' });

/** What a record has besides the fields of its kind; the first three can be set. */
const besides = ['stage', 'owner', 'team', 'id', 'createdAt'];
const settable = new Set(besides.slice(0, 3));

const checkField = (input: {
  object: ObjectDefinition;
  field: SyncField;
  path: string;
  syncs: readonly string[];
}): readonly Problem[] => {
  const { object, field, path, syncs } = input;
  const { ours, direction, link, currency } = field;
  const found = own(object.fields, ours);
  if (found === undefined && !besides.includes(ours)) {
    const known = [...Object.keys(object.fields), ...besides];
    const names = { kind: `field of \`${object.key}\``, word: ours, known, none: 'It has no fields.' };
    return [unknownName({ code: 'unknown-field', path: `${path}.ours`, ...names })];
  }
  const problems: Problem[] = [];
  const isSet = found === undefined ? settable.has(ours) : found.type !== 'formula';
  if (direction !== 'out' && !isSet) {
    const message = `\`${ours}\` of \`${object.key}\` cannot be set, so it can only go out.`;
    problems.push(fault({ code: 'cannot-be-set', path, message, hint: 'Add `"direction": "out"`.' }));
  }
  if (found?.type === 'money' && currency === undefined && found.currencies?.length !== 1) {
    const message = `\`${ours}\` is an amount, and the other system has a number.`;
    problems.push(fault({ code: 'no-currency', path, message, hint: 'Say its `currency`, such as `EUR`.' }));
  }
  if (link !== undefined && !syncs.includes(link)) {
    const names = { kind: 'sync', word: link, known: syncs, none: 'There is none.' };
    problems.push(unknownName({ code: 'unknown-sync', path: `${path}.link`, ...names }));
  }
  return problems;
};

const checkMatch = (settings: SyncSettings, object: ObjectDefinition, path: string): readonly Problem[] => {
  const { ours } = settings.match;
  const type = own(object.fields, ours)?.type;
  if (ours === 'id' || type === 'text' || type === 'number' || type === 'choice') return [];
  const message = `Records of \`${object.key}\` are not found by \`${ours}\`.`;
  const hint =
    'Say by `match` which of their fields has the same there; or `"match": { "ours": "id", "theirs": ... }`, with a field there that keeps our id.';
  return [fault({ code: 'no-match', path: `${path}.match`, message, hint })];
};

const checkSync = (input: {
  settings: SyncSettings;
  path: string;
  objects: ReadonlyMap<string, ObjectDefinition>;
  syncs: readonly string[];
}): readonly Problem[] => {
  const { settings, path, objects, syncs } = input;
  if (settings.with === 'people') return [];
  const object = objects.get(settings.with);
  if (object === undefined) {
    const names = {
      word: settings.with,
      known: ['people', ...objects.keys()],
      none: 'There are no objects.',
    };
    return [unknownName({ code: 'unknown-object', path: `${path}.with`, kind: 'object', ...names })];
  }
  const ofPeople = (['segment', 'consents'] as const).flatMap((name) => {
    if (settings[name] === undefined) return [];
    const message = `\`${name}\` is for syncs of people.`;
    return [fault({ code: 'only-for-people', path: `${path}.${name}`, message, hint: 'Leave it out.' })];
  });
  return [
    ...ofPeople,
    ...checkMatch(settings, object, path),
    ...settings.fields.flatMap((field, index) =>
      checkField({ object, field, path: `${path}.fields[${index}]`, syncs }),
    ),
  ];
};

/** What is wrong with syncs of records. Nothing is said while an object cannot be read, since it may be the one that is named. */
export const checkSyncRecords = (input: {
  syncs: Readonly<Record<string, SyncSettings>> | undefined;
  objects: readonly ObjectDefinition[];
  sorted: Pick<SortedFiles, 'settings' | 'objects'>;
}): readonly Problem[] => {
  const { syncs = {} } = input;
  const { settings, objects: files } = input.sorted;
  if (settings === undefined || files.length > input.objects.length) return [];
  const objects = withShipped(input.objects);
  const problems = Object.entries(syncs).flatMap(([name, one]) =>
    checkSync({ settings: one, path: formatPath(['syncs', name]), objects, syncs: Object.keys(syncs) }),
  );
  return locateInText({ problems, text: settings.text, file: settings.file });
};
