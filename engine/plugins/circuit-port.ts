type Named = { readonly tenant: string; readonly instance: string };

/** A plugin instance whose calls are held. Instants are real time. */
export type Circuit = Named & {
  readonly openedAt: number;
  /** What went wrong, with the numbers. */
  readonly why: string;
  /** How often it was tried in vain. */
  readonly tries: number;
  /** From when on one call may try. */
  readonly probeAt: number;
};

/** The open circuits, shared by all processes; few, and none when all is well. */
export type CircuitStore = {
  readonly all: () => Promise<readonly Circuit[]>;
  /** Opens it, unless it is open. */
  readonly open: (circuit: Circuit) => Promise<void>;
  /** Takes the try that is due by `systemTime`; the next is due at `until`. False when it was taken. */
  readonly takeProbe: (input: Named & { systemTime: number; until: number }) => Promise<boolean>;
  /** It was tried in vain. */
  readonly failed: (input: Named & { probeAt: number; why: string }) => Promise<void>;
  readonly close: (input: Named) => Promise<void>;
};
