import { CicloError } from '../../../domain/errors.ts';
import type { Import, ImportStore, RefusedRow } from '../ports.ts';

type Named = Pick<Import, 'tenant' | 'id' | 'size'>;

/** The text of a file behind a place (bytes as UTF-8), part by part. Throws `unprocessable` when it is not kept any more. */
export async function* textsOf(input: {
  imports: Pick<ImportStore, 'partAt'>;
  imported: Named;
  offset: number;
}): AsyncGenerator<string> {
  const { imports, imported } = input;
  const { tenant, id, size } = imported;
  let { offset } = input;
  while (offset < size) {
    const part = await imports.partAt({ tenant, id, offset });
    if (part === undefined || part.from + part.size <= offset) {
      const message = 'The file is not kept any more. Send it again.';
      throw new CicloError({ code: 'unprocessable', message });
    }
    const behind = offset - part.from;
    yield behind === 0 ? part.text : Buffer.from(part.text).subarray(behind).toString();
    offset = part.from + part.size;
  }
}

/** The rows that were refused, in the order of the file. */
export async function* refusedOf(input: {
  imports: Pick<ImportStore, 'refusedAfter'>;
  tenant: string;
  id: string;
}): AsyncGenerator<RefusedRow> {
  const { imports, tenant, id } = input;
  for (let at = -1; ;) {
    const page = await imports.refusedAfter({ tenant, id, at });
    if (page === undefined) return;
    yield* page.rows;
    ({ at } = page);
  }
}
