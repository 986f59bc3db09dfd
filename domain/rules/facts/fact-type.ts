import type { Moment } from '../decide/expected.ts';
import type { OperatorName } from '../operator-names.ts';
import type { FactSource } from './fact-source.ts';

/** What is wrong with a comparison, and what to write instead. */
export type FactFault = { readonly message: string; readonly hint: string };

/** Where documents keep a fact: in the fields of another one, or nowhere because it is the same for everybody. */
export type FactInDocuments =
  /** As the whole of it, where the documents have it: profiles have the fact `profile`. */
  | { readonly kind: 'whole' }
  /** In one field of a fact that documents have as a whole. */
  | { readonly kind: 'field'; readonly of: string; readonly field: string }
  /** It is the same for everybody, so that the comparison is decided before anybody is asked. */
  | { readonly kind: 'constant'; readonly at: (moment: Moment) => unknown }
  /**
   * It is the answer to a question about a person's past events or records, which `toMongoPlan` lays beside the profiles. `about` is the fact that
   * the conditions in `where` look at.
   */
  | { readonly kind: 'answer'; readonly about: 'event' | 'record' };

/**
 * Everything that is particular to one fact of conditions. Checks, both executions and the editor's JSON Schema ask only this; nothing else lists the
 * facts there are.
 */
export type FactType = {
  readonly fact: string;
  /** What it is, for editors. */
  readonly means: string;
  /**
   * Where it is known: of a `person` at any time, with an `event` at hand, of a `run` also while nothing happens in it, at a `step` of a run, of a
   * `record`, or of an `item` of a list.
   */
  readonly known: 'person' | 'event' | 'run' | 'step' | 'record' | 'item';
  /** Its value in a decision; undefined when it is not there. Left out where `params` ask a store for it. */
  readonly read?: (facts: FactSource) => unknown;
  /** How a query finds it. */
  readonly inDocuments: FactInDocuments;
  /**
   * What is wrong with a path below it, which is a plain property path or undefined; by default a path has to lead to a property, save for
   * `exists` and `notExists`.
   */
  readonly checkPath?: (input: {
    path: string | undefined;
    operator: OperatorName | undefined;
  }) => FactFault | undefined;
  /** A hint when an operator can never hold for what is at a path; undefined when it can. */
  readonly misfit?: (input: { path: string | undefined; operator: OperatorName }) => string | undefined;
};

/** The facts of a language, by their names. */
export type FactTypes = ReadonlyMap<string, FactType>;
