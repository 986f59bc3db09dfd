import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import { withNeededPartials } from '../../domain/messages/templates/needed-partials.ts';
import type { MessageSource } from '../../domain/messages/parse-message.ts';
import type { Checked } from '../../domain/problem.ts';

/** What became of a message: a result of its content, which comes out again; or a failure of this attempt. */
export type Compilation =
  | { readonly kind: 'compiled'; readonly result: Checked<CompiledMessage> }
  | { readonly kind: 'failed'; readonly result: Checked<CompiledMessage> };

export type Compile = (source: MessageSource) => Promise<Compilation>;

const keptCharacters = 64 * 1024 * 1024;

const sizeOf = (result: Checked<CompiledMessage>): number => {
  if (!result.ok) return 1 + result.problems.length * 500;
  const texts = Object.values(result.value.locales);
  return texts.reduce((sum, { html = '', text }) => sum + html.length + text.length, 1000);
};

/** Every part that a compilation depends on, and nothing else. */
const addressOf = (source: MessageSource): string =>
  createHash('sha256').update(JSON.stringify(source)).digest('base64url');

/**
 * Compiles each content once: a message that did not change, with the partials it uses, is not compiled again, no matter who
 * asks. Two that ask at once share the work.
 */
export const createCompileCache = (
  compile: Compile,
): ((source: MessageSource) => Promise<Checked<CompiledMessage>>) => {
  const kept = new LRUCache<string, Checked<CompiledMessage>>({
    maxSize: keptCharacters,
    sizeCalculation: sizeOf,
  });
  const pendingWorkflows = new Map<string, Promise<Checked<CompiledMessage>>>();
  return async (whole) => {
    const source = withNeededPartials(whole);
    const address = addressOf(source);
    const known = kept.get(address) ?? pendingWorkflows.get(address);
    if (known !== undefined) return known;
    const work = compile(source)
      .then(({ kind, result }) => {
        if (kind === 'compiled') kept.set(address, result);
        return result;
      })
      .finally(() => pendingWorkflows.delete(address));
    pendingWorkflows.set(address, work);
    return work;
  };
};
