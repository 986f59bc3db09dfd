import { z } from 'zod';

import { useFile } from '../../../parts/drafts/use-file.ts';
import { readJson } from '../../../parts/editor/splice-json.ts';

/** The file in which forms stand. */
export const settingsPath = 'ciclo.json';

const settingsSchema = z
  .object({
    forms: z.record(z.string(), z.unknown()).catch({}).default({}),
    topics: z.record(z.string(), z.unknown()).catch({}).default({}),
  })
  .catch({ forms: {}, topics: {} });

/** The forms and topics that a text of the file has; none where it cannot be read. */
export const readSettings = (text: string): z.output<typeof settingsSchema> =>
  settingsSchema.parse(readJson(text)?.value ?? {});

/** The file as it is published and as your draft has it. */
export const useSettingsFile = () => {
  const { data } = useFile(settingsPath);
  const published = data?.text ?? '';
  return { isReady: data !== undefined, published, text: data?.draftText ?? published };
};
