/**
 * What came of a form that was sent in. `sent`: it was taken, and its owner is asked by mail. `confirmed`: its owner said yes, and is a lead.
 * The others were kept out: a program filled in what people do not see (`trapped`), too many came from one client (`limited`), or a field was
 * missing or not valid (`invalid`).
 */
export const formResults = ['sent', 'confirmed', 'trapped', 'limited', 'invalid'] as const;
export type FormResult = (typeof formResults)[number];

/** How often each came of a form. */
export type FormCounts = Readonly<Record<FormResult, number>>;

/** Counts what comes of forms, by day in UTC. Nothing of a person is kept. */
export type NoteForm = (input: {
  readonly tenant: string;
  readonly form: string;
  readonly result: FormResult;
}) => Promise<void>;
