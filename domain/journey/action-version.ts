import { z } from 'zod';

/** Which version of a plugin's action a step or a rule calls. */
export const actionVersion = z
  .int()
  .min(1)
  .max(1_000_000)
  .describe(
    'The version of the action, where the plugin keeps an older one; by default the newest when it is published.',
  );

/** A call of a plugin's action as it is published. */
export type PluginCall = {
  /** The plugin instance. */
  readonly plugin: string;
  readonly action: string;
  readonly version: number;
};

/** A call as it was published; one without a version is of the first. */
export const publishedCall = (written: {
  readonly plugin: string;
  readonly action: string;
  readonly version?: number | undefined;
}): PluginCall => ({ plugin: written.plugin, action: written.action, version: written.version ?? 1 });
