import { Alert, Button, Menu, Stack, UnstyledButton } from '@mantine/core';
import { useState } from 'react';

import { RowMenu } from '../../../parts/row-menu.tsx';
import { useWords } from '../../../words/language.tsx';
import { BlockForm } from './block-form.tsx';
import classes from './blocks.module.css';
import { duplicate, insertBehind, insertInto, move, remove } from './change-mjml.ts';
import {
  attributeOf,
  bodyPath,
  type Element,
  insideOf,
  type Node,
  nodeAt,
  type Path,
  readMjml,
} from './mjml-tree.ts';
import { bodyPiece, bodyPieces, columnPiece, columnPieces } from './pieces.ts';
import { blockWords } from './words.ts';

type Deps = {
  readonly source: string;
  /** Variables that texts may read. */
  readonly names: readonly string[];
  /** The names of the shared parts. */
  readonly partials: readonly string[];
  readonly selected: Path | undefined;
  readonly select: (path: Path | undefined) => void;
  readonly onChange: (source: string) => void;
};

const isSame = (a: Path | undefined, b: Path): boolean => a?.join('.') === b.join('.');

/** What a block says in a few words. */
const aboutOf = (source: string, node: Element): string => {
  const text = insideOf(source, node)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return node.children.length > 0
    ? ''
    : (text === '' ? (attributeOf(source, node, 'alt') ?? '') : text).slice(0, 80);
};

const Add = (props: { label: string; kinds: readonly string[]; onAdd: (kind: string) => void }) => {
  const words = useWords(blockWords);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default" my={6}>
          {props.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {props.kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => props.onAdd(kind)}>
            {words.nameOf(kind)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

const useActs = ({ source, select, onChange }: Deps, path: Path) => {
  const words = useWords(blockWords);
  const moved = (by: -1 | 1) => ({ by, text: move({ source, path, by }) });
  const moves = [moved(-1), moved(1)].flatMap(({ by, text }) =>
    text === undefined
      ? []
      : [
          {
            key: `${by}`,
            label: by === -1 ? words.up : words.down,
            act: () => {
              select([...path.slice(0, -1), (path.at(-1) ?? 0) + by]);
              onChange(text);
            },
          },
        ],
  );
  return [
    ...moves,
    { key: 'copy', label: words.copy, act: () => onChange(duplicate({ source, path })) },
    {
      key: 'remove',
      label: words.remove,
      isDangerous: true,
      act: () => {
        select(undefined);
        onChange(remove({ source, path }));
      },
    },
  ];
};

/** Shared parts are not changed here, only moved and removed. */
const PartialRow = (props: { deps: Deps; path: Path; name: string }) => {
  const words = useWords(blockWords);
  const acts = useActs(props.deps, props.path);
  const name = words.shared(props.name);
  return (
    <div className={classes['row']}>
      <span className={classes['name']}>{name}</span>
      <RowMenu name={name} acts={acts} />
    </div>
  );
};

const ElementRow = ({ deps, path, node }: { deps: Deps; path: Path; node: Element }) => {
  const words = useWords(blockWords);
  const acts = useActs(deps, path);
  const isOpen = isSame(deps.selected, path);
  const name = words.nameOf(node.name);
  const about = aboutOf(deps.source, node);
  return (
    <>
      <div className={classes['row']}>
        <UnstyledButton
          className={classes['name'] ?? ''}
          aria-expanded={isOpen}
          onClick={() => deps.select(isOpen ? undefined : path)}
        >
          {name}
          {about === '' ? null : <small>{about}</small>}
        </UnstyledButton>
        <RowMenu name={about === '' ? name : `${name}: ${about}`} acts={acts} />
      </div>
      {isOpen ? (
        <BlockForm
          source={deps.source}
          path={path}
          element={node}
          names={deps.names}
          onChange={deps.onChange}
        />
      ) : null}
      <Inner deps={deps} path={path} node={node} />
    </>
  );
};

const holdsBlocks: ReadonlySet<string> = new Set(['mj-column', 'mj-hero']);

const Inner = ({ deps, path, node }: { deps: Deps; path: Path; node: Element }) => {
  const words = useWords(blockWords);
  const { source, partials, onChange, select } = deps;
  const isColumn = holdsBlocks.has(node.name);
  if (node.children.length === 0 && !isColumn) return null;
  return (
    <div className={classes['inner']}>
      <Rows deps={deps} path={path} nodes={node.children} />
      {isColumn ? (
        <Add
          label={words.add}
          kinds={columnPieces}
          onAdd={(kind) => {
            const found = columnPieces.find((one) => one === kind);
            if (found === undefined) return;
            const piece = columnPiece(found, partials);
            select([...path, node.children.length]);
            onChange(insertInto({ source, path, piece }));
          }}
        />
      ) : null}
    </div>
  );
};

const Rows = ({ deps, path, nodes }: { deps: Deps; path: Path; nodes: readonly Node[] }) => (
  <ul className={classes['list']}>
    {nodes.map((node, n) => (
      <li key={`${n} ${node.name}`}>
        {node.kind === 'partial' ? (
          <PartialRow deps={deps} path={[...path, n]} name={node.name} />
        ) : (
          <ElementRow deps={deps} path={[...path, n]} node={node} />
        )}
      </li>
    ))}
  </ul>
);

/** Puts an area behind the last one, before the shared parts that end the mail. */
const withArea = (input: { source: string; body: Path; node: Element; piece: string }): string => {
  const { source, body, node, piece } = input;
  const last = node.children.findLastIndex(({ kind }) => kind === 'element');
  return last < 0
    ? insertInto({ source, path: body, piece })
    : insertBehind({ source, path: [...body, last], piece });
};

/**
 * A mail in blocks: each is changed by a form, moved, copied, removed, or followed by another. Only what somebody changes is written
 * again; every other byte of the source stays.
 */
export const Blocks = (props: Omit<Deps, 'selected' | 'select'>) => {
  const { source, partials, onChange } = props;
  const words = useWords(blockWords);
  const [selected, select] = useState<Path | undefined>();
  const root = readMjml(source);
  const body = root === undefined ? undefined : bodyPath(root);
  const node = root === undefined || body === undefined ? undefined : nodeAt(root, body);
  if (body === undefined || node?.kind !== 'element') return <Alert color="yellow">{words.unreadable}</Alert>;
  return (
    <Stack gap={0}>
      <Rows deps={{ ...props, selected, select }} path={body} nodes={node.children} />
      <Add
        label={words.addArea}
        kinds={bodyPieces}
        onAdd={(kind) => {
          const found = bodyPieces.find((one) => one === kind);
          if (found === undefined) return;
          const piece = bodyPiece(found, partials);
          onChange(
            found === 'footer'
              ? insertInto({ source, path: body, piece })
              : withArea({ source, body, node, piece }),
          );
        }}
      />
    </Stack>
  );
};
