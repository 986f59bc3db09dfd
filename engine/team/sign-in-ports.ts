/** A row as the library that signs in has it: a session, an account or a link. */
export type SignInRow = Readonly<Record<string, unknown>>;

/** One condition on a field. */
export type SignInWhere = {
  readonly field: string;
  readonly operator?: string | undefined;
  readonly value: unknown;
  readonly connector?: 'AND' | 'OR' | undefined;
};

type Asked = { readonly tenant: string; readonly model: string; readonly where: readonly SignInWhere[] };

/** What signing in keeps, by model. */
export type SignInStore = {
  readonly add: (input: { tenant: string; model: string; row: SignInRow }) => Promise<void>;
  /** The same; false where a row has the id already. */
  readonly addOnce: (input: { tenant: string; model: string; row: SignInRow }) => Promise<boolean>;
  readonly find: (input: Asked & { limit?: number | undefined }) => Promise<readonly SignInRow[]>;
  /** How many rows were found. */
  readonly change: (input: Asked & { set: SignInRow }) => Promise<number>;
  /** How many rows were removed. */
  readonly remove: (input: Asked) => Promise<number>;
  /** Removes one row and answers it; of several who ask at once one gets it. */
  readonly take: (input: Asked) => Promise<SignInRow | undefined>;
};
