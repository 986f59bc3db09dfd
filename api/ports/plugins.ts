/** A configured plugin instance, and whether its calls go through. Instants are real time. */
export type PluginView = {
  readonly instance: string;
  /** The plugin it is made of. */
  readonly plugin: string;
  /**
   * `working`; `off` (its settings are wrong); `open` (its provider is not well and calls are held); `half-open` (one
   * call tries whether it works again).
   */
  readonly state: 'working' | 'off' | 'open' | 'half-open';
  readonly why?: string;
  readonly since?: number;
  /** When one call will try. */
  readonly nextTryAt?: number;
  /** Its inbound webhooks, and how each knows its sender. */
  readonly webhooks: readonly {
    readonly name: string;
    readonly verification: 'signature' | 'secret' | 'none';
  }[];
};

/** The plugin instances of a tenant. */
export type ListPlugins = (input: { tenant: string }) => Promise<readonly PluginView[]>;
