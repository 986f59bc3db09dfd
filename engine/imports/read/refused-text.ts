import { isJsonObject } from '../../../domain/json.ts';
import { csvLine } from '../../../domain/transfer/write-rows.ts';
import type { Import, ImportStore } from '../ports.ts';
import { refusedOf } from './texts-of.ts';

/** Whether a file was CSV; one that was not looked at yet counts as it. */
export const isCsvOf = ({ dialect }: Import): boolean => (dialect?.format ?? 'csv') === 'csv';

/** The file of refused rows, line by line, with line and reason of each in front. */
export async function* refusedText(imports: ImportStore, imported: Import): AsyncGenerator<string> {
  const isCsv = isCsvOf(imported);
  if (isCsv) yield csvLine(['_line', '_reason', ...(imported.columns ?? []).map(({ heading }) => heading)]);
  for await (const { line, reason, source } of refusedOf({ imports, ...imported })) {
    const [object] = source;
    const values = isJsonObject(object) ? object : { _text: object ?? null };
    yield isCsv
      ? csvLine([String(line), reason, ...source.map((cell) => String(cell))])
      : `${JSON.stringify({ _line: line, _reason: reason, ...values })}\n`;
  }
}
