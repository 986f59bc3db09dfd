import { optionalEnds } from './mjml-elements.ts';
import type { ElementKind } from './mjml-elements.ts';

/** An element that is open. */
export type Frame = {
  readonly name: string;
  /** Where its start tag begins. */
  readonly at: number;
  readonly kind: ElementKind | 'html';
  /** Names of children of which there may be one, so far. */
  readonly once: Set<string>;
};

/** What closing an element did: the ones that were still open in it; undefined when no such element is open. */
export type Closed = { readonly unclosed: readonly Frame[] } | undefined;

/** The elements that are open at a place of a source. */
export type OpenElements = {
  readonly open: (frame: Frame) => void;
  readonly close: (name: string) => Closed;
  readonly all: () => readonly Frame[];
  /** The element of MJML whose content is being read. */
  readonly holder: () => Frame | undefined;
  /** Whether text and HTML may stand here. */
  readonly inContent: () => boolean;
  /** The elements that are open but for `mj-raw`, which leaves no trace in a mail. */
  readonly visible: () => readonly Frame[];
  /** Ends elements without a written end until only these are left; false when others are open. */
  readonly endUntil: (frames: readonly Frame[]) => boolean;
};

const isOptional = (frame: Frame): boolean => frame.kind === 'html' && optionalEnds.has(frame.name);
const isRaw = (frame: Frame): boolean => frame.name === 'mj-raw';

/**
 * Keeps track of open elements, strictly: every end tag has its start tag, and closes what was opened last. Two
 * liberties are those of HTML and of MJML: `</li>`, `</p>` and the like may be left out, and what one `mj-raw` opens,
 * a later one beside it may close, since `mj-raw` itself leaves no trace in the mail.
 */
export const createOpenElements = (): OpenElements => {
  let frames: Frame[] = [];
  const holder = (): Frame | undefined => frames.findLast(({ kind }) => kind !== 'html');

  /** The place of the start tag that an end tag belongs to, over elements that end by themselves. */
  const partnerOf = (name: string): number => {
    const isHtml = !name.startsWith('mj');
    for (let index = frames.length - 1; index >= 0; index -= 1) {
      const frame = frames[index];
      if (frame === undefined) break;
      if (frame.name === name) return index;
      if (isOptional(frame) || (isHtml && isRaw(frame))) continue;
      // What one `mj-raw` opens stays open behind it.
      if (name === 'mj-raw' && frame.kind === 'html') continue;
      break;
    }
    return -1;
  };

  const outerOf = (name: string): number => {
    const systemTime = name.startsWith('mj')
      ? -1
      : frames.findLastIndex((one) => one.kind !== 'html' && !isRaw(one));
    return frames.findLastIndex((frame, index) => frame.name === name && index > systemTime);
  };

  const close: OpenElements['close'] = (name) => {
    const partner = partnerOf(name);
    const index = partner < 0 ? outerOf(name) : partner;
    if (index < 0) return undefined;
    const inside = frames.slice(index + 1);
    const isHtml = !name.startsWith('mj');
    const stays = (frame: Frame): boolean =>
      isHtml ? isRaw(frame) : name === 'mj-raw' && frame.kind === 'html' && partner >= 0;
    const ended = inside.filter((frame) => !stays(frame));
    frames = [...frames.slice(0, index), ...inside.filter(stays)];
    return { unclosed: partner < 0 ? ended.filter((frame) => !isOptional(frame)) : [] };
  };

  const visible = (): readonly Frame[] => frames.filter((frame) => !isRaw(frame));
  return {
    open: (frame) => frames.push(frame),
    close,
    all: () => frames,
    holder,
    inContent: () => holder()?.kind === 'content',
    visible,
    endUntil: (kept) => {
      const now = visible();
      const extra = now.slice(kept.length);
      if (kept.some((frame, index) => now[index] !== frame) || !extra.every(isOptional)) return false;
      frames = frames.filter((frame) => !extra.includes(frame));
      return true;
    },
  };
};
