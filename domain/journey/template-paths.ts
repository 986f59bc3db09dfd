import Handlebars from 'handlebars';

import { messageOf } from '../errors.ts';
import {
  hasArguments,
  isBlock,
  isComment,
  isContent,
  isMustache,
  isPath,
} from '../messages/templates/template-nodes.ts';

/** What the value of a field can name: the roots of its variables. */
export const valueRoots = ['profile', 'entry', 'event', 'record', 'steps', 'run', 'tenant'] as const;

/** Something a template in a field may not do. */
export type TemplateFault = { readonly code: string; readonly message: string; readonly hint: string };

/** A template in a field of a step, read: the variables it names in full, and what is wrong with it. */
export type ReadTemplate = {
  readonly variables: readonly string[];
  readonly faults: readonly TemplateFault[];
};

type Walk = { readonly variables: string[]; readonly faults: TemplateFault[] };

const blocks: ReadonlySet<string> = new Set(['if', 'unless', 'each', 'with']);
const movesInto: ReadonlySet<string> = new Set(['each', 'with']);
const forbidden = /(^|[./])(__proto__|constructor|prototype)($|[./])/;

const noteVariable = (input: { path: hbs.AST.Node; walk: Walk; isInside: boolean }): void => {
  const { path, walk } = input;
  if (!isPath(path)) {
    walk.faults.push({
      code: 'template-syntax',
      message: 'There is something else than a name between the braces.',
      hint: 'Write a name such as `{{profile.traits.firstName}}`.',
    });
    return;
  }
  const { original } = path;
  if (forbidden.test(original)) {
    walk.faults.push({
      code: 'forbidden-name',
      message: `\`${original}\` is a reserved name.`,
      hint: 'Use another.',
    });
    return;
  }
  // Inside `each` and `with` names are those of the item, which only rendering knows.
  if (input.isInside || path.data) return;
  const root = path.parts[0] ?? '';
  if (valueRoots.some((known) => known === root)) walk.variables.push(path.parts.join('.'));
  else {
    walk.faults.push({
      code: 'unknown-variable',
      message: `\`${original}\` is not a variable: names start with ${valueRoots.join(', ')}.`,
      hint: `Write the full name, such as \`profile.traits.${root}\`.`,
    });
  }
};

const unknownHelper = (name: string): TemplateFault => ({
  code: 'unknown-helper',
  message: `\`${name}\` cannot be used here.`,
  hint: 'Fields take plain names, `{{#if}}`, `{{#unless}}`, `{{#each}}` and `{{#with}}`; the other helpers are for messages.',
});

const walkProgram = (input: {
  program: hbs.AST.Program | undefined;
  walk: Walk;
  isInside: boolean;
}): void => {
  const { walk, isInside } = input;
  for (const node of input.program?.body ?? []) {
    if (isContent(node) || isComment(node)) continue;
    if (isMustache(node)) {
      if (hasArguments(node)) walk.faults.push(unknownHelper(isPath(node.path) ? node.path.original : '…'));
      else noteVariable({ path: node.path, walk, isInside });
    } else if (isBlock(node)) {
      walkBlock({ node, walk, isInside });
    } else {
      walk.faults.push({
        code: 'template-syntax',
        message: 'Partials cannot be used here.',
        hint: 'Write the text itself.',
      });
    }
  }
};

const walkBlock = (input: { node: hbs.AST.BlockStatement; walk: Walk; isInside: boolean }): void => {
  const { node, walk, isInside } = input;
  const name = node.path.original;
  const [condition] = node.params;
  if (!blocks.has(name) || condition === undefined) walk.faults.push(unknownHelper(`#${name}`));
  else noteVariable({ path: condition, walk, isInside });
  walkProgram({ program: node.program, walk, isInside: isInside || movesInto.has(name) });
  walkProgram({ program: node.inverse, walk, isInside });
};

/** Reads a template in a field of a step: `Call {{profile.traits.firstName}}`. */
export const readTemplate = (text: string): ReadTemplate => {
  const walk: Walk = { variables: [], faults: [] };
  try {
    walkProgram({ program: Handlebars.parseWithoutProcessing(text), walk, isInside: false });
  } catch (thrown) {
    const [, line] = /on line (\d+)/.exec(messageOf(thrown)) ?? [];
    const where = line === undefined || line === '1' ? '' : ` in line ${line}`;
    walk.faults.push({
      code: 'template-syntax',
      message: `The expressions in braces cannot be read${where}.`,
      hint: 'Close every `{{` with `}}` and every `{{#if}}` with `{{/if}}`.',
    });
  }
  return walk;
};
