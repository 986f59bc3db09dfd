import Handlebars from 'handlebars';
import { messageOf } from '../../errors.ts';
import { helperNamed, type HelperReference } from './helper-reference.ts';
import { contextRoots } from '../message-definition.ts';
import {
  callNode,
  hasArguments,
  isBlock,
  isCall,
  isComment,
  isContent,
  isMustache,
  isPath,
  pairsOf,
  pathNode,
  textNode,
} from './template-nodes.ts';
import { createScopes, type Scopes } from './template-scopes.ts';

type Expression = hbs.AST.Expression;
type Statement = hbs.AST.Statement;

/** Something a template may not do, at a place of its text; lines and columns count from 1. */
type TemplateFault = {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
};

/** A variable a template reads: its full name, with `[]` for the items of a list. */
export type TemplateVariable = {
  readonly name: string;
  /** False when the template copes with its absence (a fallback, a condition). */
  readonly needed: boolean;
  readonly line: number;
};

/** A template that has been read: what to compile, what it reads, and what is wrong with it. */
export type PreparedTemplate = {
  readonly program: hbs.AST.Program | undefined;
  readonly variables: readonly TemplateVariable[];
  /** The helpers the program calls. */
  readonly helpers: ReadonlySet<string>;
  readonly faults: readonly TemplateFault[];
};

/** Names starting so are ours: written by the compiler, never by an author. */
const internalPrefix = 'ciclo-';
const maxExpressions = 5_000;

type Walk = {
  readonly variables: TemplateVariable[];
  readonly helpers: Set<string>;
  readonly faults: TemplateFault[];
  /** True for the output of the compiler, which may call our internal helpers. */
  readonly internals: boolean;
  expressions: number;
};

const lineOf = (node: hbs.AST.Node): number => node.loc?.start.line ?? 1;

const fault = (walk: Walk, node: hbs.AST.Node, problem: Omit<TemplateFault, 'line' | 'column'>): void => {
  const column = (node.loc?.start.column ?? 0) + 1;
  walk.faults.push({ line: lineOf(node), column, ...problem });
};

/** The full name of a variable, noted; undefined for what is not one. */
const noteVariable = (input: {
  walk: Walk;
  path: hbs.AST.PathExpression;
  scopes: Scopes;
  needed: boolean;
}): string => {
  const { walk, path } = input;
  const resolved = input.scopes.resolve(path);
  if (resolved.kind === 'bad') {
    fault(walk, path, resolved);
    return path.original;
  }
  if (resolved.kind === 'local') return resolved.name;
  const { name } = resolved;
  const root = name.split('.')[0] ?? '';
  if (!contextRoots.some((each) => each === root)) {
    fault(walk, path, {
      code: 'unknown-variable',
      message: `\`${path.original}\` is not a variable: names start with ${contextRoots.join(', ')}.`,
      hint: `Write the full name, such as \`profile.traits.${root}\`.`,
    });
  }
  const needed = input.needed && !input.scopes.isGuarded(name);
  walk.variables.push({ name, needed, line: lineOf(path) });
  return name;
};

const checkCall = (input: {
  walk: Walk;
  node: hbs.AST.Node;
  reference: HelperReference;
  params: readonly Expression[];
  hash: hbs.AST.Hash | undefined;
}): void => {
  const { reference, params, walk, node } = input;
  const [least, most] = reference.takes;
  walk.helpers.add(reference.name);
  if (params.length < least || params.length > most) {
    fault(walk, node, {
      code: 'helper-arguments',
      message: `\`${reference.name}\` takes ${least === most ? least : `${least} to ${most}`} argument${most === 1 ? '' : 's'} and has ${params.length}.`,
      hint: `Write it as in \`${reference.example}\`; for a variable of that name write \`this.${reference.name}\`.`,
    });
  }
  for (const { key } of pairsOf({ hash: input.hash })) {
    if (reference.named.includes(key)) continue;
    fault(walk, node, {
      code: 'helper-arguments',
      message: `\`${reference.name}\` does not know \`${key}=\`.`,
      hint: reference.named.length === 0 ? 'Leave it out.' : `It knows ${reference.named.join(', ')}.`,
    });
  }
};

const unknownHelper = (walk: Walk, node: hbs.AST.Node, name: string): void =>
  fault(walk, node, {
    code: 'unknown-helper',
    message: `There is no helper \`${name}\`.`,
    hint: 'Use one of the helpers in docs/messages.md.',
  });

type Rewrite = { walk: Walk; scopes: Scopes; needed: boolean };

/** An argument: variables that are needed are wrapped so that rendering notes their absence. */
const rewriteArgument = (node: Expression, at: Rewrite): Expression => {
  at.walk.expressions += 1;
  if (isPath(node)) {
    const name = noteVariable({ ...at, path: node });
    if (!at.needed) return node;
    at.walk.helpers.add('ciclo-need');
    return callNode({ helper: 'ciclo-need', params: [node, textNode(name, node.loc)], loc: node.loc });
  }
  return isCall(node) ? rewriteCall(node, at) : node;
};

