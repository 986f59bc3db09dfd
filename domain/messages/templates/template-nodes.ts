/** Narrowing of Handlebars' syntax tree, whose types do not discriminate by themselves. */
type Node = hbs.AST.Node;

export const isContent = (node: Node): node is hbs.AST.ContentStatement => node.type === 'ContentStatement';
export const isMustache = (node: Node): node is hbs.AST.MustacheStatement =>
  node.type === 'MustacheStatement';
export const isBlock = (node: Node): node is hbs.AST.BlockStatement => node.type === 'BlockStatement';
export const isPath = (node: Node): node is hbs.AST.PathExpression => node.type === 'PathExpression';
export const isCall = (node: Node): node is hbs.AST.SubExpression => node.type === 'SubExpression';
export const isComment = (node: Node): node is hbs.AST.CommentStatement => node.type === 'CommentStatement';

/** True for a piece that is written as a call: with arguments or named arguments. */
export const hasArguments = (node: {
  readonly params: readonly Node[];
  readonly hash?: hbs.AST.Hash | undefined;
}): boolean => node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;

/** The named arguments of a call; Handlebars leaves `hash` out when there are none. */
export const pairsOf = (node: { readonly hash?: hbs.AST.Hash | undefined }): readonly hbs.AST.HashPair[] =>
  node.hash?.pairs ?? [];

type Loc = hbs.AST.SourceLocation;

/** A path expression made by us, at the place of the node it replaces. */
export const pathNode = (name: string, loc: Loc): hbs.AST.PathExpression => ({
  type: 'PathExpression',
  data: false,
  depth: 0,
  parts: [name],
  original: name,
  loc,
});

/** A string literal made by us. */
export const textNode = (value: string, loc: Loc): hbs.AST.StringLiteral => ({
  type: 'StringLiteral',
  value,
  original: value,
  loc,
});

/** A helper call made by us. */
export const callNode = (input: {
  helper: string;
  params: hbs.AST.Expression[];
  loc: Loc;
}): hbs.AST.SubExpression => ({
  type: 'SubExpression',
  path: pathNode(input.helper, input.loc),
  params: input.params,
  hash: { type: 'Hash', pairs: [], loc: input.loc },
  loc: input.loc,
});
