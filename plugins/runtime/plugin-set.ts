import type { Plugin } from '../contract/plugin.ts';

/** A plugin that was found and cannot be used. */
export type OffPlugin = {
  /** As `ciclo.json` names it. */
  readonly id: string;
  /** Where it was found: `plugins/acme`, or the name of a package. */
  readonly from: string;
  /** One sentence. */
  readonly why: string;
};

/** The plugins of an engine: those that can be used, and those that were found and cannot. */
export type PluginSet = {
  readonly plugins: readonly Plugin[];
  readonly off: readonly OffPlugin[];
  /** Ends the threads of those that have some. */
  readonly close: () => Promise<void>;
};
