import { nearest } from '../../documents/nearest.ts';
import { isObject } from '../../json.ts';
import type { Problem } from '../../problem.ts';
import { parsePath } from '../path.ts';
import { joinPaths } from '../problems.ts';

/** Fields of a product in Segment's e-commerce events, and those shops add most often. */
const familiar = [
  'product_id',
  'sku',
  'category',
  'name',
  'title',
  'brand',
  'vendor',
  'variant',
  'price',
  'quantity',
  'coupon',
  'discount',
  'currency',
  'position',
  'url',
  'image_url',
];

const doubted = (input: { text: unknown; path: string }): Problem[] => {
  const [first] = typeof input.text === 'string' ? (parsePath(input.text) ?? []) : [];
  if (typeof first !== 'string' || familiar.includes(first)) return [];
  const meant = nearest({ word: first, known: familiar });
  if (meant === undefined) return [];
  return [
    {
      code: 'unfamiliar-field',
      severity: 'warning',
      path: input.path,
      message: `\`${first}\` is nearly \`${meant}\`, but not the same.`,
      hint: `Write \`${meant}\`, unless the items really have the other name.`,
    },
  ];
};

/**
 * Warns of paths of items that are nearly a familiar field of a product, anywhere in conditions: nothing says what the items of a list hold, so a
 * slip of the pen would be a condition that never holds.
 */
export const unfamiliarItemFields = (input: { value: unknown; path: string }): Problem[] => {
  const { value, path } = input;
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      unfamiliarItemFields({ value: item, path: `${path}[${index}]` }),
    );
  }
  if (!isObject(value)) return [];
  const { fact, params } = value;
  const asked = isObject(params) && 'items' in params ? params : {};
  return [
    ...(fact === 'item' ? doubted({ text: value.path, path: joinPaths(path, 'path') }) : []),
    ...['of', 'times'].flatMap((key) =>
      doubted({ text: asked[key], path: joinPaths(path, `params.${key}`) }),
    ),
    ...Object.entries(value).flatMap(([key, item]) =>
      unfamiliarItemFields({ value: item, path: joinPaths(path, key) }),
    ),
  ];
};
