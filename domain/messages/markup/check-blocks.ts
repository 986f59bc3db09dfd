import type { MarkupReport } from './markup-fault.ts';
import type { Expression } from './mask-source.ts';
import type { Frame, OpenElements } from './open-elements.ts';

/** Where a piece of a block stands: in a text, or within one attribute. */
type Spot = { readonly frames: readonly Frame[]; readonly inTag: number | undefined };

type Block = Spot & { readonly expression: Expression };

/** Follows the blocks of a template through its markup. */
export type Blocks = {
  /** The pieces up to an offset stand here; `inTag` marks the attribute when they stand within a tag. */
  readonly passTo: (end: number, inTag?: (offset: number) => number) => void;
};

const isSame = (one: Spot, other: Spot): boolean =>
  one.inTag === other.inTag &&
  one.frames.length === other.frames.length &&
  one.frames.at(-1) === other.frames.at(-1);

/**
 * A block and each of its branches must end in the element they begin in: otherwise some readers would get a start tag
 * without its end.
 */
export const createBlocks = (input: {
  expressions: readonly Expression[];
  open: OpenElements;
  report: MarkupReport;
}): Blocks => {
  const { open, report } = input;
  const pieces = input.expressions.filter(({ kind }) => kind !== 'other' && kind !== 'comment');
  const blocks: Block[] = [];
  let next = 0;

  const check = (piece: Expression, inTag: number | undefined): void => {
    const block = blocks.at(-1);
    if (block === undefined) return;
    if (inTag === undefined) open.endUntil(block.frames);
    const here: Spot = { frames: open.visible(), inTag };
    if (piece.kind === 'close') blocks.pop();
    if (isSame(block, here)) return;
    report.add({
      code: 'crossing-block',
      at: piece.start,
      message: `\`${block.expression.source}\` of ${report.lineOf(block.expression.start)} begins in another element than \`${piece.source}\` stands in: a tag would be without its partner.`,
      hint: 'Put the block around whole elements, or within one.',
    });
    if (piece.kind !== 'close') blocks[blocks.length - 1] = { ...block, ...here };
  };

  return {
    passTo: (end, inTag) => {
      for (let piece = pieces[next]; piece !== undefined && piece.start < end; piece = pieces[next]) {
        const spot = inTag?.(piece.start);
        if (piece.kind === 'open') {
          blocks.push({ expression: piece, frames: open.visible(), inTag: spot });
        } else {
          check(piece, spot);
        }
        next += 1;
      }
    },
  };
};
