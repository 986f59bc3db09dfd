import type { Problem } from '../problem.ts';

/** An image as the rules of a network look at it. */
export type RuledImage = { readonly type: string; readonly size: number; readonly alt: string };

/** A post as the rules of a network look at it. */
export type RuledPost = {
  readonly text: string;
  readonly link?: string | undefined;
  /** What is said below it right after. */
  readonly comment?: string | undefined;
  readonly images: readonly RuledImage[];
};

/** What a social network takes. */
export type PostRules = {
  /** How long text and link may be together, in what `lengthOf` counts. */
  readonly textMax: number;
  /** How the network counts: characters, graphemes, or with weights, and what a link costs. */
  readonly lengthOf: (post: { readonly text: string; readonly link?: string | undefined }) => number;
  readonly images: {
    readonly max: number;
    readonly types: readonly string[];
    readonly maxBytes: number;
    readonly altMax: number;
    /** True where nothing can be posted without one. */
    readonly needed?: boolean;
  };
  /** Whether a first comment can be posted below it; it is as long as a post at most. */
  readonly comments: boolean;
};

const problem = (input: { code: string; path: string; message: string; hint: string }): Problem => ({
  severity: 'error',
  ...input,
});

const textProblems = (input: {
  rules: PostRules;
  post: RuledPost;
  network: string;
  path: string;
}): readonly Problem[] => {
  const { rules, post, network, path } = input;
  const found: Problem[] = [];
  const length = rules.lengthOf(post);
  if (length > rules.textMax) {
    const message = `For \`${network}\` the text counts ${length}, and may count ${rules.textMax}.`;
    const hint = 'Shorten it, or write a text for this network alone.';
    found.push(problem({ code: 'text-too-long', path: `${path}text`, message, hint }));
  }
  if (post.text.trim() === '' && post.images.length === 0 && post.link === undefined) {
    const message = `There is nothing to post on \`${network}\`.`;
    const hint = 'Write a text, or add an image or a link.';
    found.push(problem({ code: 'nothing-to-post', path: `${path}text`, message, hint }));
  }
  if (post.comment === undefined) return found;
  if (!rules.comments) {
    const message = `\`${network}\` takes no first comment.`;
    const hint = 'Leave it out for this network: write `"comment": null` for it.';
    found.push(problem({ code: 'no-comments', path: `${path}comment`, message, hint }));
  }
  const long = rules.lengthOf({ text: post.comment });
  if (rules.comments && long > rules.textMax) {
    const message = `For \`${network}\` the comment counts ${long}, and may count ${rules.textMax}.`;
    const hint = 'Shorten it, or write one for this network alone.';
    found.push(problem({ code: 'comment-too-long', path: `${path}comment`, message, hint }));
  }
  return found;
};

const imageProblems = (input: {
  rules: PostRules['images'];
  images: readonly RuledImage[];
  network: string;
}): readonly Problem[] => {
  const { rules, images, network } = input;
  const found: Problem[] = [];
  if (rules.needed === true && images.length === 0) {
    const message = `\`${network}\` takes no post without an image.`;
    found.push(problem({ code: 'image-needed', path: 'images', message, hint: 'Add an image.' }));
  }
  if (images.length > rules.max) {
    const message = `\`${network}\` takes ${rules.max} images at most.`;
    const hint = 'Leave some out, or make a post of its own for this network.';
    found.push(problem({ code: 'too-many-images', path: 'images', message, hint }));
  }
  for (const [index, { type, size, alt }] of images.entries()) {
    const path = `images[${index}]`;
    if (!rules.types.includes(type)) {
      const message = `\`${network}\` takes no image of the type ${type}.`;
      const hint = `Use one of: ${rules.types.join(', ')}.`;
      found.push(problem({ code: 'image-type', path, message, hint }));
    }
    if (size > rules.maxBytes) {
      const message = `For \`${network}\` the image has ${size} bytes, and may have ${rules.maxBytes}.`;
      found.push(problem({ code: 'image-too-large', path, message, hint: 'Use a smaller image.' }));
    }
    if (alt.length > rules.altMax) {
      const message = `For \`${network}\` the alternative text has ${alt.length} characters, and may have ${rules.altMax}.`;
      found.push(problem({ code: 'alt-too-long', path: `${path}.alt`, message, hint: 'Shorten it.' }));
    }
  }
  return found;
};

/** Everything that a network does not take of a post; `path` is where the text and the comment for it stand. */
export const postProblems = (input: {
  rules: PostRules;
  post: RuledPost;
  network: string;
  path: string;
}): readonly Problem[] => {
  const { rules, post, network } = input;
  return [...textProblems(input), ...imageProblems({ rules: rules.images, images: post.images, network })];
};
