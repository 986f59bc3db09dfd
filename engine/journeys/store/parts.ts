import type { PublishedWorkspace } from '../ports.ts';
import type { WorkspacePart, WorkspacePartDoc } from './workspace-schema.ts';

type Body = Omit<PublishedWorkspace, 'tenant' | 'revision' | 'journeys'>;

/** A workspace as parts, each well below what fits in a document. */
export const toParts = (input: {
  workspace: PublishedWorkspace;
  publication: string;
}): WorkspacePartDoc[] => {
  const { workspace, publication } = input;
  const { tenant } = workspace;
  const parts: WorkspacePart[] = [
    { kind: 'settings', body: workspace.settings },
    ...catalogParts(workspace.catalog),
    { kind: 'files', body: workspace.files },
    ...(workspace.texts === undefined ? [] : [{ kind: 'texts' as const, body: workspace.texts }]),
    ...workspace.rules.map((body): WorkspacePart => ({ kind: 'rule', body })),
    ...workspace.segments.map((body): WorkspacePart => ({ kind: 'segment', body })),
    ...workspace.offers.map((body): WorkspacePart => ({ kind: 'offer', body })),
    ...workspace.programs.map((body): WorkspacePart => ({ kind: 'program', body })),
    ...workspace.objects.map((body): WorkspacePart => ({ kind: 'object', body })),
    ...workspace.messages.map((body): WorkspacePart => ({ kind: 'message', body })),
    ...Object.entries(workspace.lists).flatMap(([name, ids]) => listParts({ name, ids })),
  ];
  return parts.map((part, n) => ({ ...part, _id: `${publication}:${n}`, tenant, publication, n }));
};

/** A product has at most some 15 KB, so a page of them fits. */
const catalogPage = 500;

const catalogParts = ({ products, ...rest }: Body['catalog']): WorkspacePart[] =>
  Array.from({ length: Math.max(1, Math.ceil(products.length / catalogPage)) }, (_, page) => ({
    kind: 'catalog',
    body: { ...rest, products: products.slice(page * catalogPage, (page + 1) * catalogPage) },
  }));

const listPage = 20_000;

/** A list of people may be longer than a document. */
const listParts = (input: { name: string; ids: readonly string[] }): WorkspacePart[] => {
  const { name, ids } = input;
  const pages = Math.max(1, Math.ceil(ids.length / listPage));
  return Array.from({ length: pages }, (_, page) => ({
    kind: 'list',
    body: { name, ids: ids.slice(page * listPage, (page + 1) * listPage) },
  }));
};

/** The workspace of its parts, in their order; undefined when some are not there (any more). */
export const fromParts = (parts: readonly WorkspacePart[]): Body | undefined => {
  const settings = parts.find((part) => part.kind === 'settings')?.body;
  const pages = parts.flatMap((part) => (part.kind === 'catalog' ? [part.body] : []));
  const [catalog] = pages;
  const files = parts.find((part) => part.kind === 'files')?.body;
  if (settings === undefined || catalog === undefined || files === undefined) return undefined;
  const texts = parts.find((part) => part.kind === 'texts')?.body;
  const lists = new Map<string, string[]>();
  for (const part of parts) {
    if (part.kind !== 'list') continue;
    const { name, ids } = part.body;
    lists.set(name, [...(lists.get(name) ?? []), ...ids]);
  }
  return {
    settings,
    catalog: { ...catalog, products: pages.flatMap((one) => one.products) },
    files,
    ...(texts === undefined ? {} : { texts }),
    rules: parts.filter((part) => part.kind === 'rule').map((part) => part.body),
    segments: parts.filter((part) => part.kind === 'segment').map((part) => part.body),
    offers: parts.filter((part) => part.kind === 'offer').map((part) => part.body),
    programs: parts.filter((part) => part.kind === 'program').map((part) => part.body),
    objects: parts.filter((part) => part.kind === 'object').map((part) => part.body),
    messages: parts.filter((part) => part.kind === 'message').map((part) => part.body),
    lists: Object.fromEntries(lists),
  };
};