const rewriteHash = (hash: hbs.AST.Hash | undefined, at: Rewrite): hbs.AST.Hash | undefined =>
  hash && {
    ...hash,
    pairs: hash.pairs.map((pair) => ({
      ...pair,
      value: rewriteArgument(pair.value, { ...at, needed: false }),
    })),
  };

const rewriteCall = (node: hbs.AST.SubExpression, at: Rewrite): hbs.AST.SubExpression => {
  const reference = helperNamed(node.path.original);
  if (reference === undefined || reference.kind !== 'value') {
    unknownHelper(at.walk, node, node.path.original);
    return node;
  }
  checkCall({ walk: at.walk, node, reference, params: node.params, hash: node.hash });
  const needed = at.needed && !reference.tolerant;
  const hash = rewriteHash(node.hash, at);
  return {
    ...node,
    params: node.params.map((param) => rewriteArgument(param, { ...at, needed })),
    ...(hash === undefined ? {} : { hash }),
  };
};

/** The name under which a blank result counts as missing: the variable, or the first one of a fallback. */
const reportedName = (node: Expression, at: Rewrite): string => {
  if (isPath(node)) return noteVariable({ ...at, path: node });
  if (!isCall(node) || !['fallback', 'default'].includes(node.path.original)) return '';
  const first = node.params.find(isPath);
  const resolved = first && at.scopes.resolve(first);
  return resolved === undefined || resolved.kind === 'bad' ? '' : resolved.name;
};

const expressionOf = (node: hbs.AST.MustacheStatement, walk: Walk): Expression | undefined => {
  const { path } = node;
  if (!isPath(path)) {
    fault(walk, node, {
      code: 'literal-output',
      message: 'A quoted text or number stands alone in braces.',
      hint: 'Write the text without braces.',
    });
    return undefined;
  }
  const isPlain = path.parts.length === 1 && path.depth === 0 && !/^(this|\.)/.test(path.original);
  const isHelper = isPlain && !path.data && helperNamed(path.original) !== undefined;
  if (!hasArguments(node) && !isHelper) return path;
  const call: hbs.AST.SubExpression = {
    type: 'SubExpression',
    path,
    params: node.params,
    hash: node.hash,
    loc: node.loc,
  };
  return call;
};

/** A call of ours, where the compiler may write one. */
const isInternal = (path: hbs.AST.Node, walk: Walk): boolean => {
  if (!walk.internals || !isPath(path) || !path.original.startsWith(internalPrefix)) return false;
  walk.helpers.add(path.original);
  return true;
};

const rewriteMustache = (node: hbs.AST.MustacheStatement, at: Rewrite): hbs.AST.MustacheStatement => {
  const { walk } = at;
  walk.expressions += 1;
  if (isInternal(node.path, walk)) return node;
  if (!node.escaped) {
    fault(walk, node, {
      code: 'raw-output',
      message: 'Three braces or `{{&` put data into the mail without making it safe.',
      hint: 'Use two braces.',
    });
  }
  const expression = expressionOf(node, walk);
  if (expression === undefined) return node;
  walk.helpers.add('ciclo-emit');
  const name = reportedName(expression, { ...at, needed: true });
  const output = isCall(expression) ? rewriteCall(expression, { ...at, needed: true }) : expression;
  return {
    ...node,
    path: pathNode('ciclo-emit', node.loc),
    params: [output, textNode(name, node.loc)],
    hash: { type: 'Hash', pairs: [], loc: node.loc },
  };
};

const rewriteProgram = (
  program: hbs.AST.Program | undefined,
  at: { walk: Walk; scopes: Scopes },
): hbs.AST.Program | undefined =>
  program && { ...program, body: program.body.map((node) => rewriteStatement(node, at)) };

/** The variables a condition asks about, also inside of `and` and `gt`. */
const namesIn = (params: readonly Expression[], scopes: Scopes): readonly string[] =>
  params.flatMap((param) => {
    if (isCall(param)) return namesIn(param.params, scopes);
    const resolved = isPath(param) ? scopes.resolve(param) : undefined;
    return resolved?.kind === 'variable' ? [resolved.name] : [];
  });

