import { access } from 'node:fs/promises';

import { parseDocument } from '../../domain/documents/parse-document.ts';
import { readJsonDocument } from '../../domain/documents/json-document.ts';
import { isObject } from '../../domain/json.ts';
import { type MessageDefinition, sampleSchema } from '../../domain/messages/message-definition.ts';
import type { Checked } from '../../domain/problem.ts';
import { parseStory } from '../../domain/simulate/parse-story.ts';
import { toProfile } from '../../domain/simulate/story.ts';
import { type PreviewReader, sampleProfile } from '../../engine/templates/sample-reader.ts';
import type { EngineClient } from '../engine-client.ts';
import { readText } from '../read-file.ts';
import { readKnownPerson } from '../simulate/known-person.ts';

type Input = {
  readonly sample: MessageDefinition['sample'];
  readonly tenant: string;
  readonly channel: string;
  /** A file, or somebody the running engine knows; the sample of the message when undefined. */
  readonly person: string | undefined;
  readonly connect: () => Promise<EngineClient>;
  readonly now: number;
};

const sampleRoots = Object.keys(sampleSchema.shape);

const isFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** A file is a sample, as in message.json, or a person, as `ciclo simulate` takes them. */
const fromFile = async (input: Input, file: string): Promise<Checked<PreviewReader>> => {
  const text = await readText(file);
  const read = readJsonDocument({ text, file });
  if (!read.ok) return read;
  const { value } = read.value;
  if (isObject(value) && sampleRoots.some((root) => Object.hasOwn(value, root))) {
    const parsed = parseDocument({ text, file, schema: sampleSchema });
    if (!parsed.ok) return parsed;
    const sample = { ...input.sample, ...parsed.value.value };
    return { ok: true, value: { sample, profile: sampleProfile({ ...input, sample }) }, warnings: [] };
  }
  const story = parseStory({ profile: { text, file } });
  if (!story.ok) return story;
  const { tenant, now: start } = input;
  const profile = toProfile({ person: story.value.profile, tenant, start });
  return { ok: true, value: { sample: input.sample, profile }, warnings: [] };
};

/**
 * Reads whom a preview is for: the sample of the message, a file with another sample or a person, or a person the
 * running engine knows (e-mail, user id or profile id). Throws `not-found` when nobody is known by that name.
 */
export const readReader = async (input: Input): Promise<Checked<PreviewReader>> => {
  const { person, sample, tenant, channel } = input;
  if (person === undefined)
    return { ok: true, value: { sample, profile: sampleProfile(input) }, warnings: [] };
  if (person.endsWith('.json') || (await isFile(person))) return fromFile(input, person);
  const client = await input.connect();
  const { profile } = await readKnownPerson({ person, tenant, channels: [channel], client });
  return { ok: true, value: { sample, profile }, warnings: [] };
};
