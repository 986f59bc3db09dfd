import type { z } from 'zod';

import type { Json, JsonObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import type { Field } from '../fields.ts';

/** What every field of an object has. */
export type FieldBase = {
  readonly type: string;
  readonly name?: string | undefined;
  readonly help?: string | undefined;
  readonly required?: boolean | undefined;
  readonly unique?: boolean | 'while-open' | undefined;
  readonly searchable?: boolean | undefined;
  readonly sortable?: boolean | undefined;
  readonly personal?: boolean | undefined;
};

/** Fields by their keys. */
export type Fields = { readonly [key: string]: Field };

/** The schema of the fields of the rows of a list. */
export type FieldsOf = (what: string) => z.ZodType<Record<string, Field>>;

/** A value in the form in which it is stored, or what is wrong with it. `null` is no value. */
export type ReadValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a text is read by where it leaves something open. */
export type TextSetting = {
  /** ISO 4217, for amounts without one. */
  readonly currency: string;
  /** An IANA zone, for times without one. */
  readonly zone: string;
};

/** One entry of the index of attributes: the path below the record (`amount.minor`), and the value there. */
export type Attribute = { readonly path: string; readonly value: string | number | boolean };

/**
 * Everything that is particular to one type of field. The checks of objects and records, the import of texts, the index
 * and the OpenAPI document ask only this; nothing else lists the types there are.
 */
export type FieldType<F extends FieldBase = Field> = {
  readonly type: F['type'];
  /** The schema of the field as it stands in the file; `fieldsOf` is the schema of fields inside it. */
  schema(fieldsOf: FieldsOf): z.ZodType<F> & z.core.$ZodTypeDiscriminable;
  /** Its value is worked out, and nobody writes it. */
  readonly computed?: true;
  /** It can be a column of a list. */
  readonly inRows?: true;
  /** It holds what somebody wrote freely, so on objects about a person it is personal by default. */
  readonly freeText?: true;
  /** What is wrong with its definition beyond the shape; `path` is where it stands in the file. */
  check?(input: { field: F; path: string }): readonly Problem[];
  /** Its columns, when it is a list of rows. */
  columns?(field: F): Fields;
  /** Reads a value of JSON; problems stand at `path`. What it gives, it reads again as the same. */
  read(input: { field: F; value: Json; path: string; types: FieldTypes }): ReadValue;
  /** Reads a value from the text of a cell (CSV); never the empty text, which is no value. */
  readText(input: {
    field: F;
    text: string;
    path: string;
    setting: TextSetting;
    types: FieldTypes;
  }): ReadValue;
  /** A stored value as text, which `readText` reads as the same. */
  text(input: { field: F; value: Json }): string;
  /** Its entries in the index of attributes: what filters can ask for. `path` is its key. */
  attributes?(input: { field: F; value: Json; path: string; types: FieldTypes }): readonly Attribute[];
  /** As a column of a list it has entries in the index too: it says what the row is about. */
  readonly indexedInRows?: true;
  /** What records are sorted by; undefined when it cannot be sorted by. */
  sortKey?(input: { field: F; value: Json }): string | number | undefined;
  /** What conditions can ask for below its key, such as `.minor`; the value itself by default. */
  paths?(field: F): readonly string[];
  /** The JSON Schema of its values, for the OpenAPI document. */
  jsonSchema(input: { field: F; types: FieldTypes }): JsonObject;
};

/** The types of field of a language, by their names. */
export type FieldTypes = ReadonlyMap<string, FieldType>;