const rewriteBlock = (
  node: hbs.AST.BlockStatement,
  at: { walk: Walk; scopes: Scopes },
): hbs.AST.BlockStatement => {
  const { walk, scopes } = at;
  const name = node.path.original;
  walk.expressions += 1;
  const build = (parts: { params: Expression[]; inside: Scopes; hash?: hbs.AST.Hash | undefined }) => {
    const program = rewriteProgram(node.program, { walk, scopes: parts.inside });
    const inverse = rewriteProgram(node.inverse, at);
    return {
      ...node,
      params: parts.params,
      ...(parts.hash === undefined ? {} : { hash: parts.hash }),
      ...(program === undefined ? {} : { program }),
      ...(inverse === undefined ? {} : { inverse }),
    };
  };
  if (isInternal(node.path, walk)) return build({ params: node.params, inside: scopes });
  const reference = helperNamed(name);
  if (reference?.kind !== 'block') {
    fault(walk, node, {
      code: 'unknown-block',
      message: `\`{{#${name}}}\` is not a block.`,
      hint: 'Use `{{#if}}`, `{{#unless}}`, `{{#each}}` or `{{#with}}` with the name after it.',
    });
    return node;
  }
  checkCall({ walk, node, reference, params: node.params, hash: node.hash });
  const needed = name === 'with' && node.inverse === undefined;
  const params = node.params.map((param) => rewriteArgument(param, { walk, scopes, needed }));
  const hash = rewriteHash(node.hash, { walk, scopes, needed: false });
  const known = needed || name === 'unless' ? [] : namesIn(node.params, scopes);
  const here = scopes.where(known);
  if (name !== 'each' && name !== 'with') return build({ params, hash, inside: here });
  const first = node.params[0];
  const resolved = first !== undefined && isPath(first) ? scopes.resolve(first) : undefined;
  const self = resolved?.kind === 'variable' ? resolved.name : undefined;
  const given = node.program?.blockParams ?? [];
  return build({ params, hash, inside: here.inside({ self, given, isList: name === 'each' }) });
};

const rewriteStatement = (node: Statement, at: { walk: Walk; scopes: Scopes }): Statement => {
  if (isMustache(node)) return rewriteMustache(node, { ...at, needed: true });
  if (isBlock(node)) return rewriteBlock(node, at);
  if (isContent(node) || isComment(node)) return node;
  const isPartial = node.type.startsWith('Partial');
  fault(at.walk, node, {
    code: isPartial ? 'partial-form' : 'unknown-expression',
    message: isPartial
      ? 'A partial is written with more than its name.'
      : 'This kind of expression is not allowed.',
    hint: isPartial ? 'Write `{{> name}}`; around it `{{#with}}` can set what it sees.' : 'Remove it.',
  });
  return node;
};

const maxDepth = 100;

/** The line of the first block that stands in more than a hundred others: the parser takes minutes for thousands. */
const tooDeepAt = (source: string): number | undefined => {
  let depth = 0;
  for (const { 1: mark, index } of source.matchAll(/\{\{~?\s*([#/])/g)) {
    depth += mark === '#' ? 1 : -1;
    if (depth > maxDepth) return source.slice(0, index).split('\n').length;
  }
  return undefined;
};

/**
 * Reads a template: parses it, checks it against what templates may do (two braces, known helpers, variables
 * that start at a known root, no partials left), resolves every variable to its full name, and rewrites each
 * output so that rendering notes what is missing and bounds what is written. This replaces Handlebars'
 * `strict` option, which throws at the first absent name and cannot express "default, skip or hold".
 */
export const prepareTemplate = (input: { source: string; internals: boolean }): PreparedTemplate => {
  const walk: Walk = {
    variables: [],
    helpers: new Set(),
    faults: [],
    internals: input.internals,
    expressions: 0,
  };
  const tooDeep = input.internals ? undefined : tooDeepAt(input.source);
  if (tooDeep !== undefined) {
    const message = `More than ${maxDepth} blocks stand within one another.`;
    const hint = 'Close the blocks with `{{/block}}`, or write them flatter.';
    const fault = { code: 'too-large', line: tooDeep, column: 1, message, hint };
    return { program: undefined, variables: [], helpers: walk.helpers, faults: [fault] };
  }
  try {
    const program = Handlebars.parseWithoutProcessing(input.source);
    const rewritten = rewriteProgram(program, { walk, scopes: createScopes() });
    if (walk.expressions > maxExpressions) {
      fault(walk, program, {
        code: 'too-large',
        message: `The template has more than ${maxExpressions} expressions.`,
        hint: 'Use `{{#each}}` for what repeats.',
      });
    }
    return { program: rewritten, variables: walk.variables, helpers: walk.helpers, faults: walk.faults };
  } catch (thrown) {
    const message = messageOf(thrown);
    const [, line] = /on line (\d+)/.exec(message) ?? / - (\d+):\d+$/.exec(message) ?? [];
    const [, found] = /^Expecting .* got '(\w+)'$/m.exec(message) ?? [];
    const detail = found === undefined ? (message.split('\n')[0] ?? message) : `unexpected ${found}`;
    return {
      program: undefined,
      variables: walk.variables,
      helpers: walk.helpers,
      faults: [
        {
          code: 'template-syntax',
          line: Number(line ?? 1),
          column: 1,
          message: `The expressions in braces cannot be read: ${detail}.`,
          hint: 'Close every `{{` with `}}` and every `{{#block}}` with its own `{{/block}}`.',
        },
      ],
    };
  }
};
