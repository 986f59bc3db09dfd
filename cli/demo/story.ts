import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

const call = z.looseObject({ type: z.string(), userId: z.string(), daysAgo: z.number().optional() });

const storySchema = z.object({
  people: z.record(z.string(), z.string()),
  steps: z.array(
    z.object({
      say: z.string().optional(),
      /** Files of `shop/`, posted as signed webhooks. */
      webhooks: z.array(z.string()).optional(),
      /** The webhooks are deliveries of before, with the same ids. */
      again: z.boolean().optional(),
      /** A file of `shop/`, posted with a wrong signature. */
      forged: z.string().optional(),
      segment: z.array(call).optional(),
      /** Rows of a CSV file, the heading first, as `ciclo import` takes them. */
      import: z.strictObject({ kind: z.string(), rows: z.array(z.string()) }).optional(),
      /** Whose newest mail is answered with the one-click unsubscription of RFC 8058. */
      unsubscribe: z.string().optional(),
      /** Who clicks the first link of their newest mail. */
      click: z.string().optional(),
      /** Calls of the admin API. What one answers stands under `as` for those that follow: `{{lead.id}}`. */
      api: z
        .array(
          z.strictObject({
            method: z.string().optional(),
            path: z.string(),
            body: z.unknown().optional(),
            as: z.string().optional(),
          }),
        )
        .optional(),
      /** Who follows a link of their newest mail to a page (`/q/`, `/s/`), and sends its form. */
      form: z
        .strictObject({ of: z.string(), page: z.string(), fields: z.record(z.string(), z.string()) })
        .optional(),
      advance: z.string().optional(),
    }),
  ),
  /** The messages each person has to get, by key, and no others. */
  expect: z.record(z.string(), z.array(z.string())),
});

export type Story = z.infer<typeof storySchema>;

const webhookSchema = z.object({ topic: z.string(), body: z.unknown() });

/** Reads the story the demo plays. */
export const readStory = async (): Promise<Story> =>
  storySchema.parse(JSON.parse(await readFile(join(import.meta.dirname, 'story.json'), 'utf8')));

/** A webhook body in Shopify's own format, with its topic. */
export const readWebhook = async (name: string): Promise<z.infer<typeof webhookSchema>> =>
  webhookSchema.parse(JSON.parse(await readFile(join(import.meta.dirname, 'shop', `${name}.json`), 'utf8')));
