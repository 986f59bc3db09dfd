/** Something of a call that was left out, or read as something else, and why; the rest of it was taken. */
export type Ignored = { readonly path: string; readonly message: string };

/** As much as is said of one call. */
const notesMax = 20;

/** Notes taken while one call is read. */
export type Notes = Ignored[];

/** Notes what is left out at a path; a call that is wrong everywhere is not told so everywhere. */
export const note = (input: { notes: Notes; path: string; message: string }): void => {
  const { notes, path, message } = input;
  if (notes.length < notesMax) notes.push({ path, message });
};
