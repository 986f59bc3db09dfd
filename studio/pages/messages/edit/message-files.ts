import type { components } from '../../../api/schema.ts';

type FileState = components['schemas']['WorkspaceFile'];

/** A file that a message is made of. */
export type MessageFile = {
  readonly path: string;
  readonly name: string;
  readonly kind: 'settings' | 'body' | 'text' | 'shared';
  /** The locale of its text; undefined for that of the workspace. */
  readonly locale: string | undefined;
};

const shared = 'messages/_partials/';

const readName = (path: string): MessageFile | undefined => {
  const name = path.split('/').at(-1) ?? '';
  if (path.startsWith(shared)) {
    const [, locale] = /^[\w-]+\.([A-Za-z0-9-]+)\.(?:mjml|hbs)$/.exec(name) ?? [];
    return { path, name, kind: 'shared', locale };
  }
  if (name === 'message.json') return { path, name, kind: 'settings', locale: undefined };
  const [, kind, locale] = /^(body|text)(?:\.([A-Za-z0-9-]+))?\.(?:mjml|hbs)$/.exec(name) ?? [];
  if (kind !== 'body' && kind !== 'text') return undefined;
  return { path, name, kind, locale };
};

const order = ['body', 'text', 'settings', 'shared'] as const;

/** The files of a message and the shared parts, as drafts have them: bodies first, those of the workspace's locale before others. */
export const filesOfMessage = (files: readonly FileState[], key: string): readonly MessageFile[] =>
  files
    .filter(({ path, draft }) => {
      const isNear = path.startsWith(`messages/${key}/`) || path.startsWith(shared);
      return isNear && draft?.change !== 'removed';
    })
    .flatMap(({ path }) => readName(path) ?? [])
    .toSorted(
      (a, b) =>
        order.indexOf(a.kind) - order.indexOf(b.kind) ||
        (a.locale ?? '').localeCompare(b.locale ?? '') ||
        a.name.localeCompare(b.name),
    );

/** The names by which shared parts are called: `footer` of `footer.es.mjml`. */
export const partialNames = (files: readonly MessageFile[]): readonly string[] => [
  ...new Set(files.flatMap(({ kind, name }) => (kind === 'shared' ? [name.split('.')[0] ?? name] : []))),
];
