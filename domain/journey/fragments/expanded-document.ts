import type { JsonDocument, Located } from '../../documents/json-document.ts';
import { formatPath, valueAt } from '../../documents/path.ts';

type Path = readonly PropertyKey[];

/** The file and the place there that a step was written at, by the step. */
export type Origins = Map<unknown, { readonly document: JsonDocument; readonly path: Path }>;

/** A journey with the steps of fragments in it, in which everything is located where it was written. */
export const expandedDocument = (input: {
  document: JsonDocument;
  value: unknown;
  origins: Origins;
}): JsonDocument => {
  const { document, value, origins } = input;
  const locate = (path: Path): Located => {
    for (let end = path.length; end > 0; end -= 1) {
      const origin = origins.get(valueAt({ value, path: path.slice(0, end) }));
      if (origin === undefined) continue;
      const at = [...origin.path, ...path.slice(end)];
      const place = { ...origin.document.locate(at), file: origin.document.file, path: formatPath(at) };
      // The step of a fragment is named as its file does.
      const id = valueAt({ value: origin.document.value, path: [...origin.path, 'id'] });
      return origin.document !== document && typeof id === 'string' ? { ...place, step: id } : place;
    }
    return document.locate(path);
  };
  return { file: document.file, value, locate };
};
