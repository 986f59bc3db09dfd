import type { Problem } from '../../problem.ts';
import { unknownAttributes } from '../../profiles/unknown-attributes.ts';
import type { CheckInput } from './check-kit.ts';
import { attributesOf, usesOf } from '../uses-of.ts';

/** Attributes of a profile that a journey reads and nothing ever sets. */
export const checkAttributes = (input: CheckInput): readonly Problem[] =>
  unknownAttributes(attributesOf(usesOf(input)));
