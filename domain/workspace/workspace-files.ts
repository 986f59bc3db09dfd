import { nearest } from '../documents/nearest.ts';
import type { Problem } from '../problem.ts';
import { pictureFile } from './brand.ts';

/** A file of a workspace: its path from the root of the workspace, and its text. */
export type WorkspaceFile = { readonly file: string; readonly text: string };

/** The files of a workspace, sorted by what they are. */
export type SortedFiles = {
  readonly settings: WorkspaceFile | undefined;
  readonly catalog: WorkspaceFile | undefined;
  readonly journeys: readonly WorkspaceFile[];
  readonly fragments: readonly WorkspaceFile[];
  /** Test files beside journeys, `journeys/<key>.test.json`. */
  readonly journeyTests: readonly WorkspaceFile[];
  readonly rules: readonly WorkspaceFile[];
  readonly segments: readonly WorkspaceFile[];
  readonly offers: readonly WorkspaceFile[];
  readonly programs: readonly WorkspaceFile[];
  readonly objects: readonly WorkspaceFile[];
  /** Test files beside objects, `objects/<key>.test.json`. */
  readonly objectTests: readonly WorkspaceFile[];
  /** `segments/*.csv` and `offers/*.csv` by the name of the file. */
  readonly people: Readonly<Record<string, string>>;
  readonly pools: Readonly<Record<string, string>>;
  /** The files of each message folder by their names. */
  readonly messages: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** `messages/_partials/*` by the name of the file. */
  readonly partials: Readonly<Record<string, string>>;
  /** `brand/*` by path: SVG as text, other pictures as data URIs. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  /** The workspace is beyond every bound, and none of its files was looked at. */
  readonly isTooLarge: boolean;
};

const filesMax = 5000;
const charactersMax = 50_000_000;
const folders = [
  'journeys',
  'fragments',
  'rules',
  'segments',
  'offers',
  'programs',
  'objects',
  'messages',
  'brand',
];
const keyPattern = /^[a-z][a-z0-9-]{0,63}$/;

type Kind =
  | { readonly kind: 'settings' | 'catalog' | 'ignored' | 'unknown' }
  | {
      readonly kind: KeyedFolder | 'test' | 'object-test';
      readonly key: string;
    }
  | { readonly kind: 'people' | 'pools' | 'partials' | 'pictures'; readonly name: string }
  | { readonly kind: 'message'; readonly key: string; readonly name: string };

type KeyedFolder = 'journeys' | 'fragments' | 'rules' | 'segments' | 'offers' | 'programs' | 'objects';

const isFolder = (name: string): name is KeyedFolder =>
  name !== 'messages' && name !== 'brand' && folders.includes(name);

/** What a file of a workspace is, by its path. */
export const kindOfFile = (file: string): Kind => {
  const parts = file.split('/');
  const [folder = '', name = '', third] = parts;
  if (parts.some((part) => part.startsWith('.')) || /(\.md|\.txt|~)$/i.test(file)) return { kind: 'ignored' };
  if (file === 'ciclo.json') return { kind: 'settings' };
  if (file === 'catalog.json') return { kind: 'catalog' };
  if (pictureFile.test(file)) return { kind: 'pictures', name: file };
  if (folder === 'messages' && parts.length === 3 && third !== undefined) {
    return name === '_partials'
      ? { kind: 'partials', name: third }
      : { kind: 'message', key: name, name: third };
  }
  if (parts.length !== 2 || !isFolder(folder)) return { kind: 'unknown' };
  const test = /^(.+)\.test\.json$/.exec(name)?.[1];
  if (test !== undefined && folder === 'journeys') return { kind: 'test', key: test };
  if (test !== undefined && folder === 'objects') return { kind: 'object-test', key: test };
  const key = /^(.+)\.json$/.exec(name)?.[1];
  if (key !== undefined) return { kind: folder, key };
  if (!name.endsWith('.csv')) return { kind: 'unknown' };
  if (folder === 'segments') return { kind: 'people', name };
  return folder === 'offers' ? { kind: 'pools', name } : { kind: 'unknown' };
};

const whole = (
  input: Pick<Problem, 'code' | 'message' | 'hint'> & { file?: string; isWarning?: boolean },
): Problem => {
  const { isWarning, ...fault } = input;
  return { ...fault, path: '', severity: isWarning === true ? 'warning' : 'error' };
};

const unknownFile = (file: string): Problem => {
  const [first = ''] = file.split('/');
  const near = nearest({ word: first, known: [...folders, 'ciclo.json', 'catalog.json'] });
  return whole({
    code: 'unknown-file',
    file,
    message: 'This file belongs to no part of a workspace and is not used.',
    hint:
      near === undefined || near === first
        ? 'Workspaces have ciclo.json, catalog.json, journeys/, fragments/, rules/, segments/, offers/, programs/, objects/, messages/<key>/ and pictures in brand/.'
        : `Did you mean \`${near}\`?`,
    isWarning: true,
  });
};

const badKey = (file: string, key: string): Problem =>
  whole({
    code: 'bad-file-name',
    file,
    message: `\`${key}\` cannot be a key.`,
    hint: 'Name it with lower-case letters, digits and dashes, starting with a letter.',
  });

const checkBounds = (files: Readonly<Record<string, string>>): readonly Problem[] => {
  const count = Object.keys(files).length;
  const characters = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  const hint = 'Leave pictures and exports out of the workspace.';
  return [
    ...(count > filesMax
      ? [
          whole({
            code: 'too-many-files',
            message: `There are ${count} files; ${filesMax} are allowed.`,
            hint,
          }),
        ]
      : []),
    ...(characters > charactersMax
      ? [
          whole({
            code: 'workspace-too-large',
            message: `The files have ${characters} characters together.`,
            hint,
          }),
        ]
      : []),
  ];
};

const keyOf = (kind: Kind): string | undefined => ('key' in kind ? kind.key : undefined);

/** Sorts the files of a workspace; those that belong nowhere, or have a name that can be no key, are problems. */
export const sortFiles = (files: Readonly<Record<string, string>>): SortedFiles => {
  const bounds = checkBounds(files);
  const entries = bounds.length > 0 ? [] : Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const all = entries.map(([file, text]) => ({ file, text, is: kindOfFile(file) }));
  const named = (kind: Kind['kind']) =>
    Object.fromEntries(
      all.flatMap(({ is, text }) => (is.kind === kind && 'name' in is ? [[is.name, text]] : [])),
    );
  const of = (kind: Kind['kind']): readonly WorkspaceFile[] =>
    all.filter(({ is }) => is.kind === kind).map(({ file, text }) => ({ file, text }));
  const messages = new Map<string, Record<string, string>>();
  for (const { is, text } of all) {
    if (is.kind !== 'message') continue;
    messages.set(is.key, { ...messages.get(is.key), [is.name]: text });
  }
  const problems = all.flatMap(({ file, is }): Problem[] => {
    if (is.kind === 'unknown') return [unknownFile(file)];
    const key = keyOf(is);
    return key === undefined || keyPattern.test(key) ? [] : [badKey(file, key)];
  });
  return {
    settings: of('settings')[0],
    catalog: of('catalog')[0],
    journeys: of('journeys'),
    fragments: of('fragments'),
    journeyTests: of('test'),
    rules: of('rules'),
    segments: of('segments'),
    offers: of('offers'),
    programs: of('programs'),
    objects: of('objects'),
    objectTests: of('object-test'),
    people: named('people'),
    pools: named('pools'),
    messages,
    partials: named('partials'),
    pictures: named('pictures'),
    problems: [...bounds, ...problems],
    isTooLarge: bounds.length > 0,
  };
};
