import { z } from 'zod';

import { readJson } from '../editor/splice-json.ts';
import { useFile } from './use-file.ts';

/** The file in which the settings of the workspace stand. */
export const settingsPath = 'ciclo.json';

const objectSchema = z.record(z.string(), z.unknown()).catch({});

/** What a text of the file has under a name, by key: forms, feeds, topics; nothing where it cannot be read. */
export const entriesIn = (text: string, name: string): Readonly<Record<string, unknown>> =>
  objectSchema.parse(objectSchema.parse(readJson(text)?.value)[name]);

/** A list of texts that a text of the file has under a name. */
export const namesIn = (text: string, name: string): readonly string[] =>
  z
    .array(z.string())
    .catch([])
    .parse(objectSchema.parse(readJson(text)?.value)[name]);

/** The file as it is published and as your draft has it. */
export const useSettingsFile = () => {
  const { data } = useFile(settingsPath);
  const published = data?.text ?? '';
  return { isReady: data !== undefined, published, text: data?.draftText ?? published };
};
