import { locateProblems } from '../../documents/json-document.ts';
import { conclude, parseDocument } from '../../documents/parse-document.ts';
import type { Checked } from '../../problem.ts';
import { type Catalog, catalogSchema } from '../catalog.ts';
import { checkCatalog } from '../checks/check-catalog.ts';
import type { WorkspaceFile } from '../workspace-files.ts';

/** Reads catalog.json; a workspace without one recommends nothing. */
export const readCatalog = (file: WorkspaceFile | undefined): Checked<Catalog> => {
  if (file === undefined) return { ok: true, value: { products: [] }, warnings: [] };
  const parsed = parseDocument({ ...file, schema: catalogSchema });
  if (!parsed.ok) return parsed;
  const { value, document } = parsed.value;
  return conclude({ value, problems: locateProblems({ problems: checkCatalog(value), document }) });
};
